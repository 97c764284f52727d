"""What an order keeps so that it can be shown and fulfilled with its plugin off."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from storefront.accounts.applications.queries import agreed_commission
from storefront.cart.loading import LoadedGroup
from storefront.catalogue.queries import line_facts
from storefront.catalogue.tables import Seller
from storefront.checkout.trade import frozen_trade
from storefront.checkout.trade import thawed_trade as thawed_trade
from storefront.pricing.asking import sale_terms, trade_rules
from storefront.runtime import Runtime
from storefront.values import Context, SaleTerms, TradeRules

# what a line says in words
WORDS = ("title", "summary", "options")


def frozen_group(runtime: Runtime, loaded: LoadedGroup, context: Context) -> dict[str, Any]:
    """The order's columns seller and frozen: who sold, under which model, sent how, for which reasons."""
    model = runtime.plugins.models[loaded.group.business_model]
    seller = Seller.get_by_id(loaded.group.seller.id)
    method = loaded.method
    return {
        "seller": {
            "name": seller.name,
            "slug": seller.slug,
            "trader": seller.trader,
            "legal_name": seller.legal_name,
            "address": seller.address,
            "country": seller.country,
            "email": seller.email,
            "phone": seller.phone,
            "register_number": seller.register_number,
            "vat_id": seller.vat_id,
        },
        "frozen": {
            "model": {"name": model.name.as_json(), "hue": model.hue, "icon": model.icon},
            "delivery": {
                "code": method.code,
                "label": method.label.as_json(),
                "days_min": method.days_min,
                "days_max": method.days_max,
                # what a withdrawal gives back of the delivery: Directive 2011/83/EU, article 13(2)
                "cheapest": min((one.amount for one in loaded.methods), default=method.amount),
            }
            if method
            else None,
            "codes": list(loaded.group.codes),
            "answers": dict(loaded.group.data),
            "language": context.language,
            "market": str(context.market),
            "trade": frozen_trade(agreed_rules(runtime, loaded, context)),
        },
    }


def agreed_rules(runtime: Runtime, loaded: LoadedGroup, context: Context) -> TradeRules:
    """The group's trade rules; where they leave the commission to what was agreed, that and the VAT on it."""
    rules = trade_rules(runtime, loaded.group, loaded.context)
    if rules.commission is not None:
        return rules
    agreed = agreed_commission(loaded.group.seller.id, context.now)
    return replace(rules, commission=agreed, fee_vat=rules.fee_vat or runtime.settings.sellers.vat)


def frozen_line(runtime: Runtime, loaded: LoadedGroup, context: Context) -> list[dict[str, Any]]:
    """Each line's title, options and picture in the buyer's and the shop's language, and its terms of sale."""
    lines = loaded.group.lines
    facts = _facts([line.offer.variant_id for line in lines], (context.language, context.shop.default_language))
    terms = sale_terms(runtime, lines, loaded.context)
    return [
        {
            **facts.get(line.offer.variant_id, {}),
            "hs_code": line.offer.hs_code,
            "origin": line.offer.origin,
            "weight_grams": line.offer.weight_grams,
            "rate_date": price.rate_date,
            "sale_terms": frozen_terms(one),
        }
        for line, price, one in zip(lines, loaded.total.prices, terms, strict=True)
    ]


def _facts(variants: list[int], languages: tuple[str, str]) -> dict[int, dict[str, Any]]:
    """What lines show, their words by language; where one lacks them, the other's stand for both."""
    said = {tag: line_facts(variants, (tag, *languages)) for tag in dict.fromkeys(languages)}
    return {
        variant: {**shown, **{name: {tag: said[tag][variant][name] for tag in said} for name in WORDS}}
        for variant, shown in said[languages[0]].items()
    }


def frozen_terms(terms: SaleTerms) -> dict[str, Any]:
    """Terms of sale as JSON."""
    reason = terms.withdrawal_reason
    return {**asdict(terms), "withdrawal_reason": reason.as_json() if reason else None}
