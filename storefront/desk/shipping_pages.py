"""Where the shop sends to at the desk: zones, and each one's countries and rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, request

from storefront.countries import countries, country_codes
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.conflicts import last_change
from storefront.desk.contexts import Cell, ColumnView, ConflictRow, ConflictView, ListPage, RowView, TableView
from storefront.desk.form_pages import typed_form
from storefront.desk.product_actions import WrongFields
from storefront.desk.sheet import count
from storefront.desk.shipping_actions import ZoneState, change_zone, create_zone, delete_zone, read_zone, read_zones
from storefront.desk.shipping_contexts import ZonePage
from storefront.desk.shipping_sheet import MOST_RATES, country_words, read_countries, read_rates, typed_rates
from storefront.desk.shipping_view import FORM, cell_label, field_labels, rate_grid
from storefront.desk.versions import ChangedMeanwhile, differences, version_of
from storefront.formatting import joined, money
from storefront.forms import Errors, check_fields
from storefront.i18n import Country, Message, _, ngettext
from storefront.web.form_view import ActionForm, FormError
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.rendering import field_views
from storefront.web.shopper import Shopper, shopper

LISTED = 6


@pages.get("/desk/shipping", endpoint="shipping")
@requires("shipping.edit")
def zone_list() -> Response:
    visitor, zones = shopper(), read_zones()
    heads = (_("Zone"), _("Countries"), _("Methods"), _("Lowest price"))
    table = TableView(
        name=visitor.t(_("Delivery zones")),
        path=request.path,
        columns=tuple(ColumnView(visitor.t(label), label is heads[-1]) for label in heads),
        rows=tuple(_row(number, zone, visitor) for number, zone in sorted(zones.items(), key=_place)),
        searches=False,
        empty=visitor.t(_("There is no zone yet: nothing can be sent.")),
    )
    title = visitor.t(_("Delivery"))
    new = Link(visitor.t(_("New zone")), desk_url("desk.new_zone"))
    page = ListPage(title, table, visitor.t(_unreached(zones, visitor)), (new,))
    return render_desk("desk/list.html", page, title=title)


def _place(numbered: tuple[int, ZoneState]) -> tuple[bool, str]:
    """By name; the one for everywhere else is last."""
    _number, zone = numbered
    return not zone.countries, zone.name.casefold()


def _row(zone_id: int, zone: ZoneState, visitor: Shopper) -> RowView:
    names = [name for code, name in countries(visitor.language) if code in zone.countries]
    cheapest = min(zone.rates, key=lambda rate: rate.price, default=None)
    methods = list(dict.fromkeys(_name(rate.labels, rate.code, visitor) for rate in zone.rates))
    counted = visitor.t(ngettext("%(num)s country", "%(num)s countries", len(names)))
    return RowView(
        (
            Cell(zone.name, _some(names, visitor), url=desk_url("desk.zone", zone_id=zone_id)),
            Cell(counted if names else visitor.t(_("Everywhere else"))),
            Cell(joined(methods, visitor.language)) if methods else Cell(visitor.t(_("No rate")), tone="bad"),
            Cell(money(cheapest.price, cheapest.currency, visitor.language) if cheapest else ""),
        )
    )


def _some(names: list[str], visitor: Shopper) -> str:
    """The first of many names."""
    if len(names) <= LISTED:
        return joined(names, visitor.language) if names else ""
    more = ngettext("%(num)s more", "%(num)s more", len(names) - LISTED + 1)
    return joined([*names[: LISTED - 1], visitor.t(more)], visitor.language)


def _name(labels: Mapping[str, str], code: str, visitor: Shopper) -> str:
    return next((labels[tag] for tag in (*visitor.languages, *labels) if labels.get(tag)), code)


def _unreached(zones: Mapping[int, ZoneState], visitor: Shopper) -> Message | None:
    """Where nothing is sent although one might think so."""
    if any(not zone.countries for zone in zones.values()) or not zones:
        return None
    wanted = set(visitor.runtime.settings.shop.countries or country_codes())
    left = sorted(wanted - {code for zone in zones.values() for code in zone.countries})
    if not left:
        return None
    if len(left) > LISTED:
        return ngettext(
            "Nothing is sent to %(num)s country: no zone names it, and none is for everywhere else.",
            "Nothing is sent to %(num)s countries: no zone names them, and none is for everywhere else.",
            len(left),
        )
    return _("Nothing is sent to %(countries)s: no zone names them.", countries=tuple(map(Country, left)))


@pages.get("/desk/shipping/new", endpoint="new_zone")
@requires("shipping.edit")
def new() -> Response:
    shop = shopper().runtime.settings.shop
    return _show(None, {"name": "", **typed_rates((), shop.languages, shop.currency)})


@pages.post("/desk/shipping/new", endpoint="create_zone")
@requires("shipping.edit")
def create() -> Response:
    typed, errors = typed_form(), Errors()
    if _grew(typed):
        return _show(None, typed)
    wanted = _read(typed, None, errors)
    if not errors:
        try:
            made = create_zone(actor(), wanted)
            return go(desk_url("desk.zone", zone_id=made), _("The zone is saved."))
        except WrongFields as wrong:
            errors = wrong.errors
    return _show(None, typed, errors=errors)


@pages.get("/desk/shipping/<zone_id>", endpoint="zone")
@requires("shipping.edit")
def zone(zone_id: str) -> Response:
    state = read_zone(known_number(zone_id))
    return _show(state, _typed(state), zone_id=known_number(zone_id), version=version_of(state.told()))


@pages.post("/desk/shipping/<zone_id>", endpoint="save_zone")
@requires("shipping.edit")
def save(zone_id: str) -> Response:
    own, typed, errors = known_number(zone_id), typed_form(), Errors()
    state = read_zone(own)
    version = typed.get("version", "")[:40]
    if _grew(typed):
        return _show(state, typed, zone_id=own, version=version)
    wanted = _read(typed, state, errors)
    if not errors:
        try:
            change_zone(actor(), own, version, wanted)
            return go(desk_url("desk.zone", zone_id=own), _("The zone is saved."))
        except WrongFields as wrong:
            errors = wrong.errors
        except ChangedMeanwhile as meanwhile:
            return _show(state, typed, zone_id=own, meanwhile=meanwhile)
    return _show(state, typed, zone_id=own, version=version, errors=errors)


@pages.post("/desk/shipping/<zone_id>/delete", endpoint="delete_zone")
@requires("shipping.edit")
def delete(zone_id: str) -> Response:
    delete_zone(actor(), known_number(zone_id))
    return go(desk_url("desk.shipping"), _("The zone is deleted."))


def _grew(typed: dict[str, str]) -> bool:
    """Another row was asked for; the form is then shown again with it."""
    if typed.get("do") != "row":
        return False
    rows = count(typed, "rates", MOST_RATES)
    typed[f"r{rows}-currency"] = typed.get(f"r{rows - 1}-currency", shopper().runtime.settings.shop.currency)
    typed["rates"] = str(min(rows + 1, MOST_RATES))
    return True


def _read(typed: dict[str, str], state: ZoneState | None, errors: Errors) -> ZoneState:
    """What the form says; what is wrong is added to errors."""
    shop = shopper().runtime.settings.shop
    checked = check_fields(FORM[0].fields, typed)
    errors.update(checked.errors)
    codes, unknown = read_countries(typed.get("countries", ""))
    if unknown:
        errors["countries"] = _("There is no country that is called so: %(names)s.", names=unknown[:LISTED])
    elif checked.values["rest"] and codes:
        errors["countries"] = _("Either name countries, or choose everywhere else.")
    elif not checked.values["rest"] and not codes:
        errors["countries"] = _("Name a country, or choose everywhere else.")
    old = {(rate.code, rate.up_to_grams): rate for rate in state.rates} if state else {}
    currencies = {*shop.currencies, *(rate.currency for rate in old.values())}
    rates = []
    for rate in read_rates(typed, shop.languages, currencies, errors):
        known = old.get((rate.code, rate.up_to_grams))
        # languages that the shop no longer speaks keep their words
        kept = {tag: text for tag, text in (known.labels if known else {}).items() if tag not in shop.languages}
        rates.append(replace(rate, labels={**kept, **rate.labels}))
    return ZoneState(checked.values["name"], codes, tuple(rates))


def _typed(state: ZoneState) -> dict[str, str]:
    visitor = shopper()
    shop = visitor.runtime.settings.shop
    return {
        "name": state.name,
        "rest": "" if state.countries else "1",
        "countries": country_words(state.countries, visitor.language),
        **typed_rates(state.rates, shop.languages, state.rates[-1].currency if state.rates else shop.currency),
    }


def _show(
    state: ZoneState | None,
    typed: dict[str, str],
    *,
    zone_id: int = 0,
    version: str = "",
    errors: Errors | None = None,
    meanwhile: ChangedMeanwhile | None = None,
) -> Response:
    visitor, wrong = shopper(), errors or {}
    title = (state.name if state else typed.get("name", "")) or visitor.t(_("New zone"))
    used = {rate.currency for rate in state.rates} if state else set()
    page = ZonePage(
        title=title,
        action=desk_url("desk.save_zone", zone_id=zone_id) if state else desk_url("desk.create_zone"),
        groups=field_views(FORM, typed, wrong, visitor),
        grid=rate_grid(typed, wrong, visitor, used),
        rates=count(typed, "rates", MOST_RATES),
        version=meanwhile.version if meanwhile else version,
        errors=tuple(FormError(visitor.t(message), name) for name, message in wrong.items()),
        conflict=_conflict(state, typed, f"zone:{zone_id}", meanwhile, visitor) if state and meanwhile else None,
        acts=_acts(zone_id, visitor) if state else (),
    )
    crumb = Link(visitor.t(_("Delivery")), desk_url("desk.shipping"))
    status = 422 if wrong or meanwhile else 200
    return render_desk("desk/zone.html", page, title=title, crumbs=(crumb,), status=status)


def _conflict(
    state: ZoneState, typed: Mapping[str, str], subject: str, meanwhile: ChangedMeanwhile, visitor: Shopper
) -> ConflictView:
    """What is saved now beside what was typed."""
    theirs, fixed = _typed(state), field_labels(visitor)
    names = [name for name in {**theirs, **typed} if name in fixed or cell_label(name, visitor)]
    mine = {name: typed.get(name, "") for name in names}
    rows = tuple(
        ConflictRow(fixed.get(one.name) or cell_label(one.name, visitor), one.theirs, one.mine)
        for one in differences(theirs, mine)
    )
    return ConflictView(visitor.t(meanwhile.message), last_change(subject, visitor), rows)


def _acts(zone_id: int, visitor: Shopper) -> tuple[ActionForm, ...]:
    hint = _("Nothing is sent to its countries then, unless a zone is for everywhere else. Orders keep what they have.")
    url = desk_url("desk.delete_zone", zone_id=zone_id)
    return (ActionForm("delete", visitor.t(_("Delete")), url, explanation=visitor.t(hint), tone="danger"),)
