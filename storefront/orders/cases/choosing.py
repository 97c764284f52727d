"""Pieces of an order chosen in a form: withdrawals and complaints ask the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storefront.digits import whole
from storefront.i18n import Message
from storefront.money import Money
from storefront.orders.cases.claims import Claimable
from storefront.orders.cases.contexts import PieceChoice
from storefront.orders.line_views import line_image, line_title
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording

PIECES = "pieces-"


def piece_choices(
    facts: OrderFacts,
    found: Sequence[Claimable],
    wording: Wording,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
) -> tuple[PieceChoice, ...]:
    """Each line with how many pieces of it may be chosen; all of them at first where typed is None."""
    choices = []
    for one in found:
        name = f"{PIECES}{one.line['id']}"
        most = 0 if one.excepted is not None else one.left
        choices.append(
            PieceChoice(
                name=name,
                title=line_title(one.line, wording),
                options=wording.text(one.line["frozen"].get("options")),
                most=most,
                value=str(most) if typed is None else typed.get(name, ""),
                price=Money(one.line["gross"], facts.currency),
                image=line_image(one.line, wording),
                note=wording.t(one.excepted),
                error=wording.t((errors or {}).get(name)),
            )
        )
    return tuple(choices)


def chosen_pieces(facts: OrderFacts, typed: Mapping[str, str]) -> dict[int, int]:
    """Order line → pieces as typed; what is no number counts as far too many, so that it is refused at its field."""
    chosen = {}
    for line in facts.lines:
        text = typed.get(f"{PIECES}{line['id']}", "").strip()
        count = whole(text or "0")
        if count is None or count:
            chosen[line["id"]] = 10**9 if count is None else count
    return chosen
