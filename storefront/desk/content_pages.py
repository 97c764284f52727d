"""The shop's own pages at the desk: imprint, terms, delivery; their words by language and their menus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from storefront.catalogue.content import HOME, PLACES, SLUG_LIMIT, is_slug
from storefront.catalogue.content import pages as all_rows
from storefront.catalogue.html import cleaned, plain
from storefront.desk import edit_forms
from storefront.desk.base_pages import actor, desk_url, go, pages, render_desk
from storefront.desk.content_actions import (
    DRAFT,
    PUBLISHED,
    UNPUBLISHED,
    PageState,
    SlugTaken,
    all_slugs,
    change_page,
    create_page,
    delete_page,
    move_page,
    order_pages,
    page_state,
    read_page,
)
from storefront.desk.content_contexts import ContentList, ContentMenu, ContentRow, LackingPage, LanguageMark
from storefront.desk.edit_forms import EditForm, Read, Word
from storefront.desk.form_pages import shop_form, show, typed_form
from storefront.desk.versions import ChangedMeanwhile, version_of
from storefront.forms import Field, Option, Section
from storefront.i18n import Message, _, language
from storefront.legal_drafts import legal_drafts, missing_legal_pages
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.preview_links import preview_token
from storefront.web.shopper import Shopper, shopper

# terms are long, and a letter is up to nine bytes of a form
LONGEST, MOST_BYTES = 60_000, 8 * 1024 * 1024
WORDS = (Word("title", _("Title")), Word("body", _("Text"), long=True, most=LONGEST, html=True))
STATES = {PUBLISHED: _("Published"), DRAFT: _("Draft"), UNPUBLISHED: _("Not published")}
TONES = {PUBLISHED: "good", DRAFT: "warn", UNPUBLISHED: "quiet"}
MENUS = {"header": _("In the header and the footer"), "footer": _("In the footer"), "none": _("In no menu")}


@pages.get("/desk/pages", endpoint="content_pages")
@requires("content.edit")
def content_list() -> Response:
    visitor, rows = shopper(), all_rows()
    states = {slug: page_state(slug, [row for row in rows if row["slug"] == slug]) for slug in all_slugs()}
    seen = {(row["slug"], row["language"]) for row in rows if row["published"]}
    title = visitor.t(_("Pages"))
    page = ContentList(
        title,
        _lacking(seen, states, visitor),
        _row(states.get(HOME, PageState(HOME)), visitor, True, True),
        tuple(_menu(place, states, visitor) for place in MENUS),
        desk_url("desk.order_content_pages"),
        desk_url("desk.new_content_page"),
    )
    return render_desk("desk/content.html", page, title=title)


def _lacking(
    seen: set[tuple[str, str]], states: Mapping[str, PageState], visitor: Shopper
) -> tuple[LackingPage, ...]:
    """What the law asks for, as `storefront doctor` sees it."""
    languages = visitor.runtime.settings.shop.languages
    found = []
    for slug, tags in missing_legal_pages(seen, languages).items():
        named = _title(states.get(slug) or _drafted(slug), visitor)
        if slug not in states:
            words, url = _("%(page)s: there is no such page.", page=named), desk_url("desk.new_content_page", slug=slug)
        else:
            spoken = tuple(language(tag).name for tag in tags)
            hidden = states[slug].state == UNPUBLISHED
            words = (
                _("%(page)s: it is not published.", page=named)
                if hidden
                else _("%(page)s: it is not written in %(languages)s.", page=named, languages=spoken)
            )
            url = desk_url("desk.content_page", page_id=slug)
        found.append(LackingPage(visitor.t(words), url))
    return tuple(found)


def _drafted(slug: str) -> PageState:
    return PageState(slug, texts=legal_drafts()[slug])


def _menu(place: str, states: Mapping[str, PageState], visitor: Shopper) -> ContentMenu:
    inside = [one for slug, one in states.items() if slug != HOME and one.place == place]
    last = len(inside) - 1
    rows = tuple(_row(one, visitor, at == 0, at == last) for at, one in enumerate(inside))
    return ContentMenu(place, visitor.t(MENUS[place]), rows)


def _row(state: PageState, visitor: Shopper, first: bool, last: bool) -> ContentRow:
    home = state.slug == HOME
    return ContentRow(
        state.slug,
        visitor.t(_("Start page")) if home else _title(state, visitor),
        desk_url("desk.content_page", page_id=state.slug),
        visitor.url("catalogue.home") if home else visitor.url("catalogue.content", slug=state.slug),
        visitor.t(STATES[state.state]) if state.state != PUBLISHED else "",
        TONES[state.state],
        tuple(_mark(tag, state, visitor) for tag in visitor.runtime.settings.shop.languages),
        first,
        last,
    )


def _mark(tag: str, state: PageState, visitor: Shopper) -> LanguageMark:
    if tag not in state.texts:
        words, tone = _("not written"), "quiet"
    else:
        words, tone = (_("draft"), "warn") if tag in state.drafts else (_("written"), "good")
    return LanguageMark(tag.partition("-")[0], f"{language(tag).name}: {visitor.t(words)}", tone)


def _title(state: PageState, visitor: Shopper) -> str:
    languages = (*visitor.languages, *state.texts)
    return next((state.texts[tag]["title"] for tag in languages if tag in state.texts), state.slug)


@pages.post("/desk/pages/order", endpoint="order_content_pages")
@requires("content.edit")
def order() -> Response:
    """A button moves one among those of its menu; a script sends the menu's whole order."""
    way, _dash, slug = request.form.get("move", "").partition("-")
    if way in ("up", "down"):
        move_page(actor(), slug, -1 if way == "up" else 1)
    else:
        order_pages(actor(), request.form.get("order", "")[:20_000].split(","))
    return go(desk_url("desk.content_pages"))


