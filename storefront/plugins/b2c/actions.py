"""What changes promotion codes and their uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storefront.api import (
    Context,
    Group,
    Json,
    Message,
    Person,
    Problem,
    Refused,
    _,
    cart_codes,
    find_order,
    ngettext,
    set_codes,
    transaction,
)
from storefront.plugins.b2c.promotions import MOST_CHARACTERS, Promotion, folded_code, folded_email
from storefront.plugins.b2c.queries import find_promotions, promised_code, uses_by
from storefront.plugins.b2c.tables import CodeUse, PromotionCode

MOST_CODES = 5


# -- the seller's side ----------------------------------------------------------------------------


@transaction()
def create_code(promotion: Promotion, now: datetime, *, demo: bool = False) -> int:
    """Make a code; its id. Raises Refused when it is taken or gives nothing."""
    code = _checked(promotion)
    if PromotionCode.select().where(PromotionCode.code == code).exists():
        raise Refused(_("There is a code %(code)s already.", code=code), "code-taken")
    row = PromotionCode.create(code=code, created_at=now, demo=demo, **_gives(promotion))
    return int(row.id)


def _gives(promotion: Promotion) -> dict[str, Any]:
    """The columns of what a code gives, and when."""
    return {
        "kind": promotion.kind,
        "percent": promotion.percent or None,
        "amounts": dict(promotion.amounts),
        "minimum_spend": dict(promotion.minimum_spend),
        "limit_in_all": promotion.limit_in_all,
        "limit_per_buyer": promotion.limit_per_buyer,
        "valid_from": promotion.valid_from,
        "valid_until": promotion.valid_until,
    }


@transaction()
def change_code(code_id: int, promotion: Promotion) -> None:
    """Let a code give something else from now on; its name stays, and orders keep what they got."""
    _checked(promotion)
    limit = promotion.limit_in_all
    fits = PromotionCode.used <= limit if limit is not None else PromotionCode.used >= 0
    if not PromotionCode.update(**_gives(promotion)).where(PromotionCode.id == code_id, fits).execute():
        raise Refused(_("It has been used more often already."), "used-more-often")


@transaction()
def let_count(code_id: int, active: bool) -> None:
    """End a code, or let it count again."""
    PromotionCode.update(active=active).where(PromotionCode.id == code_id).execute()


def _checked(promotion: Promotion) -> str:
    code = folded_code(promotion.code)
    if not 1 <= len(code) <= MOST_CHARACTERS:
        raise Refused(
            ngettext("A code has 1 to %(num)s character.", "A code has 1 to %(num)s characters.", MOST_CHARACTERS),
            "wrong-code",
        )
    if promotion.kind == "percent" and not 1 <= promotion.percent <= 100:
        raise Refused(_("Say from 1 to 100 per cent."), "wrong-percent")
    if promotion.kind == "amount" and not promotion.amounts:
        raise Refused(_("Say how much the code takes off, in at least one currency."), "no-amount")
    if any(amount <= 0 for amount in (*promotion.amounts.values(), *promotion.minimum_spend.values())):
        raise Refused(_("An amount is more than nothing."), "wrong-amount")
    return code


@transaction()
def end_code(code: str) -> None:
    """From now on the code gives nothing; orders that used it keep it."""
    ended = PromotionCode.update(active=False).where(PromotionCode.code == folded_code(code)).execute()
    if not ended:
        raise Refused(_("There is no code %(code)s.", code=folded_code(code)), "no-code")


# -- the buyer's side -----------------------------------------------------------------------------


def enter_code(cart_token: str, typed: str) -> None:
    """Keep a typed code with the cart; ones nobody knows make room for it."""
    code = folded_code(typed)[:MOST_CHARACTERS]
    if not code:
        return
    before = [kept for kept in cart_codes(cart_token) if kept != code]
    known = find_promotions(before)
    kept = [one for one in before if one in known]
    set_codes(cart_token, [*kept[-(MOST_CODES - 1) :], code])


def remove_code(cart_token: str, typed: str) -> None:
    """Take a code off the cart; one that is not there is no error."""
    code, before = folded_code(typed), cart_codes(cart_token)
    if code in before:
        set_codes(cart_token, [kept for kept in before if kept != code])


# -- placing --------------------------------------------------------------------------------------


@transaction()
def count_use(group: Group, context: Context) -> Sequence[Problem]:
    """Use up one of the code that counts for this group; what refuses it. Part of placing an order.

    One conditional statement takes the use, so that a limit is never passed; the row it has
    locked also orders the purchases of one buyer.
    """
    promotion = promised_code(group, context)
    if promotion is None:
        return []
    buyer = folded_email(context.buyer.email)
    # Two orders of one purchase (two sellers) share one use: they are placed at the same moment.
    same = (CodeUse.code == promotion.id) & (CodeUse.buyer == buyer) & (CodeUse.at == context.now)
    if CodeUse.select().where(same).exists():
        return []
    if not _take(promotion.id):
        return [_refusal(group, _("The code %(code)s has been used up meanwhile.", code=promotion.code))]
    limit = promotion.limit_per_buyer
    if limit is not None and uses_by([promotion.id], buyer).get(promotion.id, 0) >= limit:
        _put_back(promotion.id)
        return [_refusal(group, _("You have used the code %(code)s already.", code=promotion.code))]
    CodeUse.create(code=promotion.id, buyer=buyer, at=context.now)
    return []


def _take(code_id: int) -> int:
    free = PromotionCode.limit_in_all.is_null() | (PromotionCode.used < PromotionCode.limit_in_all)
    taken: int = (
        PromotionCode.update({PromotionCode.used: PromotionCode.used + 1})
        .where(PromotionCode.id == code_id, PromotionCode.active, free)
        .execute()
    )
    return taken


def _put_back(code_id: int) -> None:
    PromotionCode.update({PromotionCode.used: PromotionCode.used - 1}).where(
        PromotionCode.id == code_id, PromotionCode.used > 0
    ).execute()


def _refusal(group: Group, message: Message) -> Problem:
    return Problem("code-refused", message, f"group:{group.key}")


@transaction()
def link_use(order_id: int) -> None:
    """Remember which order a use belongs to, placed at that moment; told after placing, maybe twice."""
    order = find_order(order_id)
    if order is None or CodeUse.select().where(CodeUse.order_id == order_id).exists():
        return
    CodeUse.update(order_id=order_id).where(
        CodeUse.buyer == folded_email(order.email),
        CodeUse.at == order.placed_at,
        CodeUse.order_id.is_null(),
    ).execute()
    if order.state == "cancelled":
        # it was cancelled before its use was known
        give_code_back(f"order:{order_id}", {})


@transaction()
def give_code_back(subject: str, _row: Json) -> None:
    """A cancelled order's code may be used again. The effect of the transition "cancel"."""
    order_id = int(subject.rpartition(":")[2])
    for use in list(CodeUse.select().where(CodeUse.order_id == order_id)):
        if CodeUse.delete().where(CodeUse.id == use.id).execute():
            _put_back(use.code_id)


# -- people ---------------------------------------------------------------------------------------


def uses_of(person: Person) -> dict[str, Any]:
    """Which codes somebody used, and when."""
    uses = CodeUse.select(PromotionCode.code, CodeUse.at).join(PromotionCode)
    theirs = uses.where(CodeUse.buyer == folded_email(person.email)).order_by(CodeUse.id).tuples()
    found = [{"code": code, "at": at.isoformat()} for code, at in theirs]
    return {"codes": found} if found else {}


@transaction()
def take_name_off(person: Person) -> None:
    """The uses stay counted, but nobody knows any more whose they were."""
    for use in CodeUse.select(CodeUse.id).where(CodeUse.buyer == folded_email(person.email)):
        CodeUse.update(buyer=f"closed account {use.id}").where(CodeUse.id == use.id).execute()
