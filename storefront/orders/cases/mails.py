"""Mails at each turn of a case: same words as its page, one button, drawn without a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storefront.accounts.addresses import address_lines
from storefront.accounts.threads.seats import people_of
from storefront.catalogue.contexts import Fact
from storefront.db import utc_now
from storefront.i18n import Message, _, language
from storefront.orders.cases.outcomes import facts_of
from storefront.orders.cases.showing import case_lines, entry_detail, return_address
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.cases.wording import case_title, next_step, wish_words
from storefront.orders.contexts import NoticeMail
from storefront.orders.mail_delivery import deliver
from storefront.orders.mails import compose, message_id
from storefront.orders.paths import case_path, prove_path
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.web.frame import Link

Payload = Mapping[str, Any]


def send_case_mail(payload: Payload, row_id: int, now: datetime | None = None) -> None:
    """Tell one side of a case what happened; a case that is gone, or a seller without an address, is told nothing."""
    runtime = current()
    case = Case.get_or_none(Case.id == payload["case"])
    if case is None:
        return
    facts = facts_of(case)
    to = payload["to"]
    if to == "seller":
        address = facts.order["seller"].get("email", "")
        tag = _seller_language(facts, address) or runtime.settings.shop.default_language
    elif to == "owner":
        address, tag = facts.purchase["email"], facts.purchase["language"]
    else:
        address, tag = case.email, case.language
    if not address or (to != "owner" and _told_with_the_end(case, payload)):
        return
    wording = Wording(runtime, tag)
    page = _proof(case, facts, wording) if to == "owner" else _turn(case, facts, payload, wording)
    message = compose(runtime, page, address, message_id(runtime, row_id), now or utc_now())
    deliver(runtime.settings, message, f"case-{to}-{row_id}")


def _seller_language(facts: OrderFacts, address: str) -> str:
    """The language of whoever reads a seller's mail: of the person with that address, else of the first there."""
    people = people_of(facts.order["seller_id"])
    mine = [language for _id, email, language in people if email.lower() == address.lower()]
    found = (mine or [language for _id, _email, language in people] or [""])[0]
    return found if found in current().settings.shop.languages else ""


def _told_with_the_end(case: Case, payload: Payload) -> bool:
    """Whether the case ended in the same moment: then one mail tells both. The receipt of a withdrawal always goes."""
    entry = CaseEntry.get_by_id(payload["entry"])
    ends = (CaseEntry.case == case.id) & (CaseEntry.kind == "closed") & (CaseEntry.at == entry.at)
    if entry.kind == "withdrawn":
        return False
    return entry.kind != "closed" and bool(CaseEntry.select().where(ends, CaseEntry.id > entry.id).exists())


def _said_with_it(entry: CaseEntry, wording: Wording) -> list[str]:
    """What was said in the moment in which a case ended."""
    if entry.kind != "closed":
        return []
    same = (CaseEntry.case == entry.case_id) & (CaseEntry.at == entry.at) & (CaseEntry.id < entry.id)
    rows = CaseEntry.select().where(same, CaseEntry.kind != "withdrawn").order_by(CaseEntry.id)
    return [line for row in rows for line in (wording.t(row.label), row.text) if line]


def _mail(wording: Wording, subject: str, greeting: str, **parts: Any) -> NoticeMail:
    shop = wording.runtime.shop
    return NoticeMail(
        shop_name=shop.name,
        language=wording.language,
        direction=language(wording.language).direction,
        subject=subject,
        greeting=greeting,
        footer=(shop.name, shop.base_url),
        **parts,
    )


