"""What can be done with a customer's account, as forms of its page."""

from __future__ import annotations

from storefront.desk.base_pages import desk_url
from storefront.desk.customer_queries import Customer
from storefront.i18n import Message, _
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.shopper import Shopper

LONGEST_REASON = 500


def customer_acts(found: Customer, visitor: Shopper, own_id: int, refused: Message | None) -> tuple[ActionForm, ...]:
    """The buttons; refused: what is wrong with the reason that was typed."""
    acts = []
    if found.active and found.confirmed_at is None:
        where = desk_url("desk.confirm_customer", person_id=found.id)
        acts.append(ActionForm("confirm", visitor.t(_("Send the confirmation again")), where))
    if not found.active:
        where = desk_url("desk.unlock_customer", person_id=found.id)
        told = _("Whoever has this account can sign in again.")
        acts.append(_with_reason("unlock", _("Unlock sign-in"), where, told, visitor, refused))
    elif found.id != own_id:
        where = desk_url("desk.lock_customer", person_id=found.id)
        told = _("It ends every session of the account; nobody signs in with it until it is unlocked. Orders go on.")
        acts.append(_with_reason("lock", _("Lock sign-in"), where, told, visitor, refused))
    return tuple(acts)


def _with_reason(
    name: str, label: Message, where: str, told: Message, visitor: Shopper, refused: Message | None
) -> ActionForm:
    t = visitor.t
    words = t(_("Kept in the audit trail; this person does not read it."))
    field = FieldView(
        "reason", t(_("Reason")), "textarea", error=t(refused), help=words, maxlength=LONGEST_REASON
    )
    tone = "danger" if name == "lock" else "plain"
    return ActionForm(name, t(label), where, (field,), t(told), tone, open=refused is not None)
