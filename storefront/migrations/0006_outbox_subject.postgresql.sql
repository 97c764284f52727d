ALTER TABLE "outbox" ADD COLUMN "subject" VARCHAR(60);
UPDATE "outbox" SET "subject" = 'purchase:' || ("payload"::json ->> 'purchase')
    WHERE "kind" IN ('order_mail', 'notice_mail');
UPDATE "outbox" SET "subject" = 'purchase:' || (
    SELECT "purchase_id" FROM "payment" JOIN "refund" ON "refund"."payment_id" = "payment"."id"
    WHERE "refund"."id" = ("outbox"."payload"::json ->> 'refund')::int)
    WHERE "kind" = 'refund';
UPDATE "outbox" SET "subject" = "payload"::json ->> 'subject' WHERE "kind" = 'after_moved';
UPDATE "outbox" SET "subject" = 'order:' || ("payload"::json ->> 'order') WHERE "kind" = 'after_order_placed';
CREATE INDEX "outbox_subject" ON "outbox" ("subject");
