"""What of somebody is kept: told to him, and forgotten. Core's answers to personal_data and forget."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import peewee

from storefront.accounts import tables
from storefront.accounts.address_book import kept_addresses
from storefront.accounts.applications.leaving import applications_data, forget_applications
from storefront.accounts.mails import mail_person
from storefront.accounts.person import Person
from storefront.accounts.purchases_told import cases_told, forget_banks_words, orders_told, received_told
from storefront.accounts.ratings.forgetting import forget_reviews, reviews_told
from storefront.accounts.threads import leaving as threads
from storefront.cart.tables import Cart
from storefront.db import transaction
from storefront.i18n import _
from storefront.orders.cases.queries import cases_of_person
from storefront.orders.tables import Outbox, Purchase
from storefront.payments.credit.forgetting import credit_told, forget_cards
from storefront.payments.credit.store_credit import refuse_with_credit
from storefront.runtime import Runtime
from storefront.values import Retained

CLAIMS = _("They prove what was claimed and given back, for as long as somebody can ask for it again.")
LAW = _("Tax and commercial law want orders and invoices to be kept for years; they are used for nothing else.")

NEEDED = _("The other side needs them for what was agreed there.")


def export_of(runtime: Runtime, person: Person) -> dict[str, Any]:
    """Everything that is kept of somebody, by whom: core and each plugin."""
    answers = runtime.plugins.open("personal_data", person=person)
    return {name: answer for name, answer in answers if answer}


@transaction()
def close_account(runtime: Runtime, person: Person, now: datetime) -> list[Retained]:
    """Forget somebody, everywhere; what stays, and why. Plugins are told first, core deletes the account last.

    Raises Refused while there is credit in the account.
    """
    refuse_with_credit(person.id)
    kept: list[Retained] = runtime.plugins.listed("forget", person=person, now=now)
    return kept


# -- core's answers -------------------------------------------------------------------------------


def data_of(person: Person) -> dict[str, Any]:
    """Account, addresses, passkeys, orders, messages and reviews, as they are kept."""
    row = tables.Person.select().where(tables.Person.id == person.id).dicts().get()
    passkeys = tables.Passkey.select().where(tables.Passkey.person == person.id).order_by(tables.Passkey.id)
    return {
        "account": {
            "email": row["email"],
            "name": row["name"],
            "language": row["language"],
            "opened": _moment(row["created_at"]),
            "confirmed": _moment(row["confirmed_at"]),
            "roles": sorted(person.roles),
            "two_factor": bool(row["totp_secret"]),
        },
        "passkeys": [
            {"name": key.name, "made": _moment(key.created_at), "used": _moment(key.used_at)} for key in passkeys
        ],
        "addresses": [kept.address.as_json() for kept in kept_addresses(person.id)],
        "orders": orders_told(person.id),
        "cases": cases_told(person.id),
        "messages": threads.told(person.id),
        "selling": applications_data(person.id),
        "reviews": reviews_told(person.id),
        "credit": {**credit_told(person.id, person.email), "received": received_told(person.id)},
    }


def forget_person(person: Person, now: datetime) -> list[Retained]:
    """Delete the account and all that hangs on it; orders and published reviews stay, without the account."""
    row = tables.Person.get_by_id(person.id)
    _forget_mails(person.id)
    mail_person("closed", row.id, row.email, row.language, now)
    _forget_carts(person.email)
    forget_cards(person.email)
    messages = threads.forget(person.id, row.email)
    told = [*forget_applications(person.id, now), *forget_reviews(person.id, now), *forget_banks_words(person.id)]
    contested = len(cases_of_person(person.id))
    count = Purchase.update(person_id=None).where(Purchase.person_id == person.id).execute()
    row.delete_instance()
    kept = [Retained(_("Orders: %(count)s", count=count), LAW)] if count else []
    if contested:
        kept.append(Retained(_("Withdrawals and complaints: %(count)s", count=contested), CLAIMS))
    if messages:
        kept.append(Retained(_("Conversations about orders, without your name: %(count)s", count=messages), NEEDED))
    return kept + told


def _forget_mails(person_id: int) -> None:
    """What was sent to him stands in the outbox until then."""
    # as text: compared with the field itself, the pattern would be written as JSON
    text: Any = peewee.fn.LOWER(Outbox.payload)
    Outbox.delete().where(Outbox.kind == "account_mail", text.contains(f'"person":{person_id},')).execute()


def _forget_carts(email: str) -> None:
    """What he typed into checkouts that were never finished."""
    field: Any = peewee.fn.LOWER(Cart.answers)
    for cart in Cart.select().where(field.contains(email)):
        if str(cart.answers.get("contact", {}).get("email", "")).lower() == email:
            Cart.update(answers={}).where(Cart.id == cart.id).execute()


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
