"""Promotion codes at the desk: the list, and each one's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storefront.api import (
    ActionForm,
    Cell,
    ChangedMeanwhile,
    DeskPages,
    Filter,
    Message,
    NotFound,
    Option,
    Refused,
    RowView,
    TableColumn,
    TableRules,
    _,
    asked_table,
    current,
    date_range_text,
    date_text,
    day,
    desk_actor,
    desk_form,
    desk_go,
    desk_list,
    desk_url,
    first_day,
    last_day,
    money_text,
    ngettext,
    number_text,
    page_context,
    plain,
    requires,
    table_page,
    translated,
    typed_form,
    utc_now,
    version_of,
    whole,
)
from storefront.plugins.b2c.code_form import read, sections, typed_of
from storefront.plugins.b2c.desk_actions import MAY, make_code, save_code, switch_code, told
from storefront.plugins.b2c.promotions import Promotion, Standing, standing
from storefront.plugins.b2c.queries import code_by_id, listed_codes, promotion_of
from storefront.plugins.b2c.tables import PromotionCode

ACTS = {
    "code.create": _("Promotion code created"),
    "code.save": _("Promotion code changed"),
    "code.end": _("Promotion code ended"),
    "code.resume": _("Promotion code counts again"),
}
desk = DeskPages("b2c_desk", __name__, ACTS, {"code": ("b2c_desk.code", "code_id")})
STANDINGS: dict[Standing, tuple[Message, str]] = {
    "counts": (_("Counts"), "good"),
    "waiting": (_("Not yet"), "quiet"),
    "used-up": (_("Used up"), "warn"),
    "ended": (_("Ended"), "quiet"),
}
RULES = TableRules(
    (
        TableColumn("code", _("Code"), "text"),
        TableColumn("gives", _("Gives")),
        TableColumn("days", _("Days")),
        TableColumn("used", _("Used"), "number", end=True),
        TableColumn("standing", _("State")),
    ),
    (
        Filter(
            "standing",
            _("State"),
            (Option("", _("Whatever its state")), *(Option(one, label) for one, (label, _tone) in STANDINGS.items())),
        ),
    ),
    "code",
)
SORTS = {"code": PromotionCode.code, "used": PromotionCode.used}
# what the action refuses → the field where it is said
FIELDS = {"code-taken": "code", "wrong-code": "code", "used-more-often": "limit"}


@desk.get("/codes")
@requires(MAY)
def codes() -> Any:
    wanted, now = asked_table(RULES), utc_now()
    query = listed_codes(wanted, now)
    found = table_page(query, wanted, SORTS[wanted.column], PromotionCode.id)
    return desk_list(
        _("Promotion codes"),
        RULES,
        wanted,
        found,
        lambda row: _row(promotion_of(row)),
        empty=_("No code is like this.") if wanted.query or wanted.chosen else _("There is no promotion code yet."),
        count=ngettext("%(num)s promotion code", "%(num)s promotion codes", query.count()),
        new=(_("New promotion code"), "b2c_desk.new"),
    )


def _row(one: Promotion) -> RowView:
    language = page_context().language
    label, tone = STANDINGS[standing(one, utc_now())]
    used = number_text(one.used, language)
    if one.limit_in_all is not None:
        limit = number_text(one.limit_in_all, language)
        used = translated(_("%(used)s of %(limit)s", used=used, limit=limit), language)
    return RowView(
        (
            Cell(one.code, url=desk_url("b2c_desk.code", code_id=one.id), code=True),
            Cell(_gives(one, language), _from(one, language)),
            Cell(_days(one, language)),
            Cell(used),
            Cell(translated(label, language), tone=tone),
        )
    )


def _gives(one: Promotion, language: str) -> str:
    """What it gives, in every currency it knows."""
    said = _("%(percent)s %% off the goods.", percent=one.percent)
    if one.kind == "free-delivery":
        said = _("Delivery is free.")
    elif one.kind == "amount":
        said = _("%(amount)s off the goods.", amount=_amounts(one.amounts, language))
    return translated(said, language)


def _from(one: Promotion, language: str) -> str:
    least = _amounts(one.minimum_spend, language)
    return translated(_("From %(amount)s of goods on", amount=least), language) if least else ""


def _amounts(amounts: Mapping[str, int], language: str) -> str:
    return " / ".join(money_text(value, currency, language) for currency, value in sorted(amounts.items()))


def _days(one: Promotion, language: str) -> str:
    """Its first and last day; a code without an end says since when it counts, one without any says nothing."""
    first, last = day(first_day(one.valid_from)), day(last_day(one.valid_until))
    if first and last:
        return date_range_text(first, last, language)
    if first:
        return translated(_("From %(day)s on", day=date_text(first, language)), language)
    return translated(_("Until %(day)s", day=date_text(last, language)), language) if last else ""


@desk.get("/codes/new")
@requires(MAY)
def new() -> Any:
    return _show({"kind": "percent"})


@desk.post("/codes/new")
@requires(MAY)
def create() -> Any:
    typed = typed_form()
    promotion, checked = read(typed, _currencies())
    if not checked.errors:
        try:
            made = make_code(desk_actor(), promotion)
        except Refused as refused:
            checked.errors[FIELDS.get(refused.code, "kind")] = refused.message
        else:
            return desk_go(desk_url("b2c_desk.code", code_id=made), _("The code is saved."))
    return _show(typed, errors=checked.errors)


@desk.get("/codes/<code_id>")
@requires(MAY)
def code(code_id: str) -> Any:
    saved = code_by_id(_number(code_id))
    return _show(typed_of(saved), saved, version=version_of(told(saved)))


@desk.post("/codes/<code_id>")
@requires(MAY)
def save(code_id: str) -> Any:
    saved, typed = code_by_id(_number(code_id)), typed_form()
    version = typed.get("version", "")[:40]
    promotion, checked = read(typed, _currencies(saved), saved)
    if checked.errors:
        return _show(typed, saved, version=version, errors=checked.errors)
    try:
        save_code(desk_actor(), saved.id, version, promotion)
    except ChangedMeanwhile as meanwhile:
        return _show(typed, saved, meanwhile=meanwhile)
    except Refused as refused:
        errors = {FIELDS.get(refused.code, "kind"): refused.message}
        return _show(typed, saved, version=version, errors=errors)
    return desk_go(desk_url("b2c_desk.code", code_id=saved.id), _("The code is saved."))


@desk.post("/codes/<code_id>/<any(end, resume):act>")
@requires(MAY)
def switch(code_id: str, act: str) -> Any:
    number = _number(code_id)
    switch_code(desk_actor(), number, act == "resume")
    said = _("The code is on again.") if act == "resume" else _("The code has ended. Orders that used it keep it.")
    return desk_go(desk_url("b2c_desk.code", code_id=number), said)


def _number(text: str) -> int:
    number = whole(text)
    if number is None:
        raise NotFound("a code's page is named by its number")
    return number


def _currencies(saved: Promotion | None = None) -> tuple[str, ...]:
    """The shop's, and those the code knows besides."""
    shop = current().settings.shop
    more = (*saved.amounts, *saved.minimum_spend) if saved else ()
    return tuple(dict.fromkeys((shop.currency, *shop.currencies, *more)))


def _show(typed: Mapping[str, str], saved: Promotion | None = None, **more: Any) -> Any:
    action, title = desk_url("b2c_desk.create"), _("New promotion code")
    if saved is not None:
        action = desk_url("b2c_desk.save", code_id=saved.id)
        title = plain(saved.code)
        more |= {"saved": typed_of(saved), "subject": f"code:{saved.id}", "acts": (_act(saved),)}
    fields = sections(_currencies(saved), new=saved is None)
    back = (_("Promotion codes"), desk_url("b2c_desk.codes"))
    return desk_form(fields, typed, title=title, action=action, back=back, **more)


def _act(saved: Promotion) -> ActionForm:
    language = page_context().language
    if not saved.active:
        label = translated(_("Let it count again"), language)
        return ActionForm("resume", label, desk_url("b2c_desk.switch", code_id=saved.id, act="resume"))
    return ActionForm(
        "end",
        translated(_("End it now"), language),
        desk_url("b2c_desk.switch", code_id=saved.id, act="end"),
        explanation=translated(_("From now on it gives nothing; orders that used it keep it."), language),
        tone="danger",
    )
