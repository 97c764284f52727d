"""The audit trail: written by `record` in the transaction of the act itself, and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storefront.accounts.permissions import may, sellers_of
from storefront.accounts.person import Person
from storefront.db import database
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.i18n import Message, _

# what an act is called; one that is not named here is shown by its code
ACTS: dict[str, Message] = {
    "product.create": _("Product created"),
    "product.save": _("Product changed"),
    "product.publish": _("Product published"),
    "product.hide": _("Product taken off sale"),
    "product.delete": _("Product deleted"),
    "product.copy": _("Product duplicated"),
    "category.create": _("Category created"),
    "category.save": _("Category changed"),
    "category.move": _("Category moved"),
    "category.delete": _("Category deleted"),
    "seller.create": _("Seller created"),
    "seller.save": _("Seller changed"),
    "seller.returns": _("Addresses for returns changed"),
    "seller.suspend": _("Seller suspended"),
    "seller.lift": _("Seller on sale again"),
    "seller.commission": _("Commission agreed"),
    "seller.disclose": _("Name and address of a seller shown"),
    "application.approve": _("Application approved"),
    "application.ask": _("More asked of an applicant"),
    "application.refuse": _("Application refused"),
    "application.check": _("Application checked"),
    "application.reveal": _("Covered data of an applicant looked at"),
    "application.document": _("Document of an applicant looked at"),
    "application.inform": _("Applicant's data confirmed"),
    "page.create": _("Page created"),
    "page.save": _("Page changed"),
    "page.move": _("Page moved in its menu"),
    "page.delete": _("Page deleted"),
    "zone.create": _("Delivery zone created"),
    "zone.save": _("Delivery zone changed"),
    "zone.delete": _("Delivery zone deleted"),
    "import.upload": _("File uploaded to be imported"),
    "import.start": _("Import begun"),
    "import.stop": _("Import stopped"),
    "import.done": _("Import done"),
    "plugin.enable": _("Plugin enabled"),
    "plugin.retire": _("Plugin retired"),
    "plugin.disable": _("Plugin disabled"),
    "person.lock": _("Sign-in locked"),
    "person.unlock": _("Sign-in unlocked"),
    "person.confirmation": _("Confirmation sent again"),
    "order.move": _("Order moved on"),
    "order.ship": _("Goods sent"),
    "order.deliver": _("Parcel marked as delivered"),
    "order.cancel": _("Order cancelled"),
    "order.release": _("Money released by hand"),
    "order.keep": _("Money is kept longer"),
    "order.keep-ended": _("Money is kept no longer"),
    "order.refund": _("Money sent back"),
    "order.offer-credit": _("Credit offered instead of money"),
    "order.offer-ended": _("The offer of credit was taken back"),
    "order.amend": _("Order changed"),
    "order.answer": _("Change of an order answered"),
    "order.replace": _("Replacement sent"),
    "order.note": _("Note"),
    "order.resend": _("Mail sent again"),
    "order.retry": _("Work tried again"),
    "report.hidden": _("Message taken away"),
    "report.warned": _("Warned"),
    "report.closed": _("Conversation closed"),
    "report.nothing": _("Report left as it is"),
    "thread.close": _("Conversation closed"),
    "thread.open": _("Conversation opened again"),
    "review.publish": _("Review published"),
    "review.hide": _("Review hidden"),
    "review.answer": _("Review answered"),
    "review.answer.remove": _("Answer to a review removed"),
    "review.answer.withdraw": _("Answer to a review taken back"),
    "buyer.rate": _("Buyer rated"),
    "case.answer": _("Case answered"),
    "case.decide": _("Case decided"),
    "case.prove": _("Withdrawal counted as the buyer's"),
    "case.goods-arrived": _("Goods of a case came back"),
    "case.escalate": _("Case handed to the shop"),
    "case.appeal": _("Decision objected to"),
    "case.say": _("Words added to a case"),
    "payment.confirm": _("Transfer confirmed"),
    "money.enter": _("Money without an order entered"),
    "money.match": _("Money given to an order"),
    "money.credit": _("Money turned into credit"),
    "money.return": _("Money sent back where it came from"),
    "credit.give": _("Credit given"),
    "credit.pay-out": _("Credit paid out"),
    "card.issue": _("Gift card issued"),
    "card.block": _("Gift card blocked"),
    "card.open": _("Gift card opened again"),
    "card.mail": _("Gift card mailed again"),
    "card.write-off": _("Gift card written off"),
    "bank.save": _("Bank account changed"),
    "payout.run": _("Sellers paid"),
    "payout.mark": _("Payout marked"),
    "difference.settle": _("Difference settled"),
    "refund.confirm": _("Refund by hand confirmed"),
}


@dataclass(frozen=True)
class Actor:
    """Who acts at the desk, in which request, and when."""

    person: Person
    now: datetime
    request_id: str = ""

    def must(self, act: str, subject: int | None = None) -> None:
        """Raise NotFound unless he may do this (to this seller's things): a stranger learns nothing."""
        if not may(self.person, act, subject):
            raise NotFound(f"{self.person.email} may not {act}")

    def sellers(self, act: str) -> frozenset[int] | None:
        """The sellers to whose things he may do this; None: to everybody's."""
        return sellers_of(self.person, act)


def record(actor: Actor, act: str, subject: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Note an act in the transaction that does it; of before and after only what differs is kept."""
    if not database.in_transaction():
        raise RuntimeError("an act is recorded inside `with transaction():` only")
    was, became = differing(before, after)
    AuditEntry.create(
        at=actor.now,
        person_id=actor.person.id,
        act=act,
        subject=subject,
        before=was,
        after=became,
        request_id=actor.request_id,
    )


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of two states by name: what was, and what became of it."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )
