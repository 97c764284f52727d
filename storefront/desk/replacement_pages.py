"""Sending goods once more, at the desk."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask import Response, request

from storefront.desk import change_actions as acts
from storefront.desk.base_pages import actor, desk_person, desk_url, go, pages, render_desk
from storefront.desk.change_contexts import ChangeLine, ChangePage
from storefront.desk.change_form import LONGEST_REASON, PIECES, reason_field
from storefront.desk.change_pages import LONGEST_KEY
from storefront.desk.order_pages import desk_wording
from storefront.desk.order_reading import order_for
from storefront.digits import whole
from storefront.errors import Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _, ngettext, plain
from storefront.orders.line_views import line_title
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.web.form_view import FieldView, FormError
from storefront.web.frame import Link
from storefront.web.people import requires


@pages.route("/desk/orders/<number>/replacement", methods=["GET", "POST"])
@requires("orders.amend")
def replace_goods(number: str) -> Response:
    """Which pieces are sent again; the same form again makes no second order."""
    facts, _purchase = order_for(number, desk_person(), "orders.amend")
    typed = {name: value[:500] for name, value in request.form.items()}
    if request.method == "GET":
        return _show(facts, typed, {})
    pieces, errors = _read(facts, typed)
    key = cleaned(typed.get("key", ""))[:LONGEST_KEY]
    if errors or not key:
        return _show(facts, typed, errors)
    reason = plain(cleaned(typed["reason"])[:LONGEST_REASON])
    try:
        new_number = acts.replace_goods(actor(), number, pieces, reason, key)
    except Refused as refusal:
        return _show(facts, typed, {}, refusal.message)
    words = _("Order %(number)s sends it again; the buyer gets a mail.", number=new_number)
    return go(desk_url("desk.order", number=new_number), words)


def _read(facts: OrderFacts, typed: Mapping[str, str]) -> tuple[dict[int, int], dict[str, Message]]:
    """Pieces by line; errors by field."""
    pieces: dict[int, int] = {}
    errors: dict[str, Message] = {}
    for row in facts.lines:
        name, most = f"{PIECES}{row['id']}", row["quantity"]
        count = whole(typed.get(name, "").strip() or "0")
        if count is None or count > most:
            errors[name] = ngettext("At most %(num)s piece was ordered.", "At most %(num)s pieces were ordered.", most)
        elif count:
            pieces[row["id"]] = count
    if not errors and not pieces:
        errors[f"{PIECES}{facts.lines[0]['id']}"] = _("Say which pieces are sent again.")
    if not cleaned(typed.get("reason", "")):
        errors["reason"] = _("Say why: the buyer reads it.")
    return pieces, errors


def _show(
    facts: OrderFacts, typed: Mapping[str, str], errors: Mapping[str, Message], refused: Message | None = None
) -> Response:
    wording = desk_wording()
    t, number = wording.t, str(facts.order["number"])
    key = FieldView("key", "", "hidden", typed.get("key") or secrets.token_urlsafe(16))
    page = ChangePage(
        title=t(_("Replacement for order %(number)s", number=number)),
        intro=t(_("An order of zero is made that sends these pieces to the same address.")),
        url=desk_url("desk.replace_goods", number=number),
        back_url=desk_url("desk.order", number=number),
        lines=_lines(facts, typed, errors, wording),
        button=t(_("Send it once more")),
        fields=(reason_field(typed, errors, wording), key),
        errors=(
            *(FormError(t(words), name) for name, words in errors.items()),
            *([FormError(t(refused))] if refused else []),
        ),
    )
    crumbs = (Link(t(_("Orders")), desk_url("desk.orders")), Link(number, page.back_url))
    status = 422 if page.errors else 200
    return render_desk("desk/replacement.html", page, title=page.title, crumbs=crumbs, status=status)


def _lines(
    facts: OrderFacts, typed: Mapping[str, str], errors: Mapping[str, Message], wording: Wording
) -> tuple[ChangeLine, ...]:
    found = []
    for row in facts.lines:
        name, t = f"{PIECES}{row['id']}", wording.t
        view = FieldView(name, t(_("Pieces")), "number", typed.get(name, ""), t(errors.get(name)), required=False,
                         inputmode="numeric", min="0", max=str(row["quantity"]))  # fmt: skip
        words = t(ngettext("%(num)s piece ordered", "%(num)s pieces ordered", row["quantity"]))
        found.append(ChangeLine(line_title(row, wording), words, (view,)))
    return tuple(found)
