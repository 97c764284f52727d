"""Two applications, so that the desk has a queue: one waits for staff, one was approved and sells."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from io import BytesIO

from PIL import Image, ImageDraw

from storefront.accounts.applications import actions
from storefront.accounts.applications.clocks import set_clocks
from storefront.accounts.applications.commissions import agree_commission
from storefront.accounts.applications.documents import drop_documents
from storefront.accounts.applications.tables import Application
from storefront.accounts.queries import find_person
from storefront.catalogue.tables import Seller
from storefront.db import transaction
from storefront.orders.tables import Event, Outbox, Timer
from storefront.runtime import Runtime
from storefront.uploads.actions import keep_files
from storefront.uploads.files import KeptFile, Sent

WAITS, SELLS = "applicant@example.com", "seller@example.com"
NEWCOMER = {
    "identity": {
        "name": "Nils' Lampenladen", "full_name": "Nils Newcomer", "legal_name": "Newcomer Leuchten GmbH",
        "register_number": "Amtsgericht Hamburg HRB 12345", "vat_id": "DE136695976", "email": WAITS,
        "phone": "+49 40 123456", "about": "Lamps from the fifties, repaired and safe.",
    },
    "address": {"country": "DE", "street": "Hafenweg 3", "postal_code": "20457", "city": "Hamburg"},
    "tax": {"tax_id": "2212345678", "lawful": "1", "true": "1"},
}  # fmt: skip
OFICINA = {
    "identity": {
        "full_name": "Selma Seller", "legal_name": "Oficina da Ribeira, Lda.", "email": SELLS,
        "register_number": "CRC Porto 512345678", "phone": "+351 22 123 4567",
    },
    "address": {"country": "PT", "street": "Rua da Ribeira 7", "postal_code": "4050-510", "city": "Porto"},
    "tax": {"tax_id": "512345678", "lawful": "1", "true": "1"},
}  # fmt: skip
SHARE = Fraction(12, 100)


def load_applications(runtime: Runtime, now: datetime) -> int:
    """Make the demo's applications; none where they are there already, or nobody may sell anything."""
    model = next(iter(sorted(runtime.plugins.selling)), "")
    if not model or Application.select().where(Application.demo).exists():
        return 0
    papers = [("identity", sample("Identity document")), ("register", sample("Extract of the register"))]
    kept = [(kind, keep_files([one], runtime.settings.private)) for kind, one in papers]
    selling = {"selling": {"business_model": model, "kind": "trader"}}
    return _waits(runtime, selling | NEWCOMER, kept, now) + _sells(selling | OFICINA, kept, now)


def sample(words: str) -> Sent:
    """A picture that says what it stands for."""
    picture, target = Image.new("RGB", (640, 400), "#e8e4da"), BytesIO()
    ImageDraw.Draw(picture).text((40, 180), f"{words} (sample)", fill="#333333", font_size=32)
    picture.save(target, "PNG")
    return Sent(f"{words.lower().replace(' ', '-')}.png", target.getvalue())


def _waits(
    runtime: Runtime, answers: dict[str, dict[str, str]], kept: list[tuple[str, list[KeptFile]]], now: datetime
) -> int:
    person, then = find_person(WAITS), now - timedelta(days=2)
    if person is None:
        return 0
    number = actions.begin_application(person, "en", then)
    for step, values in answers.items():
        actions.save_answers(person.id, number, step, values, then)
    ends = (now + timedelta(days=900)).date().isoformat()
    for kind, files in kept:
        actions.send_documents(person.id, number, files, (kind, ends if kind == "identity" else ""), then)
    actions.submit(person.id, number, list(runtime.plugins.models.values()), then)
    _mark(number)
    return 1


@transaction()
def _sells(answers: dict[str, dict[str, str]], kept: list[tuple[str, list[KeptFile]]], now: datetime) -> int:
    """By hand: the demo's sellers are there before their applications."""
    person, then = find_person(SELLS), now - timedelta(days=200)
    seller = Seller.get_or_none(Seller.id.in_(sorted(person.sellers))) if person else None
    if person is None or seller is None:
        return 0
    said = {**answers, "identity": {"name": seller.name, **answers["identity"]}}
    number = actions.begin_application(person, "en", then)
    for step, values in said.items():
        actions.save_answers(person.id, number, step, values, then)
    # soon over: its owner is reminded
    ends = (now + timedelta(days=20)).date().isoformat()
    for kind, files in kept:
        actions.send_documents(person.id, number, files, (kind, ends if kind == "identity" else ""), then)
    changes = {"state": "approved", "seller_id": seller.id, "submitted_at": then, "decided_at": then}
    Application.update(**changes).where(Application.id == number).execute()
    agree_commission(seller.id, SHARE, then, by="demo", note="Twelve per cent, as agreed in Porto.")
    set_clocks(number, now)
    _mark(number)
    return 1


@transaction()
def _mark(application_id: int) -> None:
    Application.update(demo=True).where(Application.id == application_id).execute()


@transaction()
def remove_applications() -> None:
    """Take them out again, with their files and clocks."""
    for row in Application.select().where(Application.demo):
        drop_documents(row.id)
        for table in (Timer, Event, Outbox):
            table.delete().where(table.subject == f"application:{row.id}").execute()
        Application.delete().where(Application.id == row.id).execute()
