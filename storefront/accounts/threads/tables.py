"""What people write to each other, about what, and who takes part."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField


class Thread(Table):
    """A conversation about a subject ("product:12", "order:7", "case:3", a plugin's noun). token names its pages.

    asker: of a subject that many ask about, whose thread it is; else "". masks: what the trade rules want hidden when
    it is about no order. state: unproved (a guest's address is not shown to be his), open or closed. waits_since:
    since when the buyer waits for an answer.
    """

    token = peewee.CharField(max_length=40, unique=True)
    subject = peewee.CharField(max_length=100)
    seller_id = peewee.IntegerField()
    asker = peewee.CharField(max_length=254, default="")
    title = JsonField()
    masks = peewee.CharField(max_length=20, default="never")
    state = peewee.CharField(max_length=20, default="open")
    opened_at = UtcField()
    last_at = UtcField()
    last_by = peewee.CharField(max_length=10)
    waits_since = UtcField(null=True)
    messages = peewee.IntegerField(default=0)
    closed_reason = peewee.TextField(default="")

    class Meta:
        table_name = "thread"
        indexes = (
            (("subject", "seller_id", "asker"), True),
            (("seller_id", "last_at"), False),
            (("waits_since",), False),
        )


class Participant(Table):
    """One side of a thread: buyer, seller or staff. token is what its mails' links carry.

    person_id: whose account it is; email: where mails go (the seller's go to his people instead). read_at: until when
    everything is read; mails: whether mails are wanted; mail_due_at: until when messages gather for the next one.
    """

    thread = peewee.ForeignKeyField(Thread, backref="participants", on_delete="CASCADE")
    role = peewee.CharField(max_length=10)
    person_id = peewee.IntegerField(null=True, index=True)
    email = peewee.CharField(max_length=254, default="")
    name = peewee.CharField(max_length=200, default="")
    language = peewee.CharField(max_length=20)
    token = peewee.CharField(max_length=40, unique=True)
    read_at = UtcField(null=True)
    mails = peewee.BooleanField(default=True)
    mail_due_at = UtcField(null=True)

    class Meta:
        table_name = "thread_participant"
        indexes = ((("thread", "role"), True),)


class ThreadMessage(Table):
    """What one side wrote, as it was written. Files hang on "message:<id>".

    waited: for how many seconds the buyer had waited for it, where it ended that. hidden_at: the shop took it out of
    sight.
    """

    thread = peewee.ForeignKeyField(Thread, backref="said", on_delete="CASCADE")
    by = peewee.CharField(max_length=10)
    person_id = peewee.IntegerField(null=True, index=True)
    language = peewee.CharField(max_length=20)
    text = peewee.TextField()
    at = UtcField()
    waited = peewee.IntegerField(null=True)
    hidden_at = UtcField(null=True)
    hidden_reason = peewee.TextField(default="")

    class Meta:
        table_name = "thread_message"
        indexes = ((("thread", "at"), False),)


class MessageTranslation(Table):
    """A message in another language; masked: of its text without contact data."""

    message = peewee.ForeignKeyField(ThreadMessage, backref="translations", on_delete="CASCADE", index=False)
    language = peewee.CharField(max_length=20)
    masked = peewee.BooleanField()
    text = peewee.TextField()

    class Meta:
        indexes = ((("message", "language", "masked"), True),)


class ThreadReport(Table):
    """Somebody finds that a message should not stand there. outcome: hidden, warned, closed or nothing."""

    message = peewee.ForeignKeyField(ThreadMessage, backref="reports", on_delete="CASCADE")
    by = peewee.CharField(max_length=10)
    reason = peewee.TextField()
    at = UtcField()
    state = peewee.CharField(max_length=10, default="open", index=True)
    outcome = peewee.CharField(max_length=20, default="")
    note = peewee.TextField(default="")
    decided_by = peewee.IntegerField(null=True)
    decided_at = UtcField(null=True)


class SellerBlock(Table):
    """Somebody from whom a seller takes no more questions about products."""

    seller_id = peewee.IntegerField()
    email = peewee.CharField(max_length=254)
    at = UtcField()
    by = peewee.IntegerField(null=True)

    class Meta:
        indexes = ((("seller_id", "email"), True),)
