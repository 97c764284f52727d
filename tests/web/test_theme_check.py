"""`theme check`: a theme that is broken on purpose in one way, and the one finding that says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from small_shop import shipped_model

from storefront.web.folders import static_folders, template_folders
from storefront.web.globals import NAMES
from storefront.web.theme_check.every import Surroundings, check_theme
from storefront.web.theme_check.findings import Finding
from storefront.web.themes import named_theme

CATEGORY = "templates/catalogue/category.html"
HOME = "templates/catalogue/home.html"
BUY = f"templates/{shipped_model()}/buy.html"
ITSELF = '{% extends "catalogue/category.html" %}\n'
TOML = 'name = "made"\nversion = "1"\ncontract = 1\nparent = "base"\n'
Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """check({path: text}, styles=…): the findings of a child of base with these files."""

    def checked(files: dict[str, str], styles: list[str] | None = None) -> list[Finding]:
        assets = f"[assets]\nstyles = {json.dumps(styles)}\n" if styles else ""
        for path, text in {"theme.toml": TOML + assets, **files}.items():
            file = tmp_path / "themes" / "made" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return findings("made", tmp_path)

    return checked


def findings(name: str, home: Path) -> list[Finding]:
    theme = named_theme(name, home)
    states: Any = {shipped_model(): "enabled"}
    folders = (tuple(template_folders(theme, states)), tuple(static_folders(theme, states)))
    return check_theme(theme, Surroundings(*folders, NAMES | frozenset(Environment().globals)))


def said(found: list[Finding]) -> list[tuple[str, int, str, str]]:
    """Where, code, and the message."""
    return [(Path(one.file).name, one.line, one.code, one.message) for one in found]


@pytest.mark.parametrize("name", ["base", "linen"])
def test_nothing_is_wrong_with_the_shipped_themes(name: str, tmp_path: Path) -> None:
    assert findings(name, tmp_path) == []


def test_names_of_templates_are_those_the_app_gives(demo: Any) -> None:
    # what Flask and Flask-Security add; no template of ours uses it
    theirs = {"config", "request", "session", "g", "url_for", "get_flashed_messages", "_fsdomain"}
    assert set(demo.app.jinja_env.globals) - set(Environment().globals) - theirs == NAMES


# -- what an override must keep -------------------------------------------------------------------


def test_a_dropped_slot_is_found_with_its_line(check: Check) -> None:
    found = check({CATEGORY: ITSELF + "\n{% block content %}<div class=\"page\"><h1>{{ page.name }}</h1>"
                   "{% block results %}<div id=\"results\"></div>{% endblock %}</div>{% endblock %}\n"})  # fmt: skip
    assert said(found) == [
        ("category.html", 3, "slot", "The slot “category.top” is gone: what plugins put there would not be shown."),
    ]
    assert found[0].todo.startswith('Put {{ slot("category.top", …) }} where it belongs, as in ')
    assert found[0].severity == "error"


def test_a_page_that_was_written_anew_keeps_its_slots_too(check: Check) -> None:
    found = check({HOME: '{% extends "layout.html" %}{% block content %}{{ slot("home.top") }}{% endblock %}'})
    assert [one.message[:26] for one in found] == ["The slot “home.models” is "]


def test_a_block_with_super_keeps_what_it_overrides(check: Check) -> None:
    assert check({CATEGORY: ITSELF + "{% block content %}{{ super() }}<hr>{% endblock %}"}) == []
    assert check({CATEGORY: ITSELF + "{% block title %}{{ page.name }}{% endblock %}"}) == []


def test_a_lost_block_that_htmx_refreshes_is_found(check: Check) -> None:
    html = ITSELF + '{% block content %}\n{{ slot("category.top") }}\n<div id="results"></div>{% endblock %}'
    assert said(check({CATEGORY: html})) == [
        ("category.html", 2, "block", "The block “results” is gone: htmx could not refresh its element."),
    ]


@pytest.mark.parametrize(
    "inside", ['<div id="list"></div>', '<div id="results"></div><p></p>', "<p></p>", "{{ page.name }}"]
)
def test_a_block_without_its_one_root_element_is_found(check: Check, inside: str) -> None:
    found = check({CATEGORY: ITSELF + "{% block results %}" + inside + "{% endblock %}"})
    assert said(found) == [
        ("category.html", 2, "root", 'The block “results” must be one element with id="results".'),
    ]


def test_a_fragment_without_its_root_id_is_found(check: Check) -> None:
    found = check({BUY: "<div><p>{{ money(100, 'EUR') }}</p></div>"})
    wanted = f'id="{shipped_model()}-buy-p{{{{ fragment.product_id }}}}"'
    assert said(found) == [
        ("buy.html", 1, "root", f"The template must be one element with {wanted}, as the one it overrides."),
    ]
    assert check({BUY: f'<div class="x" {wanted}></div>'}) == []


def test_a_lost_macro_is_found(check: Check) -> None:
    text = '{% macro card(it, eager=False, level=3, sizes="") %}{{ slot("card.price") }}{{ slot("card.badges") }}{% endmacro %}'
    assert said(check({"templates/macros/card.html": text})) == [
        ("card.html", 1, "macro", "The macro “cards” is gone: templates that import it would fail."),
    ]


# -- what a template asks for ---------------------------------------------------------------------


def test_an_unknown_field_is_found_in_its_line(check: Check) -> None:
    found = check({CATEGORY: ITSELF + "{% block title %}\n{{ page.nmae }}{{ frame.colour }}\n{% endblock %}"})
    assert said(found) == [
        ("category.html", 3, "variable", "frame.colour is not a field of Frame: nothing would be shown."),
        ("category.html", 3, "variable", "page.nmae is not a field of CategoryPage: nothing would be shown."),
    ]
    assert "name" in found[1].todo


def test_an_unknown_name_is_found(check: Check) -> None:
    found = check({CATEGORY: ITSELF + "{% block title %}{{ product.name }}{% endblock %}"})
    assert said(found) == [
        ("category.html", 2, "variable", "Nobody gives “product” to this template: nothing would be shown."),
    ]


def test_names_that_the_template_makes_itself_are_known(check: Check) -> None:
    text = '{% from "macros/badge.html" import dots %}{% set a = 1 %}{% macro b(c) %}{{ c }}{% endmacro %}'
    html = ITSELF + text + "{% block title %}{{ a }}{{ b(1) }}{% for d in page.children %}{{ d.label }}{% endfor %}{% endblock %}"
    assert check({CATEGORY: html}) == []


def test_a_template_that_cannot_be_read_is_found(check: Check) -> None:
    found = check({CATEGORY: ITSELF + "\n{% block title %}{{ page.name }\n"})
    assert [(one.line, one.code) for one in found] == [(3, "template")]


def test_an_unknown_class_in_the_first_comment_is_found(check: Check) -> None:
    found = check({CATEGORY: "{# Accepts: page (storefront.catalogue.contexts.Nothing) #}" + ITSELF})
    assert said(found) == [
        ("category.html", 1, "variable", "The class storefront.catalogue.contexts.Nothing of “page” is not known."),
    ]


# -- what browsers refuse, and people cannot read -------------------------------------------------


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<script>alert(1)</script>", "inline-script"),
        ("<style>p { color: red }</style>", "inline-style"),
        ('<p style="color: red"></p>', "inline-style"),
        ('<p {% if page.name %}style="color: {{ page.name }}"{% endif %}></p>', "inline-style"),
        ('<button onclick="buy()"></button>', "inline-handler"),
        ('<p hx-on:click="buy()"></p>', "inline-handler"),
        ("<p hx-vals='js:{a: 1}'></p>", "inline-handler"),
        ('<p hx-trigger="click[ctrlKey]"></p>', "inline-handler"),
        ('<a href="javascript:buy()"></a>', "inline-handler"),
        ('<img src="{{ page.name }}" width="1" height="1">', "alt"),
        ('<p><img src="x.webp"></p>', "alt"),
    ],
)
def test_what_a_browser_refuses_is_found(check: Check, html: str, code: str) -> None:
    found = check({CATEGORY: ITSELF + "{% block title %}\n\n" + html + "{% endblock %}"})
    assert [(one.line, one.code, one.severity) for one in found] == [(4, code, "error")]
    assert found[0].todo


@pytest.mark.parametrize(
    "html",
    [
        '<script src="{{ asset(\'js/shop.js\') }}" defer></script>',
        '<script type="application/ld+json">{{ page.name }}</script>',
        '<img src="x" alt="">',
        '<img src="x" alt="{{ page.name }}">',
        '<p class="only-ascii" data-on="x">{{ _("Words") }} · {{ page.name }} 12 × 3</p>',
        '<span translate="no">Harbour & Field</span>',
        '<p lang="de">Guten Tag</p>',
        "<code>pip</code>",
        "{# Words in a comment #}",
    ],
)
def test_what_is_well_is_not_found(check: Check, html: str) -> None:
    assert check({CATEGORY: ITSELF + "{% block title %}" + html + "{% endblock %}"}) == []


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Good morning</p>", "“Good morning” is not translated."),
        ("<p>{{ page.name }} for\n you</p>", "“… for you” is not translated."),
        ("<p>早上好</p>", "“早上好” is not translated."),
        ('<a href="/" title="Start {{ page.name }}"></a>', "title=“Start …” is not translated."),
        ('<input placeholder="Search">', "placeholder=“Search” is not translated."),
        ('<img src="x" alt="A pot">', "alt=“A pot” is not translated."),
        ('<nav aria-label="Shelves"></nav>', "aria-label=“Shelves” is not translated."),
    ],
)
def test_words_that_are_not_translated_are_warned_of(check: Check, html: str, shown: str) -> None:
    found = check({CATEGORY: ITSELF + "{% block title %}\n" + html + "{% endblock %}"})
    assert [(one.line, one.code, one.message, one.severity) for one in found] == [(3, "text", shown, "warning")]


# -- files ----------------------------------------------------------------------------------------


def test_a_missing_asset_and_icon_are_found(check: Check) -> None:
    found = check({CATEGORY: ITSELF + '{% block title %}\n{{ asset("img/leaf.svg") }}{{ icon("leaf") }}{{ icon("cart") }}{% endblock %}'})
    assert said(found) == [
        ("category.html", 3, "asset", "There is no static file img/leaf.svg: the page would fail."),
        ("category.html", 3, "icon", "There is no icon “leaf”: nothing would be drawn."),
    ]


def test_a_missing_file_of_a_stylesheet_is_found(check: Check) -> None:
    css = "/* url(comment.png) */\n.a { background: url('../img/leaf.svg') }\n.b { background: url(\"../img/icon.svg\") }\n"
    css += "@import 'https://fonts.example/x.css';\n.c { background: url(data:,) }\n"
    assert said(check({"static/css/made.css": css})) == [
        ("made.css", 2, "asset", "There is no static file img/leaf.svg."),
        ("made.css", 4, "asset", "https://fonts.example/x.css is on another server: the browser refuses it."),
    ]


# -- colours --------------------------------------------------------------------------------------


def test_a_pair_of_tokens_that_cannot_be_read_is_found_with_both_numbers(check: Check) -> None:
    css = ":root {\n  --accent: oklch(70% 0.1 264);\n}\n"
    night = "@media (prefers-color-scheme: dark) { :root { --accent: oklch(78% 0.11 264); } }\n"
    found = check({"static/css/made.css": css + night}, ["css/made.css"])
    assert {(one.line, one.code, one.severity) for one in found} == {(2, "contrast", "error")}
    assert "--accent on --paper (light) has 2.61 : 1; links and reduced prices needs 4.5 : 1." in [o.message for o in found]
    assert "--on-accent on --accent (light) has 2.67 : 1; the words of a button needs 4.5 : 1." in [o.message for o in found]
    assert found[0].todo == "Make --accent darker: change its lightness (the first number of oklch)."


def test_a_colour_given_for_the_day_alone_holds_at_night_and_is_found_there(check: Check) -> None:
    found = check({"static/css/made.css": ":root { --ink: oklch(23% 0.01 265); }"}, ["css/made.css"])
    assert [one.message for one in found][:1] == ["--ink on --accent-soft (dark) has 1.19 : 1; what is chosen needs 4.5 : 1."]
    assert {one.message.partition("(")[2][:5] for one in found} == {"dark)"}


def test_a_badges_words_are_measured_on_their_own_ground(check: Check) -> None:
    css = ":root { --hue-green: oklch(75% 0.1 155); }\n@media (prefers-color-scheme: dark) { :root { --hue-green: oklch(81% 0.1 155) } }"
    found = check({"static/css/made.css": css}, ["css/made.css"])
    assert [(one.line, one.code) for one in found] == [(1, "contrast")]
    assert "a badge's words on its own soft ground needs 4.5 : 1." in found[0].message


@pytest.mark.parametrize("value", ["salmon", "oklch(20% 0 0 / 0.5)", "color-mix(in oklab, red, blue)"])
def test_a_colour_that_cannot_be_measured_is_warned_of(check: Check, value: str) -> None:
    found = check({"static/css/made.css": f":root {{ --bad-soft: {value}; }}"}, ["css/made.css"])
    assert [(one.code, one.severity) for one in found] == [("token", "warning")] * 2


def test_a_token_may_stand_for_another(check: Check) -> None:
    assert check({"static/css/made.css": ":root { --good: var(--ink); --on-accent: var(--paper) }"}, ["css/made.css"]) == []
