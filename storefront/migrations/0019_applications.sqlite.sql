CREATE TABLE "agreed_commission" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "share" VARCHAR(20) NOT NULL,
    "valid_from" VARCHAR(27) NOT NULL,
    "note" VARCHAR(500) NOT NULL,
    "by" VARCHAR(100) NOT NULL,
    FOREIGN KEY ("seller_id") REFERENCES "seller" ("id") ON DELETE CASCADE
);
CREATE INDEX "agreed_commission_seller_id" ON "agreed_commission" ("seller_id");
CREATE INDEX "agreed_commission_seller_id_valid_from" ON "agreed_commission" ("seller_id", "valid_from");
CREATE TABLE "application" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "person_id" INTEGER,
    "seller_id" INTEGER,
    "kind" VARCHAR(10) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "answers" TEXT NOT NULL,
    "checklist" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by" VARCHAR(20) NOT NULL,
    "asked_until" VARCHAR(27),
    "created_at" VARCHAR(27) NOT NULL,
    "submitted_at" VARCHAR(27),
    "decided_at" VARCHAR(27),
    "demo" INTEGER NOT NULL
);
CREATE INDEX "application_person_id" ON "application" ("person_id");
CREATE INDEX "application_seller_id" ON "application" ("seller_id");
CREATE INDEX "application_state" ON "application" ("state");
CREATE TABLE "seller_document" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "application_id" INTEGER NOT NULL,
    "upload_id" INTEGER NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "expires_on" VARCHAR(10) NOT NULL,
    "reminded" INTEGER NOT NULL,
    "created_at" VARCHAR(27) NOT NULL,
    FOREIGN KEY ("application_id") REFERENCES "application" ("id") ON DELETE CASCADE,
    FOREIGN KEY ("upload_id") REFERENCES "upload" ("id") ON DELETE CASCADE
);
CREATE INDEX "seller_document_application_id" ON "seller_document" ("application_id");
CREATE INDEX "seller_document_upload_id" ON "seller_document" ("upload_id");
ALTER TABLE "seller" ADD COLUMN "suspended" INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE "seller" ADD COLUMN "disclosed" INTEGER NOT NULL DEFAULT FALSE;
CREATE INDEX "seller_suspended" ON "seller" ("suspended");