def _proof(case: Case, facts: OrderFacts, wording: Wording) -> NoticeMail:
    """To the address of the order: was it you? The link opens a page with a button, so that no scanner presses it."""
    t = wording.t
    number = facts.order["number"]
    words = (
        _("On %(moment)s somebody withdrew from your order %(number)s here.", moment=case.opened_at, number=number),
        _("If it was you, confirm it: your withdrawal counts from that moment. If not, nothing is to be done."),
    )
    url = wording.runtime.shop.base_url + prove_path(wording.language, case.token)
    return _mail(
        wording,
        t(_("Please confirm your withdrawal from order %(number)s", number=number)),
        t(_("Was it you?")),
        message=tuple(t(one) for one in words),
        facts=(Fact(t(_("Name given")), case.name),),
        button=Link(t(_("Confirm the withdrawal")), url),
    )


def _turn(case: Case, facts: OrderFacts, payload: Payload, wording: Wording) -> NoticeMail:
    entry = CaseEntry.get_by_id(payload["entry"])
    if entry.kind == "withdrawn" and payload["to"] == "buyer":
        return _receipt(case, facts, wording)
    t, row = wording.t, case.__data__
    following = next_step(row, facts.currency)
    title, label = t(case_title(row)), t(entry.label)
    words = [*_said_with_it(entry, wording), *([entry.text] if entry.text else [])]
    if detail := entry_detail(entry.data, wording):
        words.insert(0, detail)
    if following:
        words.append(t(following.words))
    rows = [(_("Order"), facts.order["number"]), (_("Reason"), t(case.terms["label"]))]
    if case.kind not in ("withdrawal", "chargeback"):
        rows.append((_("Asked for"), t(wish_words(row, facts.currency))))
    if following and following.until:
        rows.append((_("By when"), wording.moment(following.until)))
    sends = case.state == "returning" and payload["to"] == "buyer"
    address = return_address(case, facts) if sends else None
    return _mail(
        wording,
        t(_("%(case)s: %(what)s", case=title, what=label)),
        label,
        message=tuple(words),
        facts=_facts(rows, wording),
        items_title=t(_("What it is about")),
        items=_items(case, facts, wording),
        address_title=t(_("Where the goods go back to")) if address else "",
        address=address_lines(address, wording.country(address.country)) if address else (),
        button=_button(case, payload["to"], wording),
    )


def _receipt(case: Case, facts: OrderFacts, wording: Wording) -> NoticeMail:
    """The acknowledgement on a durable medium: content, date and time (Directive 2011/83/EU, article 11a(4))."""
    t, proved = wording.t, case.proved_at is not None
    number = facts.order["number"]
    moment: Message | str = wording.moment(case.opened_at)
    words = [t(_("We received your withdrawal from the contract on %(moment)s.", moment=moment))]
    if proved:
        words.append(t(_("Here is what you declared. You are told at each further step.")))
        button = _button(case, "buyer", wording)
    else:
        words.append(
            t(_("We have sent a link to the address that the order was placed with, to be sure that it was you."))
        )
        shop = wording.runtime.shop
        button = Link(t(_("To the shop")), f"{shop.base_url}/{wording.language}/")
    rows = [(_("Order"), number), (_("Name"), case.name), (_("E-mail"), case.email), (_("Received"), str(moment))]
    return _mail(
        wording,
        t(_("We received your withdrawal from order %(number)s", number=number)),
        t(_("Your withdrawal is received")),
        message=tuple(words),
        facts=_facts(rows, wording),
        # what is in the order is told to nobody who has not shown that it is his
        items_title=t(_("What it is about")) if proved else "",
        items=_items(case, facts, wording) if proved else (),
        button=button,
    )


def _facts(rows: list[tuple[Message, str]], wording: Wording) -> tuple[Fact, ...]:
    return tuple(Fact(wording.t(label), value) for label, value in rows if value)


def _items(case: Case, facts: OrderFacts, wording: Wording) -> tuple[str, ...]:
    return tuple(f"{one.quantity} × {one.title}" for one in case_lines(case, facts, wording))


def _button(case: Case, to: str, wording: Wording) -> Link:
    base = wording.runtime.shop.base_url
    if to == "seller":
        return Link(wording.t(_("See the case")), f"{base}/desk/cases/{case.number}")
    return Link(wording.t(_("See the case")), base + case_path(wording.language, case.token))
