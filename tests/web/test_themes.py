"""Themes in use: a child changes what it names and nothing else, and a wrong one fails at start with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from storefront import db
from storefront.app import create_app
from storefront.commands import themes as commands
from storefront.errors import ThemeError
from storefront.settings import Settings, ThemeSettings
from storefront.web.theme_making import make_theme
from storefront.web.themes import find_theme, named_theme

TOML = 'name = "{name}"\nversion = "1"\ncontract = 1\nparent = "{parent}"\n'
Themed = Callable[..., Flask]


@pytest.fixture
def themed(demo: Any) -> Themed:
    """themed(name, {path: text}, parent="base"): the demo shop in this theme."""

    def build(name: str, files: dict[str, str] | None = None, parent: str = "base", toml: str = "") -> Flask:
        if files is not None or toml:
            write(demo.settings.home, name, files or {}, parent, toml)
        app = create_app(replace(demo.settings, theme=ThemeSettings(name)))
        app.testing = True
        app.config["PROPAGATE_BUGS"] = True
        return app

    yield build
    take_away(demo.settings.home / "themes")


def take_away(folder: Path) -> None:
    """By whole paths, so that the guard against writing into the checkout knows where."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if folder.is_dir():
        folder.rmdir()


def write(home: Path, name: str, files: dict[str, str], parent: str = "base", toml: str = "") -> Path:
    folder = home / "themes" / name
    for path, text in {"theme.toml": TOML.format(name=name, parent=parent) + toml, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def styles(html: str) -> list[str]:
    return re.findall(r'rel="stylesheet" href="/static/\w+/([^"]+)"', html)


# -- inheritance ----------------------------------------------------------------------------------


def test_linen_changes_its_page_and_adds_its_stylesheet_after_the_parents(demo: Any, themed: Themed) -> None:
    before = demo.browser().get("/en/").text
    html = themed("linen").test_client().get("/en/").text
    assert ('class="window"' in html, 'class="window"' in before) == (True, False)
    assert styles(html) == [*styles(before), "css/linen.css"] == ["css/tokens.css", "css/base.css", "css/linen.css"]
    assert re.search(r"<title>[^<]+</title>", html)[0] == re.search(r"<title>[^<]+</title>", before)[0]  # type: ignore[index]


def test_every_other_page_of_linen_is_that_of_base(demo: Any, themed: Themed) -> None:
    own = re.compile(r'<link rel="stylesheet" href="[^"]*linen.css">\n')
    path = f"/en/p/{demo.slugs()[0]}"
    before = demo.browser().get(path).text
    assert own.sub("", themed("linen").test_client().get(path).text) == before


def test_a_template_that_extends_itself_draws_the_one_it_overrides(demo: Any, themed: Themed) -> None:
    child = '{% extends "layout.html" %}{% block footer %}<p id="mine"></p>{{ super() }}{% endblock %}'
    before = demo.browser().get("/en/pages/terms").text
    html = themed("child", {"templates/layout.html": child}).test_client().get("/en/pages/terms").text
    assert html.replace('<p id="mine"></p>', "") == before
    grandchild = child.replace("mine", "ours")
    html = themed("grandchild", {"templates/layout.html": grandchild}, "child").test_client().get("/en/pages/terms").text
    assert html.replace('<p id="ours"></p><p id="mine"></p>', "") == before


def test_a_macro_file_may_import_the_one_it_overrides(demo: Any, themed: Themed) -> None:
    macros = (
        '{% from "macros/card.html" import card as plain %}'
        "{% macro card(it, eager=False, level=3) %}<li class=\"mine\"></li>{{ plain(it, eager, level) }}{% endmacro %}"
        "{% macro cards(list, eager=0, level=3) %}<ul>{% for it in list %}{{ card(it, False, level) }}{% endfor %}</ul>"
        "{% endmacro %}"
    )
    html = themed("cards", {"templates/macros/card.html": macros}).test_client().get("/en/c/kitchen").text
    count = demo.browser().get("/en/c/kitchen").text.count('<li class="card">')
    assert html.count('<li class="mine"></li><li class="card">') == count > 5


def test_values_are_escaped_in_the_overridden_template_too(demo: Any, themed: Themed) -> None:
    child = '{% extends "catalogue/search.html" %}{% block title %}{{ super() }}{% endblock %}'
    app = themed("escaped", {"templates/catalogue/search.html": child})
    html = app.test_client().get("/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_block_of_an_overridden_page_is_still_refreshed_alone(themed: Themed) -> None:
    child = '{% extends "catalogue/category.html" %}{% block results %}{{ super() }}{% endblock %}'
    app = themed("blocks", {"templates/catalogue/category.html": child})
    partial = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#results"}
    html = app.test_client().get("/en/c/kitchen", headers=partial).text
    assert html.strip().startswith('<div id="results">')


# -- wrong themes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "files", "said"),
    [
        ("contract = 9\n", {}, r"theme 'wrong': .*theme.toml: Cannot overwrite a value"),
        ("[assets]\nstyles = 'x.css'\n", {}, r"theme 'wrong': .*theme.toml: \[assets\] styles is a list of paths"),
        ("[assets]\nstyles = ['css/x.css']\n", {}, "theme 'wrong': the stylesheet 'css/x.css' of its theme.toml is in no"),
        ("", {"templates/layout.html": "\n{% block %}"}, r"theme 'wrong': .*templates/layout.html:2: "),
        ("", {"templates/a.html": "{{ x | nothing }}"}, None),
    ],
)
def test_a_wrong_theme_fails_at_start_and_says_why(themed: Themed, toml: str, files: Any, said: str | None) -> None:
    if said is None:
        themed("wrong", files, toml=toml)
        return
    with pytest.raises(ThemeError, match=said):
        themed("wrong", files, toml=toml)


def test_a_theme_that_is_its_own_grandparent_is_refused(settings: Settings) -> None:
    for name, parent in (("one", "two"), ("two", "one")):
        write(settings.home, name, {}, parent)
    with pytest.raises(ThemeError, match="theme 'one': 'one' is its own parent"):
        find_theme(replace(settings, theme=ThemeSettings("one")))


def test_a_theme_of_another_contract_is_refused(settings: Settings) -> None:
    folder = write(settings.home, "old", {})
    (folder / "theme.toml").write_text('name = "old"\ncontract = 0\n', encoding="utf-8")
    with pytest.raises(ThemeError, match=r"theme 'old': it fits contract 0, this shop speaks 1 \(.*theme.toml\)"):
        named_theme("old", settings.home)


# -- new ------------------------------------------------------------------------------------------


def test_a_new_theme_works_and_looks_like_its_parent(demo: Any, themed: Themed) -> None:
    made = make_theme("spring-27", "linen", demo.settings.home)
    assert [path.name for path in made] == ["spring-27.css", "layout.html", "theme.toml"]
    assert "NAME" not in "".join(path.read_text(encoding="utf-8") for path in made)
    html = themed("spring-27").test_client().get("/en/").text
    assert 'class="window"' in html
    assert styles(html)[-2:] == ["css/linen.css", "css/spring-27.css"]


@pytest.mark.parametrize(
    ("name", "parent", "said"),
    [
        ("Spring", "base", "a name is of small letters, digits and hyphens"),
        ("../up", "base", "a name is of small letters, digits and hyphens"),
        ("", "base", "a name is of small letters, digits and hyphens"),
        ("linen", "base", "theme 'linen' is there already"),
        ("spring", "summer", "theme 'summer' was not found in"),
        ("odd", "base", "is there already and is no theme"),
    ],
)
def test_a_new_theme_that_cannot_be_is_refused_and_nothing_is_made(
    settings: Settings, name: str, parent: str, said: str
) -> None:
    (settings.home / "themes" / "odd").mkdir(parents=True)
    with pytest.raises(ThemeError, match=said):
        make_theme(name, parent, settings.home)
    assert [path.name for path in (settings.home / "themes").iterdir()] == ["odd"]


# -- commands -------------------------------------------------------------------------------------


@pytest.fixture
def run(demo: Any, themed: Themed, monkeypatch: pytest.MonkeyPatch) -> Any:
    """run("use", "linen") → (exit code, output)."""
    from click.testing import CliRunner

    home = demo.settings.home
    monkeypatch.setenv("STOREFRONT_HOME", str(home))
    monkeypatch.setenv("STOREFRONT_DATABASE", demo.settings.database_url)
    before = (home / "storefront.toml").read_text(encoding="utf-8")

    def command(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(commands.theme, list(words), standalone_mode=False)
        code = done.return_value if isinstance(done.return_value, int) else 0
        return (code, done.output) if done.exception is None else (2, f"{done.output}{done.exception}")

    yield command
    (home / "storefront.toml").write_text(before, encoding="utf-8")
    db.open_database(demo.settings.database_url)


def test_use_writes_the_settings_file_when_nothing_is_wrong(demo: Any, run: Any) -> None:
    assert run("use", "linen") == (0, "The theme is linen. Start the shop again to see it.\n")
    code, output = run("list")
    assert code == 0
    assert [line.split() for line in output.splitlines()] == [
        ["theme", "version", "parents"], ["base", "1.0.0"], ["*", "linen", "1.0.0", "base"],
    ]  # fmt: skip


def test_use_is_refused_with_reasons_and_the_theme_stays(demo: Any, run: Any) -> None:
    html = '{% extends "catalogue/home.html" %}\n{% block content %}<p>Hi there</p>{% endblock %}'
    write(demo.settings.home, "bare", {"templates/catalogue/home.html": html})
    before = (demo.settings.home / "storefront.toml").read_text(encoding="utf-8")
    code, output = run("use", "bare")
    assert code == 2
    assert "themes/bare/templates/catalogue/home.html:2: error slot: The slot “home.top” is gone" in output
    assert "bare has 2 errors and is not used. The theme is as it was." in output
    assert "Hi there" not in output  # a warning keeps nobody from using it
    assert (demo.settings.home / "storefront.toml").read_text(encoding="utf-8") == before


def test_check_tells_people_and_programs_and_its_exit_code_says_how_bad_it_is(demo: Any, run: Any) -> None:
    assert run("check", "linen") == (0, "linen: no errors, no warnings.\n")
    words = '{% extends "layout.html" %}{% block footer %}{{ super() }}<p>Hello you</p>{% endblock %}'
    write(demo.settings.home, "worded", {"templates/layout.html": words})
    code, output = run("check", "worded")
    assert code == 1
    assert output.splitlines()[0] == "themes/worded/templates/layout.html:1: warning text: “Hello you” is not translated."
    assert output.splitlines()[-1] == "worded: no errors, 1 warning."
    write(demo.settings.home, "worded", {"templates/layout.html": words.replace("<p>", '<p style="x">')})
    code, output = run("check", "worded", "--json")
    assert code == 2
    assert [(one["code"], one["line"], one["severity"]) for one in json.loads(output)] == [
        ("inline-style", 1, "error"), ("text", 1, "warning"),
    ]  # fmt: skip
    assert set(json.loads(output)[0]) == {"file", "line", "code", "message", "todo", "severity"}


def test_list_says_why_a_theme_cannot_be_used(demo: Any, run: Any) -> None:
    write(demo.settings.home, "orphan", {}, "nobody")
    code, output = run("list")
    assert code == 0
    assert "theme 'nobody' was not found in" in output
