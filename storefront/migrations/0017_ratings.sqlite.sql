CREATE TABLE "buyer_rating" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,
    "text" VARCHAR(500) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    "opens_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id"),
    CHECK (stars BETWEEN 1 AND 5)
);
CREATE UNIQUE INDEX "buyer_rating_order_id" ON "buyer_rating" ("order_id");
CREATE INDEX "buyer_rating_seller_id" ON "buyer_rating" ("seller_id");
CREATE INDEX "buyer_rating_opens_at" ON "buyer_rating" ("opens_at");
CREATE TABLE "review" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "order_id" INTEGER NOT NULL,
    "line_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,
    "title" VARCHAR(120) NOT NULL,
    "text" TEXT NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "flag" VARCHAR(20) NOT NULL,
    "reason" VARCHAR(20) NOT NULL,
    "pictures" TEXT NOT NULL,
    "photos" INTEGER NOT NULL,
    "helpful" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "answered_at" VARCHAR(27),
    "created_at" VARCHAR(27) NOT NULL,
    "changed_at" VARCHAR(27),
    "opens_at" VARCHAR(27),
    FOREIGN KEY ("order_id") REFERENCES "orders" ("id"),
    FOREIGN KEY ("line_id") REFERENCES "order_line" ("id"),
    CHECK (stars BETWEEN 1 AND 5)
);
CREATE INDEX "review_line_id" ON "review" ("line_id");
CREATE INDEX "review_seller_id" ON "review" ("seller_id");
CREATE INDEX "review_state" ON "review" ("state");
CREATE INDEX "review_opens_at" ON "review" ("opens_at");
CREATE UNIQUE INDEX "review_order_id_product_id" ON "review" ("order_id", "product_id");
CREATE INDEX "review_product_id_state_id" ON "review" ("product_id", "state", "id");
CREATE INDEX "review_product_id_state_helpful_id" ON "review" ("product_id", "state", "helpful", "id");
CREATE TABLE "helpful_vote" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "review_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    FOREIGN KEY ("review_id") REFERENCES "review" ("id") ON DELETE CASCADE
);
CREATE INDEX "helpful_vote_person_id" ON "helpful_vote" ("person_id");
CREATE UNIQUE INDEX "helpful_vote_review_id_person_id" ON "helpful_vote" ("review_id", "person_id");
CREATE TABLE "rating_refusal" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "digest" VARCHAR(64) NOT NULL,
    "at" VARCHAR(27) NOT NULL
);
CREATE UNIQUE INDEX "rating_refusal_digest" ON "rating_refusal" ("digest");
CREATE TABLE "rating_summary" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "product_id" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,
    "ones" INTEGER NOT NULL,
    "twos" INTEGER NOT NULL,
    "threes" INTEGER NOT NULL,
    "fours" INTEGER NOT NULL,
    "fives" INTEGER NOT NULL,
    "with_photos" INTEGER NOT NULL,
    "hidden" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "rating_summary_product_id" ON "rating_summary" ("product_id");
CREATE TABLE "review_report" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "review_id" INTEGER NOT NULL,
    "by" VARCHAR(60) NOT NULL,
    "reason" VARCHAR(20) NOT NULL,
    "text" VARCHAR(1000) NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    "closed_at" VARCHAR(27),
    FOREIGN KEY ("review_id") REFERENCES "review" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "review_report_review_id_by" ON "review_report" ("review_id", "by");
CREATE TABLE "seller_figures" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "first_sale" VARCHAR(27),
    "orders_90" INTEGER NOT NULL,
    "orders_365" INTEGER NOT NULL,
    "promised" INTEGER NOT NULL,
    "on_time" INTEGER NOT NULL,
    "refunded" INTEGER NOT NULL,
    "disputed" INTEGER NOT NULL,
    "rated" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,
    "answer_hours" INTEGER,
    "due_at" VARCHAR(27) NOT NULL,
    "computed_at" VARCHAR(27)
);
CREATE UNIQUE INDEX "seller_figures_seller_id" ON "seller_figures" ("seller_id");
CREATE INDEX "seller_figures_due_at" ON "seller_figures" ("due_at");
