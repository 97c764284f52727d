"""The acts on a seller's page at the desk, and the table of what the law counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from flask import Response, request

from storefront import formatting
from storefront.accounts.applications.counters import best_window, high_volume, threshold
from storefront.accounts.applications.queries import agreed_commission, commissions_of
from storefront.accounts.applications.report import years
from storefront.accounts.applications.sales import sales_of
from storefront.accounts.applications.watching import BACK
from storefront.accounts.permissions import may
from storefront.catalogue.seller_models import models_of
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk import seller_standing as acts
from storefront.desk.application_pages import percentage
from storefront.desk.base_pages import actor, desk_person, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ColumnView, FilterView, ListPage, RowView, TableView
from storefront.digits import whole
from storefront.errors import Refused
from storefront.forms import Field, Section, cleaned
from storefront.i18n import Message, _
from storefront.runtime import current
from storefront.web.form_view import ActionForm, Choice, FieldView
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.rendering import field_views
from storefront.web.shopper import Shopper, shopper

FIRST_YEAR, MODEL = 2023, "model-"
NEARNESS = {"over": (_("over"), "bad"), "near": (_("near"), "warn"), "below": (_("below"), "quiet")}
WORDS = Field("words", _("Why"), "textarea", maxlength=2000)
COMMISSION = (
    Field("commission", _("Commission, per cent"), inputmode="decimal", dir="ltr", maxlength=10, width="half"),
    Field("note", _("What was agreed"), required=False, maxlength=500),
)


def standing_acts(seller_id: int, visitor: Shopper) -> tuple[ActionForm, ...]:
    """What staff may do about how a seller stands."""
    if not may(desk_person(), acts.DECIDE):
        return ()
    seller, t = Seller.get_by_id(seller_id), visitor.t
    told = [_("Now: %(share)s.", share=share_words(agreed_commission(seller_id), visitor))]
    told += [
        _("Since %(day)s: %(share)s. %(note)s", day=formatting.date(one.valid_from.date(), visitor.language),
          share=share_words(Fraction(one.share), visitor), note=one.note)
        for one in commissions_of(seller_id)[:3] if one.note
    ]  # fmt: skip
    made = [_act("commission", _("Change the commission"), seller_id, visitor, " ".join(map(t, told)), COMMISSION)]
    if seller.suspended:
        made.append(_act("lift", _("Lift the suspension"), seller_id, visitor, t(_("His goods come back."))))
    else:
        words = t(_("His goods leave the shop; open orders go on."))
        made.append(_act("suspend", _("Suspend"), seller_id, visitor, words, (WORDS,)))
    words = t(_("Without a tick he may sell under every model; offers he has already stay."))
    made.append(_act("models", _("Change the models"), seller_id, visitor, words, *_models(seller_id, visitor)))
    if not seller.trader and not seller.disclosed:
        words = t(_("For a private person who sells more than the INFORM Act's limit."))
        made.append(_act("disclose", _("Show name and address"), seller_id, visitor, words))
    return tuple(made)


def _models(seller_id: int, visitor: Shopper) -> tuple[tuple[Field, ...], dict[str, str]]:
    """A tick for each model of the shop."""
    known = models_of([seller_id]).get(seller_id, frozenset())
    fields = [
        Field(f"{MODEL}{code}", model.name, "checkbox", required=False)
        for code, model in sorted(visitor.runtime.plugins.models.items())
    ]
    return tuple(fields), {f"{MODEL}{code}": "1" for code in known}


def share_words(share: Fraction, visitor: Shopper) -> str:
    """A commission as per cent."""
    return formatting.percent(Decimal(share.numerator) / share.denominator, visitor.language)


def _act(
    name: str, label: Message, seller_id: int, visitor: Shopper, words: str, fields: tuple[Field, ...] = (),
    values: Mapping[str, str] = MappingProxyType({}),
) -> ActionForm:  # fmt: skip
    views: tuple[FieldView, ...] = ()
    if fields:
        views = field_views((Section(fields),), values, {}, visitor)[0].fields
    url = desk_url("desk.seller_standing", seller_id=seller_id, standing=name)
    return ActionForm(name, visitor.t(label), url, views, words, "danger" if name == "suspend" else "plain")


@pages.post("/desk/sellers/<seller_id>/standing/<standing>", endpoint="seller_standing")
@requires("applications.decide")
def change_standing(seller_id: str, standing: str) -> Response:
    number, back = known_number(seller_id), desk_url("desk.seller", seller_id=known_number(seller_id))
    words = cleaned(request.form.get("words", "")[:2000])
    try:
        if standing == "commission":
            share = percentage(request.form.get("commission", "")[:20])
            if share is None:
                raise Refused(_("A percentage from 0 to 100, like 12.5."))
            acts.agree(actor(), number, share, cleaned(request.form.get("note", "")[:500]))
        elif standing == "models":
            known = current().plugins.models
            acts.widen(actor(), number, [code for code in known if request.form.get(f"{MODEL}{code}")])
        elif standing == "suspend":
            if not words:
                raise Refused(_("Say it in a sentence or two: he reads it."))
            acts.suspend(actor(), number, words)
        else:
            {"lift": acts.lift, "disclose": acts.disclose}[standing](actor(), number)
    except KeyError:
        return go(back, _("There is no such act."), bad=True)
    except Refused as refusal:
        return go(back, refusal.message, bad=True)
    return go(back, _("It is done."))


@pages.get("/desk/sellers/counters", endpoint="seller_counters")
@requires("applications.decide")
def counters() -> Response:
    """Every seller who sold in a year, as DAC7 and the INFORM Act count."""
    visitor, now = shopper(), utc_now()
    year = whole(request.args.get("year"))
    year = year if year is not None and FIRST_YEAR <= year <= now.year else now.year
    title = visitor.t(_("What the law counts"))
    choices = tuple(Choice(str(one), str(one), one == year) for one in range(now.year, FIRST_YEAR - 1, -1))
    table = TableView(
        name=title,
        path=desk_url("desk.seller_counters"),
        columns=tuple(ColumnView(visitor.t(label), end) for label, end in counter_heads()),
        rows=counter_rows(year, now, visitor),
        filters=(FilterView("year", visitor.t(_("Year")), choices),),
        searches=False,
        empty=visitor.t(_("Nobody sold anything in this year.")),
    )
    intro = visitor.t(
        _("DAC7: by calendar year, from 30 sales or more than 2,000 euros on. INFORM Act: any twelve months of the last"
          " twenty-four, from 200 sales and 5,000 dollars on. The file for the tax office: storefront sellers dac7.")
    )  # fmt: skip
    crumb = Link(visitor.t(_("Applications")), desk_url("desk.applications"))
    return render_desk("desk/list.html", ListPage(title, table, intro), title=title, crumbs=(crumb,))


def counter_heads() -> tuple[tuple[Message, bool], ...]:
    """The columns of what the law counts."""
    return (
        (_("Seller"), False), (_("Sales"), True), (_("Paid to him"), True), (_("Fees"), True),
        (_("By quarter"), False), (_("DAC7"), False), (_("Busiest twelve months"), True), (_("INFORM"), False),
    )  # fmt: skip


def counter_rows(year: int, now: datetime, visitor: Shopper, only: frozenset[int] | None = None) -> tuple[RowView, ...]:
    """One a seller; only: of these sellers."""
    day = now.date().isoformat()
    collect, show = threshold("inform-collect", day), threshold("inform-show", day)
    sold = sales_of(now - BACK, now, "USD", only)
    tag, rows = visitor.language, []
    for seller, figures, nearness in years(year):
        if only is not None and seller.id not in only:
            continue
        sales = sold.get(seller.id, [])
        count, amount = best_window(sales, now.date())
        inform = high_volume(sales, collect, now.date())
        shown = high_volume(sales, show, now.date()) == "over"
        quarters = " · ".join(
            f"{one.sales}: {formatting.money(one.consideration, 'EUR', tag)}" for one in figures.quarters
        )
        dac7, tone = NEARNESS[nearness]
        words, inform_tone = NEARNESS[inform]
        detail = visitor.t(_("name and address must be shown")) if shown else ""
        link = desk_url("desk.seller", seller_id=seller.id) if only is None else ""
        rows.append(
            RowView((
                Cell(seller.name, url=link),
                Cell(formatting.number(figures.sales, tag)),
                Cell(formatting.money(figures.consideration, "EUR", tag)),
                Cell(formatting.money(figures.fees, "EUR", tag)),
                Cell(quarters),
                Cell(visitor.t(dac7), tone=tone),
                Cell(formatting.money(amount, "USD", tag), formatting.number(count, tag)),
                Cell(visitor.t(words), detail, tone=inform_tone),
            ))
        )  # fmt: skip
    return tuple(rows)


