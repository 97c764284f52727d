CREATE TABLE "reconciliation_run" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "provider" VARCHAR(40) NOT NULL,
    "first_day" VARCHAR(10) NOT NULL,
    "last_day" VARCHAR(10) NOT NULL,
    "source" VARCHAR(200) NOT NULL,
    "rows" INTEGER NOT NULL,
    "matched" INTEGER NOT NULL,
    "other_days" INTEGER NOT NULL,
    "by" VARCHAR(100) NOT NULL,
    "at" VARCHAR(27) NOT NULL
);
CREATE TABLE "reconciliation_difference" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "run_id" INTEGER NOT NULL,
    "key" VARCHAR(64) NOT NULL,
    "kind" VARCHAR(30) NOT NULL,
    "provider" VARCHAR(40) NOT NULL,
    "day" VARCHAR(10) NOT NULL,
    "reference" VARCHAR(200) NOT NULL,
    "amount" BIGINT,
    "expected" BIGINT,
    "currency" VARCHAR(3) NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "order_number" VARCHAR(24) NOT NULL,
    "row" INTEGER,
    "detail" VARCHAR(200) NOT NULL,
    "settled_at" VARCHAR(27),
    "settled_by" VARCHAR(100) NOT NULL,
    "settled_reason" TEXT NOT NULL,
    FOREIGN KEY ("run_id") REFERENCES "reconciliation_run" ("id")
);
CREATE INDEX "reconciliation_difference_run_id" ON "reconciliation_difference" ("run_id");
CREATE UNIQUE INDEX "reconciliation_difference_key" ON "reconciliation_difference" ("key");
CREATE INDEX "reconciliation_difference_subject" ON "reconciliation_difference" ("subject");
