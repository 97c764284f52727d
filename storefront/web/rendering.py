"""From a page's context to its answer: whole page, or the block that htmx asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Unpack

from flask import Response, current_app, g, make_response, request
from markupsafe import Markup

from storefront.forms import Checked, Section
from storefront.values import Kept
from storefront.web import htmx
from storefront.web.form_view import Choice, FieldGroup, FieldView, FormError
from storefront.web.frame import Told
from storefront.web.framing import frame_for
from storefront.web.notices import ONCE
from storefront.web.page_cache.recording import ENVIRON_KEY, Recording
from storefront.web.shopper import MARKET_SECONDS, Shopper, shopper
from storefront.web.slots import Prepared, Slots


def render_page(
    template: str,
    page: Any,
    *,
    slots: Slots | None = None,
    status: int = 200,
    kept: Kept | None = None,
    **told: Unpack[Told],
) -> Response:
    """The page in the active theme; for a partial request only the block named like its target.

    kept: what the page shows, so that the page cache may keep it; without it the page is drawn for each request.
    told: what the page's frame says of it.
    """
    visitor = shopper()
    if "only_fragments" in g:
        g.slots = dict(slots or {})
        return make_response("", 200)
    _record(visitor, kept if status == 200 and _says_nothing_once(visitor) else None)
    g.prepared = Prepared(visitor, slots or {})
    frame = replace(frame_for(visitor, title=told.pop("title", "")), **told)
    if status != 200 or frame.robots:
        frame = replace(frame, alternates=())  # search engines are told of pages only that they may keep
    values = {"page": page, "frame": frame}
    block = htmx.target_id() if htmx.wants_block() else ""
    html = render_block(template, block.replace("-", "_"), **values) if block else None
    if html is not None:
        return htmx.varied(make_response(html, status))
    html = current_app.jinja_env.get_template(template).render(values)
    response = make_response(html, status)
    whole = html.lstrip()[:9].lower() == "<!doctype"
    if whole:
        response.headers["Link"] = current_app.extensions["assets"].needed
    return htmx.varied(htmx.for_body(response) if block and whole else response)


def _says_nothing_once(visitor: Shopper) -> bool:
    return visitor.context.tried is None and ONCE.isdisjoint(visitor.visit.session)


def _record(visitor: Shopper, kept: Kept | None) -> None:
    """Tell the page cache, where there is one, whether this page may be kept and until when it is right."""
    recording = request.environ.get(ENVIRON_KEY)
    if not isinstance(recording, Recording):
        return
    recording.keep = kept is not None
    if kept is not None:
        recording.shows(kept)
        recording.shown_sku = visitor.context.shown_sku


def render_block(template_name: str, block: str, **values: Any) -> str | None:
    """One block of a page, seen through the theme that overrides it; None: there is no such block."""
    env = current_app.jinja_env
    template = env.get_template(template_name)
    context = template.new_context(values)
    # Running up to the first output executes imports and {% extends %}, which puts the blocks of
    # every parent template into context.blocks (see tests/web/test_blocks.py).
    next(template.root_render_func(context), None)
    if block not in context.blocks:
        return None
    return env.concat(context.blocks[block][0](context))


def partials(*parts: tuple[str, str]) -> Response:
    """Several changed elements in one htmx answer: (element id, html)."""
    html = Markup("").join(
        Markup('<hx-partial hx-target="#{id}" hx-swap="outerHTML">{html}</hx-partial>').format(
            id=element_id, html=Markup(content)  # noqa: S704 - drawn by our own templates
        )
        for element_id, content in parts
    )
    response = make_response(str(html))
    response.headers["Cache-Control"] = "no-store"
    return htmx.varied(response)


def field_views(
    sections: tuple[Section, ...], values: Mapping[str, str], errors: Mapping[str, Any], visitor: Shopper
) -> tuple[FieldGroup, ...]:
    """Rules' fields as templates show them: translated, with what was typed and what is wrong."""
    t = visitor.t
    groups = []
    for section in sections:
        views = tuple(
            FieldView(
                name=one.name,
                label=t(one.label),
                type=one.type,
                # a password never comes back
                value="" if one.type == "password" else values.get(one.name, ""),
                error=t(errors.get(one.name)),
                help=t(one.help),
                required=one.required,
                autocomplete=one.autocomplete,
                inputmode=one.inputmode,
                choices=tuple(
                    Choice(o.value, t(o.label), values.get(one.name, "") == o.value, t(o.detail), o.price, o.icon)
                    for o in one.options
                ),
                dir=one.dir,
                width=one.width,
                maxlength=one.maxlength,
                reloads=one.reloads,
            )
            for one in section.fields
        )
        groups.append(FieldGroup(views, t(section.legend), t(section.help)))
    return tuple(groups)


def form_errors(checked: Checked, visitor: Shopper | None = None) -> tuple[FormError, ...]:
    """What is wrong, for the list on top of the form."""
    visitor = visitor or shopper()
    return tuple(FormError(visitor.t(message), name) for name, message in checked.errors.items())


def remember_market(response: Response, market: str) -> Response:
    """Keep the market for a year."""
    secure = request.is_secure
    response.set_cookie(
        "market", market, max_age=MARKET_SECONDS, samesite="Lax", httponly=True, secure=secure
    )
    return response
