"""How a seller stands with the shop: his commission, whether he is suspended, what is shown of him."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from storefront.accounts.applications.commissions import agree_commission
from storefront.accounts.applications.queries import agreed_commission, selling_application
from storefront.accounts.applications.sellers import draft_with
from storefront.accounts.applications.suspending import set_suspended
from storefront.catalogue.actions import save_seller
from storefront.catalogue.seller_models import approve_models, models_of
from storefront.catalogue.tables import Seller
from storefront.db import lock_rows, transaction
from storefront.desk import application_actions
from storefront.desk.audit import Actor, record
from storefront.desk.seller_actions import read_seller
from storefront.errors import Refused
from storefront.i18n import _

DECIDE = "applications.decide"


def _must(actor: Actor, seller_id: int) -> None:
    actor.must(DECIDE)
    lock_rows(Seller.select(Seller.id).where(Seller.id == seller_id))
    read_seller(seller_id)


@transaction()
def agree(actor: Actor, seller_id: int, share: Fraction, note: str) -> None:
    """Another commission from now on; orders that are placed keep theirs."""
    _must(actor, seller_id)
    before = agreed_commission(seller_id, actor.now)
    agree_commission(seller_id, share, actor.now, by=f"staff:{actor.person.id}", note=note)
    told = {"commission": str(share), "note": note}
    record(actor, "seller.commission", f"seller:{seller_id}", {"commission": str(before)}, told)


@transaction()
def widen(actor: Actor, seller_id: int, models: Collection[str]) -> None:
    """Under which models he may sell from now on; none: under every one. Offers that are there stay."""
    _must(actor, seller_id)
    before = sorted(models_of([seller_id]).get(seller_id, ()))
    approve_models(seller_id, models)
    record(actor, "seller.models", f"seller:{seller_id}", {"models": before}, {"models": sorted(models)})


@transaction()
def suspend(actor: Actor, seller_id: int, words: str) -> None:
    """Take his goods off sale; who has applied is told why."""
    _must(actor, seller_id)
    found = selling_application(seller_id)
    if found is not None and found.state == "approved":
        application_actions.suspend(actor, found.id, words)
    elif set_suspended(seller_id, True, actor.now):
        record(actor, "seller.suspend", f"seller:{seller_id}", {"suspended": False}, {"suspended": True})


@transaction()
def lift(actor: Actor, seller_id: int) -> None:
    """Put them on sale again."""
    _must(actor, seller_id)
    found = selling_application(seller_id)
    if found is not None and found.state == "suspended":
        application_actions.lift(actor, found.id)
    elif set_suspended(seller_id, False, actor.now):
        record(actor, "seller.lift", f"seller:{seller_id}", {"suspended": True}, {"suspended": False})


@transaction()
def disclose(actor: Actor, seller_id: int) -> None:
    """Show a private person's name and address, which the law wants of who sells very much."""
    _must(actor, seller_id)
    found = selling_application(seller_id)
    if found is None:
        raise Refused(_("He has not applied here: write his name and address into the form."), "no-application")
    draft = replace(read_seller(seller_id), disclosed=True)
    save_seller(draft_with(draft, found.answers, found.language))
    record(actor, "seller.disclose", f"seller:{seller_id}", {"disclosed": False}, {"disclosed": True})