def _form(state: PageState | None) -> EditForm:
    """The start page has words only; a page is called a draft until it is published."""
    if state is not None and state.slug == HOME:
        return shop_form((), WORDS, "title")
    known = [one for one in STATES if one != DRAFT or (state is not None and state.state == DRAFT)]
    hint = _("A draft is shown with a note that it is one; a shop in production does not start with it.")
    fields = [
        Field(
            "state", _("Status"), "select", width="half", options=tuple(Option(one, STATES[one]) for one in known),
            help=hint if DRAFT in known else None,
        ),
        Field(
            "place", _("Menu"), "select", width="half",
            options=tuple(Option(one, MENUS[one]) for one in PLACES),
        ),
    ]  # fmt: skip
    if state is None:
        slug_hint = _("The last part of its address: small letters, digits and hyphens.")
        fields.append(
            Field(
                "slug", _("Address"), dir="ltr", width="half", help=slug_hint, maxlength=SLUG_LIMIT,
                check=lambda text: None if is_slug(text) else slug_hint,
            )
        )  # fmt: skip
    return shop_form((Section(tuple(fields)),), WORDS, "title")


def _read(form: EditForm, typed: dict[str, str], saved: dict[str, dict[str, str]]) -> Read:
    """The form checked: a title alone is no page, and neither is a text of which nothing is left when cleaned."""
    found = edit_forms.read(form, typed, saved)
    for tag, text in found.texts.items():
        if tag in form.languages and not plain(cleaned(text["body"])):
            found.errors.setdefault(f"t-{tag}-body", _("A text is needed where there is a title."))
    return found


@pages.get("/desk/pages/new", endpoint="new_content_page")
@requires("content.edit")
def new() -> Response:
    """An empty form; for a page that the law asks for, with its titles."""
    slug = request.args.get("slug", "")
    slug = slug if slug in legal_drafts() else ""
    titles = {f"t-{tag}-title": text["title"] for tag, text in legal_drafts().get(slug, {}).items()}
    return _show(None, {"state": PUBLISHED, "place": "footer", "slug": slug, **titles})


