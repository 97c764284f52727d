"""The club's own question in the checkout."""

from __future__ import annotations

from typing import Any

from storefront.api import Checked, Checkout, Field, Section, Step, _


class MembershipStep(Step):
    """Under which name the member is known; asked once for all club groups, kept for each."""

    def sections(self, checkout: Checkout, typed: Any) -> tuple[Section, ...]:
        name = Field("member", _("Name of the member"), autocomplete="name", maxlength=100)
        return (Section((name,)),)

    def values(self, checkout: Checkout) -> dict[str, str]:
        kept = checkout.answer(self.id).get("groups", {})
        return next(({"member": str(one["member"])} for one in kept.values()), {})

    def answer(self, checkout: Checkout, checked: Checked) -> dict[str, Any]:
        return {"groups": {group.key: dict(checked.values) for group in self.groups}}

    def told(self, checkout: Checkout) -> tuple[str, ...]:
        return tuple(self.values(checkout).values())


def membership_step() -> MembershipStep:
    """Between delivery (300) and payment (400)."""
    return MembershipStep("membership", _("Membership"), 350)
