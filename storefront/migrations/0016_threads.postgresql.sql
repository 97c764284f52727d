CREATE TABLE "thread" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "token" VARCHAR(40) NOT NULL,
    "subject" VARCHAR(100) NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "asker" VARCHAR(254) NOT NULL,
    "title" TEXT NOT NULL,
    "masks" VARCHAR(20) NOT NULL,
    "state" VARCHAR(20) NOT NULL,
    "opened_at" VARCHAR(27) NOT NULL,
    "last_at" VARCHAR(27) NOT NULL,
    "last_by" VARCHAR(10) NOT NULL,
    "waits_since" VARCHAR(27),
    "messages" INTEGER NOT NULL,
    "closed_reason" TEXT NOT NULL
);
CREATE UNIQUE INDEX "thread_token" ON "thread" ("token");
CREATE UNIQUE INDEX "thread_subject_seller_id_asker" ON "thread" ("subject", "seller_id", "asker");
CREATE INDEX "thread_seller_id_last_at" ON "thread" ("seller_id", "last_at");
CREATE INDEX "thread_waits_since" ON "thread" ("waits_since");
CREATE TABLE "thread_message" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "thread_id" INTEGER NOT NULL,
    "by" VARCHAR(10) NOT NULL,
    "person_id" INTEGER,
    "language" VARCHAR(20) NOT NULL,
    "text" TEXT NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    "waited" INTEGER,
    "hidden_at" VARCHAR(27),
    "hidden_reason" TEXT NOT NULL,
    FOREIGN KEY ("thread_id") REFERENCES "thread" ("id") ON DELETE CASCADE
);
CREATE INDEX "thread_message_thread_id" ON "thread_message" ("thread_id");
CREATE INDEX "thread_message_person_id" ON "thread_message" ("person_id");
CREATE INDEX "thread_message_thread_id_at" ON "thread_message" ("thread_id", "at");
CREATE TABLE "message_translation" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "message_id" INTEGER NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "masked" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    FOREIGN KEY ("message_id") REFERENCES "thread_message" ("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "message_translation_message_id_language_masked" ON "message_translation" ("message_id", "language", "masked");
CREATE TABLE "thread_participant" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "thread_id" INTEGER NOT NULL,
    "role" VARCHAR(10) NOT NULL,
    "person_id" INTEGER,
    "email" VARCHAR(254) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "language" VARCHAR(20) NOT NULL,
    "token" VARCHAR(40) NOT NULL,
    "read_at" VARCHAR(27),
    "mails" BOOLEAN NOT NULL,
    "mail_due_at" VARCHAR(27),
    FOREIGN KEY ("thread_id") REFERENCES "thread" ("id") ON DELETE CASCADE
);
CREATE INDEX "thread_participant_thread_id" ON "thread_participant" ("thread_id");
CREATE INDEX "thread_participant_person_id" ON "thread_participant" ("person_id");
CREATE UNIQUE INDEX "thread_participant_token" ON "thread_participant" ("token");
CREATE UNIQUE INDEX "thread_participant_thread_id_role" ON "thread_participant" ("thread_id", "role");
CREATE TABLE "seller_block" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "seller_id" INTEGER NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    "by" INTEGER
);
CREATE UNIQUE INDEX "seller_block_seller_id_email" ON "seller_block" ("seller_id", "email");
CREATE TABLE "thread_report" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "message_id" INTEGER NOT NULL,
    "by" VARCHAR(10) NOT NULL,
    "reason" TEXT NOT NULL,
    "at" VARCHAR(27) NOT NULL,
    "state" VARCHAR(10) NOT NULL,
    "outcome" VARCHAR(20) NOT NULL,
    "note" TEXT NOT NULL,
    "decided_by" INTEGER,
    "decided_at" VARCHAR(27),
    FOREIGN KEY ("message_id") REFERENCES "thread_message" ("id") ON DELETE CASCADE
);
CREATE INDEX "thread_report_message_id" ON "thread_report" ("message_id");
CREATE INDEX "thread_report_state" ON "thread_report" ("state");
