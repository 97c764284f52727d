CREATE TABLE "bank_account" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "holder" VARCHAR(200) NOT NULL,
    "account" VARCHAR(100) NOT NULL,
    "bank" VARCHAR(100) NOT NULL,
    "provider" VARCHAR(40) NOT NULL,
    "changed_by" VARCHAR(100) NOT NULL,
    "changed_at" VARCHAR(27) NOT NULL,
    "usable_at" VARCHAR(27) NOT NULL
);
CREATE INDEX "bank_account_seller_id" ON "bank_account" ("seller_id");
CREATE TABLE "commission" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "fee" INTEGER NOT NULL,
    "vat" INTEGER NOT NULL,
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE UNIQUE INDEX "commission_order_id" ON "commission" ("order_id");
CREATE TABLE "hold" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "line_id" INTEGER,
    "rule" VARCHAR(200) NOT NULL,
    "came" INTEGER NOT NULL,
    "back" INTEGER NOT NULL,
    "released" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL,
    "due_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id"),
    FOREIGN KEY ("line_id") REFERENCES "order_line" ("id")
);
CREATE INDEX "hold_order_id" ON "hold" ("order_id");
CREATE INDEX "hold_line_id" ON "hold" ("line_id");
CREATE INDEX "hold_due_at" ON "hold" ("due_at");
CREATE UNIQUE INDEX "hold_order_id_line_id" ON "hold" ("order_id", "line_id");
CREATE TABLE "hold_freeze" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "hold_id" INTEGER NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "amount" INTEGER NOT NULL,
    FOREIGN KEY ("hold_id") REFERENCES "hold" ("id")
);
CREATE INDEX "hold_freeze_hold_id" ON "hold_freeze" ("hold_id");
CREATE INDEX "hold_freeze_by" ON "hold_freeze" ("by");
CREATE UNIQUE INDEX "hold_freeze_hold_id_by" ON "hold_freeze" ("hold_id", "by");
CREATE TABLE "hold_taking" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "by" VARCHAR(60) NOT NULL,
    "hold_id" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "out" INTEGER NOT NULL,
    FOREIGN KEY ("hold_id") REFERENCES "hold" ("id")
);
CREATE INDEX "hold_taking_hold_id" ON "hold_taking" ("hold_id");
CREATE UNIQUE INDEX "hold_taking_by_hold_id" ON "hold_taking" ("by", "hold_id");
CREATE TABLE "payout_run" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "by" VARCHAR(100) NOT NULL,
    "at" VARCHAR(27) NOT NULL
);
CREATE UNIQUE INDEX "payout_run_key" ON "payout_run" ("key");
CREATE TABLE "payout" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "run_id" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "amount" INTEGER NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "holder" VARCHAR(200) NOT NULL,
    "account" VARCHAR(100) NOT NULL,
    "bank" VARCHAR(100) NOT NULL,
    "provider" VARCHAR(40) NOT NULL,
    "reference" VARCHAR(120) NOT NULL,
    "reason" TEXT,
    "created_at" VARCHAR(27) NOT NULL,
    "sent_at" VARCHAR(27),
    "settled_at" VARCHAR(27),
    FOREIGN KEY ("run_id") REFERENCES "payout_run" ("id")
);
CREATE UNIQUE INDEX "payout_key" ON "payout" ("key");
CREATE INDEX "payout_run_id" ON "payout" ("run_id");
CREATE INDEX "payout_seller_id" ON "payout" ("seller_id");
CREATE INDEX "payout_state" ON "payout" ("state");
CREATE TABLE "payout_line" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "payout_id" INTEGER NOT NULL,
    "line_id" INTEGER NOT NULL,
    FOREIGN KEY ("payout_id") REFERENCES "payout" ("id"),
    FOREIGN KEY ("line_id") REFERENCES "ledger_line" ("id")
);
CREATE INDEX "payout_line_payout_id" ON "payout_line" ("payout_id");
CREATE UNIQUE INDEX "payout_line_line_id" ON "payout_line" ("line_id");
