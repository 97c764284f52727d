"""Whether a sale's money can be kept as its terms want it: asked at the choice of a way to pay and at placing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from storefront.cart.loading import LoadedCart
from storefront.catalogue.offers_read import any_offers
from storefront.catalogue.tables import Offer
from storefront.i18n import Message, _, ngettext
from storefront.orders.queries import PurchaseFacts
from storefront.payments.providers import PaymentProvider, offered
from storefront.payments.release_rules import AT_ONCE, WrongRule, check_rule, held_at_least, release_rule
from storefront.pricing.asking import sale_terms
from storefront.runtime import Runtime
from storefront.values import Context, Line

log = logging.getLogger(__name__)
# of each seller and business model one offer is looked at, and not more than so many
LOOKED_AT = 200


@dataclass(frozen=True)
class HiddenWay:
    """A way to pay that is not offered for sales under a rule, which keeps money for so many days."""

    provider: PaymentProvider
    rule: str
    days: int


def holds_long_enough(provider: PaymentProvider, rule: str, now: datetime) -> bool:
    """Whether this provider keeps money as long as a release rule does at least. Raises WrongRule."""
    most = provider.holds_up_to
    return most is None or held_at_least(release_rule(rule), now) <= most


def able_to_keep(
    ways: Mapping[str, PaymentProvider], rules: Iterable[str], now: datetime
) -> dict[str, PaymentProvider]:
    """The ways to pay that can keep money as all of these rules want; a rule that nobody can read stops none."""
    asked = [rule for rule in dict.fromkeys(rules) if _readable(rule)]
    return {code: way for code, way in ways.items() if all(holds_long_enough(way, rule, now) for rule in asked)}


def _readable(rule: str) -> bool:
    try:
        release_rule(rule)
    except WrongRule:
        return False
    return True


def cart_rules(runtime: Runtime, cart: LoadedCart) -> list[str]:
    """The release rules under which a cart's lines would be sold."""
    asked = [sale_terms(runtime, loaded.group.lines, loaded.context) for loaded in cart.groups]
    return [terms.release for group in asked for terms in group]


def purchase_rules(facts: PurchaseFacts) -> list[str]:
    """The release rules under which a purchase's lines were sold."""
    frozen = [row["frozen"] or {} for order in facts.orders for row in order.lines]
    return [str((one.get("sale_terms") or {}).get("release") or AT_ONCE) for one in frozen]


def hidden_ways(runtime: Runtime, context: Context) -> list[HiddenWay]:
    """Ways to pay that some sales are not offered, because they keep money longer: one offer of each kind is asked."""
    newest = Offer.select(fn.MAX(Offer.id)).group_by(Offer.seller, Offer.business_model).limit(LOOKED_AT)
    ids = [offer_id for (offer_id,) in newest.tuples()]
    lines = [Line(one, 1) for one in any_offers(ids) if one.business_model in runtime.plugins.models]
    rules = sorted({terms.release for terms in sale_terms(runtime, lines, context)})
    return [
        HiddenWay(way, rule, held_at_least(release_rule(rule), context.now).days)
        for rule in rules
        if _readable(rule)
        for way in offered(runtime.providers).values()
        if not holds_long_enough(way, rule, context.now)
    ]


def release_problem(
    runtime: Runtime, business_model: str, rules: Iterable[str], provider: PaymentProvider, now: datetime
) -> Message | None:
    """Why these release rules cannot be kept: one is wrong, or this provider keeps money for so long not."""
    workflow = runtime.workflows.get(("order", business_model))
    states = [state.name for state in workflow.states] if workflow else []
    for text in dict.fromkeys(rules):
        try:
            check_rule(text, states)
        except WrongRule as error:
            log.error(
                "plugin %r, hook 'sale_terms': release %r cannot be followed: %s", business_model, text, error
            )
            return _("The terms of this sale are set up wrongly in the shop. We have been told; nothing was ordered.")
        if not holds_long_enough(provider, text, now):
            wanted = held_at_least(release_rule(text), now)
            days = ngettext("%(num)s day", "%(num)s days", wanted.days)
            return _(
                "This sale keeps your money for %(days)s until the seller has it, which “%(way)s” cannot do."
                " Please choose another way to pay.",
                days=days,
                way=provider.title,
            )
    return None
