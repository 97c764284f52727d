ALTER TABLE "outbox" ADD COLUMN "subject" VARCHAR(60);
UPDATE "outbox" SET "subject" = 'purchase:' || json_extract("payload", '$.purchase')
    WHERE "kind" IN ('order_mail', 'notice_mail');
UPDATE "outbox" SET "subject" = 'purchase:' || (
    SELECT "purchase_id" FROM "payment" JOIN "refund" ON "refund"."payment_id" = "payment"."id"
    WHERE "refund"."id" = json_extract("outbox"."payload", '$.refund'))
    WHERE "kind" = 'refund';
UPDATE "outbox" SET "subject" = json_extract("payload", '$.subject') WHERE "kind" = 'after_moved';
UPDATE "outbox" SET "subject" = 'order:' || json_extract("payload", '$.order') WHERE "kind" = 'after_order_placed';
CREATE INDEX "outbox_subject" ON "outbox" ("subject");
