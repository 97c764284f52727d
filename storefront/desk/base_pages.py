"""What all pages of the desk share: their blueprint, frame, language and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, make_response, redirect, request

from storefront import formatting
from storefront.accounts.permissions import may
from storefront.accounts.person import Person
from storefront.db import utc_now
from storefront.desk.audit import Actor
from storefront.desk.frame import DeskFrame, MenuLink
from storefront.desk.menu import heading_of
from storefront.desk.message_table import open_reports, waiting
from storefront.digits import whole
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _, language
from storefront.runtime import current
from storefront.web import htmx
from storefront.web.error_pages import error_page
from storefront.web.form_view import Choice
from storefront.web.frame import Link
from storefront.web.framing import menu_items
from storefront.web.notices import say, take_notice
from storefront.web.people import current_person, private
from storefront.web.rendering import render_block
from storefront.web.request_ids import request_id
from storefront.web.shopper import Shopper, shopper

pages = Blueprint("desk", __name__, template_folder="templates")
PREFIX = "/desk"


@pages.before_request
def speak() -> Response | None:
    """The desk speaks the person's language; its paths name none."""
    person = current_person()
    if person is not None and person.language in current().settings.shop.languages:
        g.language = person.language
    if htmx.htmx.boosted and not urlsplit(htmx.current_url()).path.startswith(PREFIX):
        # the shop's pages have other styles and scripts: the desk is loaded whole
        answer = make_response("", 200)
        answer.headers["HX-Redirect"] = request.full_path.rstrip("?")
        return private(answer) if request.method == "GET" else None
    return None


def desk_person() -> Person:
    """Who is signed in, on a page that `requires` somebody."""
    person = current_person()
    assert person is not None
    return person


def actor() -> Actor:
    """The same as who acts, with the moment and the request."""
    return Actor(desk_person(), utc_now(), request_id())


def known_number(text: str) -> int:
    """A row's number out of a path; raises NotFound for what is none."""
    number = whole(text)
    if number is None:
        raise NotFound("an address names something by its number")
    return number


def desk_url(endpoint: str, **values: Any) -> str:
    """A path of the desk."""
    return shopper().url(endpoint, **values)


def has_page(endpoint: str) -> bool:
    """Whether this shop has such a page: what only some parts of the desk bring is linked where it is there."""
    return endpoint in current_app.view_functions


def render_desk(
    template: str,
    page: Any,
    *,
    title: str,
    crumbs: Sequence[Link] = (),
    status: int = 200,
) -> Response:
    """A page of the desk, or the block of it that htmx asked for."""
    frame = _frame(shopper(), title, tuple(crumbs), wrong=status == 422)
    values = {"page": page, "desk": frame}
    block = htmx.target_id() if htmx.wants_block() else ""
    html = render_block(template, block.replace("-", "_"), **values) if block else None
    if html is not None:
        return htmx.varied(make_response(html, status))
    response = make_response(current_app.jinja_env.get_template(template).render(values), status)
    return private(htmx.varied(htmx.for_body(response) if block else response))


def go(where: str, notice: Message | None = None, *, bad: bool = False) -> Response:
    """303 to another page of the desk, with a sentence that is said once there."""
    if notice is not None:
        say(notice, bad=bad)
    return private(htmx.varied(redirect(where, code=303)))  # type: ignore[arg-type]


def _frame(visitor: Shopper, title: str, crumbs: tuple[Link, ...], *, wrong: bool) -> DeskFrame:
    spoken, notice, person = language(visitor.language), take_notice(), desk_person()
    shop = visitor.runtime.settings.shop
    start = desk_url("desk.start")
    return DeskFrame(
        shop_name=shop.name,
        language=spoken.tag,
        direction=spoken.direction,
        title=title,
        menu=_menu(visitor, person),
        crumbs=crumbs,
        home_url=start,
        find_url=desk_url("desk.find"),
        shop_url=visitor.url("catalogue.home"),
        account_url=visitor.url("account.home"),
        sign_out_url=visitor.url("account.leave"),
        language_url=desk_url("desk.set_language"),
        languages=tuple(Choice(tag, language(tag).name, tag == spoken.tag) for tag in shop.languages),
        current_url=request.full_path.rstrip("?") if request.method == "GET" else start,
        person=person.name or person.email,
        query=request.args.get("q", "")[:200] if request.endpoint == "desk.find" else "",
        notice=visitor.t(notice.message) if notice else "",
        notice_bad=bool(notice and notice.bad),
        wrong=wrong,
    )


def _menu(visitor: Shopper, person: Person) -> tuple[MenuLink, ...]:
    """What this person may open; the page one is on, or the list it belongs to, is marked."""
    links, counted, above = [], _counts(visitor, person), None
    for item in menu_items("desk", visitor):
        if not may(person, item.act) or not has_page(item.endpoint):
            continue
        url = visitor.url(item.endpoint, **item.values)
        inside = request.path == url or (url != f"{PREFIX}/" and request.path.startswith(f"{url.rstrip('/')}/"))
        heading = heading_of(item.order)
        begins, above = heading if heading is not above else None, heading
        links.append(
            MenuLink(
                visitor.t(item.label), url, item.icon, item.key, inside, counted.get(item.endpoint, ""),
                visitor.t(begins) if begins else "",
            )
        )  # fmt: skip
    return tuple(links)


def _counts(visitor: Shopper, person: Person) -> dict[str, str]:
    """How much waits behind a link of the menu, where something does."""
    counts = {"desk.messages": waiting(person) if may(person, "messages.answer") else 0}
    counts["desk.reports"] = open_reports() if may(person, "reports.decide") else 0
    return {endpoint: formatting.number(count, visitor.language) for endpoint, count in counts.items() if count}


@pages.errorhandler(NotFound)
def not_found(_error: NotFound) -> Any:
    """Not there, or not his: the same answer."""
    if not may(current_person(), "desk"):
        return private(error_page(404))
    title = shopper().t(_("It is not there"))
    return render_desk("desk/gone.html", None, title=title, status=404)


@pages.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """What cannot be done now, said where one came from; what has a form says it at its field instead."""
    back = urlsplit(request.referrer or "").path
    where = back if back.startswith(f"{PREFIX}/") else desk_url("desk.start")
    return go(where, error.message, bad=True)
