CREATE TABLE "amendment" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "key" VARCHAR(80) NOT NULL,
    "order_id" INTEGER NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "asked_by" VARCHAR(10) NOT NULL,
    "actor" VARCHAR(100) NOT NULL,
    "reason" TEXT NOT NULL,
    "changes" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "difference" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "asked_at" VARCHAR(27) NOT NULL,
    "expires_at" VARCHAR(27),
    "decided_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE UNIQUE INDEX "amendment_key" ON "amendment" ("key");
CREATE INDEX "amendment_order_id" ON "amendment" ("order_id");
CREATE INDEX "amendment_state" ON "amendment" ("state");
CREATE TABLE "amendment_line" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "amendment_id" INTEGER NOT NULL,
    "order_line_id" INTEGER NOT NULL,
    "pieces" INTEGER,
    "unit_price" BIGINT,
    "was_pieces" INTEGER NOT NULL,
    "was_gross" BIGINT NOT NULL,
    "gross" BIGINT NOT NULL,
    "taxes" TEXT NOT NULL,
    FOREIGN KEY ("amendment_id") REFERENCES "amendment" ("id"),
    FOREIGN KEY ("order_line_id") REFERENCES "order_line" ("id")
);
CREATE INDEX "amendment_line_amendment_id" ON "amendment_line" ("amendment_id");
CREATE INDEX "amendment_line_order_line_id" ON "amendment_line" ("order_line_id");
CREATE TABLE "document" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "token" VARCHAR(64) NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "year" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "order_id" INTEGER NOT NULL,
    "cause" VARCHAR(100) NOT NULL,
    "corrects_id" INTEGER,
    "language" VARCHAR(20) NOT NULL,
    "content" TEXT NOT NULL,
    "issued_at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id"),
    FOREIGN KEY ("corrects_id") REFERENCES "document" ("id")
);
CREATE UNIQUE INDEX "document_token" ON "document" ("token");
CREATE INDEX "document_order_id" ON "document" ("order_id");
CREATE INDEX "document_corrects_id" ON "document" ("corrects_id");
CREATE UNIQUE INDEX "document_seller_id_kind_year_number" ON "document" ("seller_id", "kind", "year", "number");
CREATE UNIQUE INDEX "document_order_id_cause" ON "document" ("order_id", "cause");
CREATE TABLE "document_counter" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "document_counter_seller_id_kind_year" ON "document_counter" ("seller_id", "kind", "year");
CREATE TABLE "replacement" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "key" VARCHAR(80) NOT NULL,
    "original_id" INTEGER NOT NULL,
    "order_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("original_id") REFERENCES "orders" ("id"),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id")
);
CREATE UNIQUE INDEX "replacement_key" ON "replacement" ("key");
CREATE INDEX "replacement_original_id" ON "replacement" ("original_id");
CREATE UNIQUE INDEX "replacement_order_id" ON "replacement" ("order_id");
ALTER TABLE "orders" ADD COLUMN "arrives_by" VARCHAR(10) NOT NULL DEFAULT '';
ALTER TABLE "order_line" ADD COLUMN "changed" INTEGER NOT NULL DEFAULT 0;
