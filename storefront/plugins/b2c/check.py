"""What a retail cart's codes change, and what they warn of."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.api import Adjustment, Context, Group, Problem, _
from storefront.plugins.b2c.promotions import adjustment
from storefront.plugins.b2c.queries import counting_code, entered_codes


def adjustments(group: Group, context: Context) -> list[Adjustment]:
    """The reduction of the one code that counts."""
    promotion = counting_code(group, context)
    return [adjustment(promotion, group, context)] if promotion is not None else []


def code_problems(group: Group, context: Context) -> Sequence[Problem]:
    """A code that gives nothing is said so; it does not stand in the order's way."""
    if not group.codes:
        return []
    return [
        Problem(
            "code-without-effect",
            _("%(code)s: %(reason)s", code=entered.code, reason=entered.refusal),
            f"group:{group.key}",
            blocks=False,
        )
        for entered in entered_codes(group, context)
        if entered.promotion is not None and entered.refusal is not None
    ]
