CREATE TABLE "audit_entry" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "at" VARCHAR(27) NOT NULL,
    "person_id" INTEGER NOT NULL,
    "act" VARCHAR(60) NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "request_id" VARCHAR(64) NOT NULL
);
CREATE INDEX "audit_entry_person_id" ON "audit_entry" ("person_id");
CREATE INDEX "audit_entry_act" ON "audit_entry" ("act");
CREATE INDEX "audit_entry_subject" ON "audit_entry" ("subject");
