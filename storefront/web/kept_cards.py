"""A product's card, drawn once for all pages that show it: with its price and badges it is one text of the memo."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import reduce

from flask import g, request
from markupsafe import Markup

from storefront.catalogue.contexts import Card
from storefront.values import Kept
from storefront.web.page_cache.memo import TURN_KEY
from storefront.web.slots import Prepared


def kept_card(it: Card, *how: Hashable, caller: Callable[[], Markup]) -> Markup:
    """Template global, called with what draws the card: `{% call kept_card(it, …) %}<li>…</li>{% endcall %}`.

    how: whatever else decides how it looks. What is drawn inside shows the card's product and nothing else: the
    slots of cards, no private fragments.
    """
    prepared: Prepared | None = g.get("prepared")
    memo = prepared.memo if prepared is not None else None
    if prepared is None or memo is None:
        return caller()
    context = prepared.context
    audiences = tuple(sorted(context.audiences))
    key = ("whole card", *how, context.language, context.market, audiences, it.product_id)
    known = memo.find(key, context.now)
    if known is not None:
        prepared.shows(known.kept)
        html: Markup = known.value
        return html
    html = caller()
    shown = prepared.shown_in("card.", it.product_id)
    if shown is not None:
        kept = reduce(Kept.along_with, shown, Kept(frozenset({f"product:{it.product_id}"})))
        # what the card says was read before it was drawn: it must not have been forgotten since the request came
        memo.keep(key, html, kept, request.environ[TURN_KEY], context.now)
    return html
