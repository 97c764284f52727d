CREATE TABLE "balance" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "account" VARCHAR(60) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "amount" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "balance_account_currency" ON "balance" ("account", "currency");
CREATE TABLE "balance_move" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "balance_id" INTEGER NOT NULL,
    "key" VARCHAR(120) NOT NULL,
    "kind" VARCHAR(30) NOT NULL,
    "amount" INTEGER NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "reason" TEXT,
    "by" VARCHAR(40) NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("balance_id") REFERENCES "balance" ("id")
);
CREATE INDEX "balance_move_balance_id" ON "balance_move" ("balance_id");
CREATE UNIQUE INDEX "balance_move_key" ON "balance_move" ("key");
CREATE TABLE "gift_card" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "code_hash" VARCHAR(64) NOT NULL,
    "ending" VARCHAR(4) NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "message" TEXT NOT NULL,
    "issued_at" VARCHAR(27) NOT NULL,
    "expires_at" VARCHAR(27) NOT NULL
);
CREATE UNIQUE INDEX "gift_card_key" ON "gift_card" ("key");
CREATE UNIQUE INDEX "gift_card_code_hash" ON "gift_card" ("code_hash");
CREATE INDEX "gift_card_state" ON "gift_card" ("state");
CREATE TABLE "unmatched_money" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "received_on" VARCHAR(10) NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "reference" VARCHAR(140) NOT NULL,
    "counterparty" VARCHAR(140) NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "outcome" VARCHAR(300) NOT NULL,
    "entered_at" VARCHAR(27) NOT NULL,
    "decided_at" VARCHAR(27)
);
CREATE UNIQUE INDEX "unmatched_money_key" ON "unmatched_money" ("key");
CREATE INDEX "unmatched_money_state" ON "unmatched_money" ("state");
