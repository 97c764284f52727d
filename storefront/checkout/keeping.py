"""Whether a sale's money can be kept as its terms want it: asked when it is placed, before anything is written."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from storefront.i18n import Message, _, ngettext
from storefront.payments.providers import PaymentProvider
from storefront.payments.release_rules import WrongRule, check_rule, held_at_least, release_rule
from storefront.runtime import Runtime

log = logging.getLogger(__name__)


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
        most, wanted = provider.holds_up_to, held_at_least(release_rule(text), now)
        if most is not None and wanted > most:
            days = ngettext("%(num)s day", "%(num)s days", wanted.days)
            return _(
                "This sale keeps your money for %(days)s until the seller has it, which “%(way)s” cannot do."
                " Please choose another way to pay.",
                days=days,
                way=provider.title,
            )
    return None
