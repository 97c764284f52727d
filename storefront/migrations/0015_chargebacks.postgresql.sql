CREATE TABLE "chargeback" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "provider" VARCHAR(40) NOT NULL,
    "reference" VARCHAR(120) NOT NULL,
    "payment_id" INTEGER,
    "payment_reference" VARCHAR(120) NOT NULL,
    "payment_key" VARCHAR(64) NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "fee" BIGINT NOT NULL,
    "fee_currency" VARCHAR(3) NOT NULL,
    "fee_returned" BIGINT NOT NULL,
    "reason" VARCHAR(100) NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "evidence_due" VARCHAR(27),
    "received_at" VARCHAR(27) NOT NULL,
    "decided_at" VARCHAR(27),
    FOREIGN KEY ("payment_id") REFERENCES "payment" ("id")
);
CREATE INDEX "chargeback_payment_id" ON "chargeback" ("payment_id");
CREATE INDEX "chargeback_state" ON "chargeback" ("state");
CREATE UNIQUE INDEX "chargeback_provider_reference" ON "chargeback" ("provider", "reference");
CREATE TABLE "chargeback_part" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "chargeback_id" INTEGER NOT NULL,
    "order_id" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    FOREIGN KEY ("chargeback_id") REFERENCES "chargeback" ("id"),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE INDEX "chargeback_part_chargeback_id" ON "chargeback_part" ("chargeback_id");
CREATE INDEX "chargeback_part_order_id" ON "chargeback_part" ("order_id");
