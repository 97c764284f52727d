CREATE TABLE "credit_offer" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "key" VARCHAR(64) NOT NULL,
    "order_id" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "pieces" TEXT NOT NULL,
    "delivery" BIGINT NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "by" VARCHAR(100) NOT NULL,
    "offered_at" VARCHAR(27) NOT NULL,
    "expires_at" VARCHAR(27) NOT NULL,
    "decided_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE UNIQUE INDEX "credit_offer_key" ON "credit_offer" ("key");
CREATE INDEX "credit_offer_order_id" ON "credit_offer" ("order_id");
CREATE INDEX "credit_offer_state" ON "credit_offer" ("state");
CREATE INDEX "credit_offer_expires_at" ON "credit_offer" ("expires_at");
CREATE TABLE "keeping" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "reason" VARCHAR(300) NOT NULL,
    "by" VARCHAR(100) NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    "until" VARCHAR(27) NOT NULL,
    "ended_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE INDEX "keeping_order_id" ON "keeping" ("order_id");
CREATE INDEX "keeping_until" ON "keeping" ("until");
ALTER TABLE "refund" ADD COLUMN "way" VARCHAR(10) NOT NULL DEFAULT '';
ALTER TABLE "payout" ADD COLUMN "returned" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "bank_account" ADD COLUMN "trouble" VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE "bank_account" ADD COLUMN "trouble_reason" VARCHAR(120) NOT NULL DEFAULT '';
ALTER TABLE "bank_account" ADD COLUMN "trouble_at" VARCHAR(27);
