CREATE TABLE "order_case" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "number" VARCHAR(24) NOT NULL,
    "token" VARCHAR(64) NOT NULL,
    "order_id" INTEGER NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "reason" VARCHAR(60) NOT NULL,
    "terms" TEXT NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "wish" VARCHAR(20) NOT NULL,
    "wish_amount" BIGINT,
    "outcome" VARCHAR(20) NOT NULL,
    "outcome_amount" BIGINT,
    "decided_by" VARCHAR(60) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "opened_at" VARCHAR(27) NOT NULL,
    "proved_at" VARCHAR(27),
    "turn_until" VARCHAR(27),
    "appealed_by" VARCHAR(10) NOT NULL,
    "appealed_at" VARCHAR(27),
    "closed_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE UNIQUE INDEX "order_case_number" ON "order_case" ("number");
CREATE UNIQUE INDEX "order_case_token" ON "order_case" ("token");
CREATE INDEX "order_case_order_id" ON "order_case" ("order_id");
CREATE INDEX "order_case_state" ON "order_case" ("state");
CREATE INDEX "order_case_turn_until" ON "order_case" ("turn_until");
CREATE TABLE "case_entry" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "case_id" INTEGER NOT NULL,
    "by" VARCHAR(10) NOT NULL,
    "actor" VARCHAR(100) NOT NULL,
    "kind" VARCHAR(30) NOT NULL,
    "label" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "order_case" ("id")
);
CREATE INDEX "case_entry_case_id" ON "case_entry" ("case_id");
CREATE TABLE "case_line" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "case_id" INTEGER NOT NULL,
    "order_line_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    FOREIGN KEY ("case_id") REFERENCES "order_case" ("id"),
    FOREIGN KEY ("order_line_id") REFERENCES "order_line" ("id")
);
CREATE INDEX "case_line_case_id" ON "case_line" ("case_id");
CREATE INDEX "case_line_order_line_id" ON "case_line" ("order_line_id");
CREATE UNIQUE INDEX "case_line_case_id_order_line_id" ON "case_line" ("case_id", "order_line_id");
CREATE TABLE "upload" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "token" VARCHAR(40) NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "by" VARCHAR(100) NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "size" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "created_at" VARCHAR(27) NOT NULL
);
CREATE UNIQUE INDEX "upload_token" ON "upload" ("token");
CREATE INDEX "upload_subject" ON "upload" ("subject");
CREATE INDEX "upload_digest" ON "upload" ("digest");
ALTER TABLE "timer" ADD COLUMN "paused_at" VARCHAR(27);