@pages.post("/desk/pages/new", endpoint="create_content_page")
@requires("content.edit")
def create() -> Response:
    typed = _sent()
    found = _read(_form(None), typed, {})
    values = found.values
    if not found.errors:
        try:
            create_page(actor(), values["slug"], values["state"], values["place"], found.texts)
        except SlugTaken as taken:
            found.errors["slug"] = taken.message
    if found.errors:
        return _show(None, typed, errors=found.errors)
    return go(desk_url("desk.content_page", page_id=values["slug"]), _("The page is saved."))


@pages.get("/desk/pages/<page_id>", endpoint="content_page")
@requires("content.edit")
def content_page(page_id: str) -> Response:
    state = read_page(page_id)
    return _show(state, _typed(state), version=version_of(state.told()))


@pages.post("/desk/pages/<page_id>", endpoint="save_content_page")
@requires("content.edit")
def save(page_id: str) -> Response:
    state, typed = read_page(page_id), _sent()
    version = typed.get("version", "")[:40]
    found = _read(_form(state), typed, state.texts)
    if found.errors:
        return _show(state, typed, version=version, errors=found.errors)
    wanted, place = found.values.get("state", PUBLISHED), found.values.get("place", state.place)
    try:
        change_page(actor(), page_id, version, wanted, place, found.texts)
    except ChangedMeanwhile as meanwhile:
        return _show(state, typed, meanwhile=meanwhile)
    return go(desk_url("desk.content_page", page_id=page_id), _("The page is saved."))


@pages.post("/desk/pages/<page_id>/delete", endpoint="delete_content_page")
@requires("content.edit")
def delete(page_id: str) -> Response:
    delete_page(actor(), page_id)
    return go(desk_url("desk.content_pages"), _("The page is deleted."))


def _sent() -> dict[str, str]:
    request.max_form_memory_size = request.max_content_length = MOST_BYTES
    return typed_form(LONGEST + 1)


def _typed(state: PageState) -> dict[str, str]:
    return {"state": state.state, "place": state.place, **edit_forms.typed_words(WORDS, state.texts)}


def _show(state: PageState | None, typed: dict[str, str], **more: Any) -> Response:
    visitor = shopper()
    title = next(filter(None, (typed.get(f"t-{tag}-title", "") for tag in visitor.languages)), "")
    action = desk_url("desk.create_content_page")
    if state is not None:
        action = desk_url("desk.save_content_page", page_id=state.slug)
        more |= {"acts": _acts(state, visitor), "saved": _typed(state), "subject": f"page:{state.slug}"}
        more |= _ways(state, visitor)
    named: Message | str = state.slug if state else _("New page")
    if state is not None and state.slug == HOME:
        title = visitor.t(_("Start page"))
        more["intro"] = visitor.t(_("The start page begins with this title and one or two sentences."))
    crumb = Link(visitor.t(_("Pages")), desk_url("desk.content_pages"))
    return show(_form(state), typed, title=title or visitor.t(named), action=action, crumb=crumb, **more)


def _ways(state: PageState, visitor: Shopper) -> dict[str, str]:
    """Where the page is looked at."""
    if state.slug == HOME:
        return {"shop_url": visitor.url("catalogue.home")}
    if state.state == UNPUBLISHED:
        token = preview_token(f"page:{state.slug}")
        return {"preview_url": visitor.url("catalogue.content", slug=state.slug, preview=token)}
    return {"shop_url": visitor.url("catalogue.content", slug=state.slug)}


def _acts(state: PageState, visitor: Shopper) -> tuple[ActionForm, ...]:
    """What the law asks for stays; so does what the start page says, as long as it says anything."""
    if state.slug in legal_drafts() or not state.texts:
        return ()
    url = desk_url("desk.delete_content_page", page_id=state.slug)
    hint = _("It is gone for good, in every language. To take it out of sight for a while, do not publish it.")
    return (ActionForm("delete", visitor.t(_("Delete")), url, explanation=visitor.t(hint), tone="danger"),)
