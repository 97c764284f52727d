"""Sellers at the desk: made and changed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from storefront.catalogue.actions import save_seller
from storefront.catalogue.drafts import SellerDraft
from storefront.catalogue.importers.names import candidates
from storefront.catalogue.importers.names import slug as slug_of
from storefront.catalogue.rows import rows_of
from storefront.catalogue.tables import Seller, SellerText
from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.desk.versions import check_version
from storefront.errors import NotFound

SLUG_LIMIT = 120


def read_seller(seller_id: int) -> SellerDraft:
    """The seller of an id as the draft that would save him; raises NotFound."""
    rows = rows_of(Seller, "id", [seller_id])
    if not rows:
        raise NotFound(f"there is no seller {seller_id}")
    texts = sorted(rows_of(SellerText, "seller", [seller_id]), key=lambda row: int(row["id"]))
    kept = {name: value for name, value in rows[0].items() if name != "id"}
    return SellerDraft(**kept, descriptions={row["language"]: row["description"] for row in texts})


def told(draft: SellerDraft) -> dict[str, Any]:
    """For the version and the audit trail."""
    facts = asdict(draft)
    return facts | {f"text.{tag}": text for tag, text in facts.pop("descriptions").items()}


@transaction()
def create_seller(actor: Actor, draft: SellerDraft) -> int:
    """A new seller; his id."""
    actor.must("sellers.edit")
    wanted = slug_of(draft.slug or draft.name, SLUG_LIMIT) or "seller"
    free = next(one for one in candidates(wanted, SLUG_LIMIT) if not rows_of(Seller, "slug", [one]))
    save_seller(replace(draft, slug=free))
    made = int(rows_of(Seller, "slug", [free])[0]["id"])
    record(actor, "seller.create", f"seller:{made}", {}, told(read_seller(made)))
    return made


@transaction()
def change_seller(actor: Actor, seller_id: int, version: str, draft: SellerDraft) -> None:
    """Save a form, unless somebody else saved since it was made; the address stays what it is."""
    actor.must("sellers.edit")
    lock_rows(Seller.select(Seller.id).where(Seller.id == seller_id))
    before = read_seller(seller_id)
    check_version(version, told(before))
    save_seller(replace(draft, slug=before.slug, demo=before.demo, suspended=None, disclosed=None))
    after = read_seller(seller_id)
    if after != before:
        record(actor, "seller.save", f"seller:{seller_id}", told(before), told(after))
