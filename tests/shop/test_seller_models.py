"""A seller sells under the business models he was approved for: in actions, in an import, at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from small_shop import SmallShop, shipped_model
from test_selling_rules import applicant, seller_of

from storefront.accounts.queries import find_person
from storefront.catalogue.actions import save_offer
from storefront.catalogue.drafts import OfferDraft
from storefront.catalogue.seller_models import ModelNotApproved, model_problem, models_of
from storefront.catalogue.tables import Offer, Seller
from storefront.db import utc_now
from storefront.desk import seller_standing
from storefront.desk.audit import Actor
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound

STRANGE = "club"


@pytest.fixture
def small(make_shop: Any, database_url: str) -> SmallShop:
    made: SmallShop = make_shop(shipped_model(), database_url=database_url)
    return made


def test_a_seller_is_held_to_the_model_he_was_approved_for_until_staff_widen_it(small: SmallShop) -> None:
    model, now = shipped_model(), utc_now()
    small.offer("lamp", model)
    seller = Seller.get_by_id(seller_of(applicant()))
    sku = Offer.select().get().variant.sku
    assert models_of([seller.id]) == {seller.id: frozenset([model])}
    assert save_offer(OfferDraft(sku, seller.slug, model, "EUR", 900), now) == "created"
    with pytest.raises(ModelNotApproved, match=f"approved for {model}, not for {STRANGE}"):
        save_offer(OfferDraft(sku, seller.slug, STRANGE, "EUR", 900), now)
    assert Offer.select().where(Offer.business_model == STRANGE).count() == 0
    assert "Staff can widen that" in str(model_problem(seller, STRANGE))
    staff, anna = find_person("staff@example.com"), find_person("anna@example.com")
    assert staff is not None and anna is not None
    with pytest.raises(NotFound):
        seller_standing.widen(Actor(anna, now), seller.id, [model, STRANGE])
    seller_standing.widen(Actor(staff, now), seller.id, [model, STRANGE])
    assert AuditEntry.get(AuditEntry.act == "seller.models").after == {"models": sorted([model, STRANGE])}
    assert save_offer(OfferDraft(sku, seller.slug, STRANGE, "EUR", 900), now) == "created"
    # narrowed again: what is there stays until it is taken off sale
    seller_standing.widen(Actor(staff, now), seller.id, [model])
    assert save_offer(OfferDraft(sku, seller.slug, STRANGE, "EUR", 800), now) == "updated"
    assert save_offer(OfferDraft(sku, seller.slug, STRANGE, "EUR", 800, active=False), now) == "updated"
    with pytest.raises(ModelNotApproved):
        save_offer(OfferDraft(sku, seller.slug, STRANGE, "EUR", 800), now)
    # whom nobody held to a model sells under every one
    assert save_offer(OfferDraft(sku, Seller.get().slug, STRANGE, "EUR", 900), now) == "created"
