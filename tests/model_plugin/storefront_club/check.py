"""What stands between a club group and its order, and what holds for its sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from storefront.api import Context, Group, Line, Problem, SaleTerms, ScheduledPart, _, lawful_terms
from storefront_club.invitations import wrong_terms
from storefront_club.queries import is_member

DEPOSIT = Fraction(3, 10)


def line_problems(group: Group) -> list[Problem]:
    """Lines whose engraving cannot be made."""
    wrong = [(line, wrong_terms(line.terms)) for line in group.lines]
    return [Problem("engraving", message, f"line:{line.id}") for line, message in wrong if message]


def placing_problems(group: Group, context: Context) -> list[Problem]:
    """The last word: still a member, and everything can be made."""
    problems = line_problems(group)
    if not is_member(context.buyer.keys):
        problems.append(Problem("no-member", _("Only members can order this."), f"group:{group.key}"))
    return problems


def sale_terms(lines: Sequence[Line], context: Context) -> list[SaleTerms]:
    """As the law has it; what is engraved is made to order (directive 2011/83/EU, article 16 c)."""
    made_to_order = _("It is engraved for you: there is no right of withdrawal.")
    answers = []
    for line in lines:
        terms = lawful_terms(line.offer.seller, context)
        if line.terms.get("engraving") and terms.withdrawal_days is not None:
            terms = replace(terms, withdrawal_days=None, withdrawal_reason=made_to_order)
        answers.append(terms)
    return answers


def schedule() -> list[ScheduledPart]:
    """30 % now, the rest when the order is fulfilled."""
    return [
        ScheduledPart(_("Deposit"), DEPOSIT),
        ScheduledPart(_("Balance"), 1 - DEPOSIT, "event:fulfilled"),
    ]
