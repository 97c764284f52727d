"""What was sold, frozen; and its life: events, timers, shipments, and the outbox."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField


class Purchase(Table):
    """One pressing of the button; holds one order per group. token opens its pages, person_id says whose it is."""

    token = peewee.CharField(max_length=64, unique=True)
    cart_token = peewee.CharField(max_length=64, unique=True)
    email = peewee.CharField(max_length=254)
    language = peewee.CharField(max_length=20)
    country = peewee.CharField(max_length=2)
    currency = peewee.CharField(max_length=3)
    total = peewee.BigIntegerField()
    provider = peewee.CharField(max_length=40)
    placed_at = UtcField()
    demo = peewee.BooleanField(default=False)
    person_id = peewee.IntegerField(null=True, index=True)


class Order(Table):
    """A group as it was sold. frozen carries what it needs to be shown with its plugin off."""

    number = peewee.CharField(max_length=24, unique=True)
    purchase = peewee.ForeignKeyField(Purchase, backref="orders")
    seller_id = peewee.IntegerField(index=True)
    business_model = peewee.CharField(max_length=40, index=True)
    state = peewee.CharField(max_length=40)
    currency = peewee.CharField(max_length=3)
    net = peewee.BigIntegerField()
    tax = peewee.BigIntegerField()
    total = peewee.BigIntegerField()
    freight = peewee.BigIntegerField(default=0)
    buyer = JsonField(default=dict)
    address = JsonField(default=dict)
    seller = JsonField(default=dict)
    frozen = JsonField(default=dict)
    po_number = peewee.CharField(max_length=60, default="")
    placed_at = UtcField()
    closed_at = UtcField(null=True)
    # another day of arrival that was agreed on, ISO 8601; empty: what was promised when it was placed
    arrives_by = peewee.CharField(max_length=10, default="", constraints=[peewee.SQL("DEFAULT ''")])

    class Meta:
        table_name = "orders"
        # figures by day are read of this alone
        indexes = ((("placed_at", "currency", "seller_id", "total", "purchase"), False),)


class OrderLine(Table):
    """A frozen copy of a cart line with its price. changed: pieces that amendments added or took away."""

    order = peewee.ForeignKeyField(Order, backref="lines")
    offer_id = peewee.IntegerField()
    variant_id = peewee.IntegerField()
    stock_id = peewee.IntegerField(null=True)
    sku = peewee.CharField(max_length=120)
    quantity = peewee.IntegerField()
    terms = JsonField(default=dict)
    unit_price = peewee.BigIntegerField()
    net = peewee.BigIntegerField()
    tax = peewee.BigIntegerField()
    gross = peewee.BigIntegerField()
    frozen = JsonField(default=dict)
    changed = peewee.IntegerField(default=0, constraints=[peewee.SQL("DEFAULT 0")])


class OrderComponent(Table):
    """A part of an order's total: label and reason as message and values, tax rows included."""

    order = peewee.ForeignKeyField(Order, backref="components")
    line = peewee.ForeignKeyField(OrderLine, null=True, backref="components")
    kind = peewee.CharField(max_length=40)
    label = JsonField()
    reason = JsonField(null=True)
    amount = peewee.BigIntegerField()


class OrderTax(Table):
    """A tax of an order: amount, base, rate, reason, jurisdiction, date; also when zero."""

    order = peewee.ForeignKeyField(Order, backref="taxes")
    line = peewee.ForeignKeyField(OrderLine, null=True)
    amount = peewee.BigIntegerField()
    base = peewee.BigIntegerField()
    rate = peewee.CharField(max_length=20)
    reason = peewee.CharField(max_length=60)
    jurisdiction = peewee.CharField(max_length=10)
    valid_from = peewee.CharField(max_length=10, default="")


class Amendment(Table):
    """A change of a placed order, asked for by one side, and what became of it. key is the form's.

    changes: the day and the address that are to be; before: both and the total as they were. difference: of the total,
    as it was shown; outcome: what went back, and of the delivery, once it is carried out.
    """

    key = peewee.CharField(max_length=80, unique=True)
    order = peewee.ForeignKeyField(Order, backref="amendments")
    state = peewee.CharField(max_length=20, index=True)
    asked_by = peewee.CharField(max_length=10)
    actor = peewee.CharField(max_length=100)
    reason = JsonField()
    changes = JsonField()
    before = JsonField(default=dict)
    difference = peewee.BigIntegerField(default=0)
    outcome = JsonField(default=dict)
    asked_at = UtcField()
    expires_at = UtcField(null=True)
    decided_at = UtcField(null=True)


class AmendmentLine(Table):
    """What a line is to be; None: as it was (was_pieces, was_gross). gross, taxes: what was added once it is done."""

    amendment = peewee.ForeignKeyField(Amendment, backref="lines")
    order_line = peewee.ForeignKeyField(OrderLine)
    pieces = peewee.IntegerField(null=True)
    unit_price = peewee.BigIntegerField(null=True)
    was_pieces = peewee.IntegerField()
    was_gross = peewee.BigIntegerField()
    gross = peewee.BigIntegerField(default=0)
    taxes = JsonField(default=list)


class Replacement(Table):
    """An order of zero that sends pieces of another one again. key makes it one however often it is asked for."""

    key = peewee.CharField(max_length=80, unique=True)
    original = peewee.ForeignKeyField(Order, backref="replacements")
    order = peewee.ForeignKeyField(Order, backref="replaces", unique=True)
    reason = JsonField()
    at = UtcField()


class Shipment(Table):
    """Goods that were sent."""

    order = peewee.ForeignKeyField(Order, backref="shipments")
    carrier = peewee.CharField(max_length=100, default="")
    tracking = peewee.CharField(max_length=100, default="")
    sent_at = UtcField()
    delivered_at = UtcField(null=True)


class ShipmentLine(Table):
    """How many pieces of a line a shipment carries."""

    shipment = peewee.ForeignKeyField(Shipment, backref="lines")
    order_line = peewee.ForeignKeyField(OrderLine, backref="shipped")
    quantity = peewee.IntegerField()


class Event(Table):
    """What happened to a subject ("order:12"): the one story of every noun."""

    subject = peewee.CharField(max_length=100)
    kind = peewee.CharField(max_length=60)
    label = JsonField()
    data = JsonField(default=dict)
    actor = peewee.CharField(max_length=100, default="system")
    at = UtcField()

    class Meta:
        indexes = ((("subject", "at"), False),)


class Timer(Table):
    """At due_at the subject's transition is tried, once; paused ones wait, and then have as long left as they had."""

    subject = peewee.CharField(max_length=100)
    transition = peewee.CharField(max_length=60)
    due_at = UtcField(index=True)
    paused = peewee.BooleanField(default=False)
    paused_at = UtcField(null=True)

    class Meta:
        indexes = ((("subject", "transition"), True),)


class Outbox(Table):
    """What must follow a commit: leased by a worker, done once, tried again until then.

    subject ("purchase:12", "order:3") is what it belongs to, where it belongs to something.
    """

    kind = peewee.CharField(max_length=60)
    payload = JsonField(default=dict)
    created_at = UtcField()
    due_at = UtcField(index=True)
    attempts = peewee.IntegerField(default=0)
    leased_until = UtcField(null=True)
    done_at = UtcField(null=True, index=True)
    error = peewee.TextField(default="")
    subject = peewee.CharField(max_length=60, null=True, index=True)
