"""A wrong plugin fails at start, and the message says which, which hook, how it is defined and why."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import peewee
import pytest

from storefront import core_hooks, plugin_manager
from storefront.db import transaction, utc_now
from storefront.errors import NotFound, PluginError, Refused
from storefront.i18n import Message
from storefront.plugin_manager import build, change_state, check, first_states, load, read_states, set_version
from storefront.values import OpenWork

HEAD = "import pluggy\nhookimpl = pluggy.HookimplMarker('storefront')\n"
MODEL = """
from storefront.i18n import Message
from storefront.values import BusinessModel
@hookimpl
def business_model():
    return BusinessModel("%s", Message("Plums"), Message("Growers"), Message("Eaters"), "plum", "cart")
"""
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Make a plugin of some text and install it: found by its entry point, like any other."""
    monkeypatch.syspath_prepend(str(tmp_path))
    points: dict[str, importlib.metadata.EntryPoint] = {}
    monkeypatch.setattr(plugin_manager, "found_plugins", lambda: dict(points))

    def make(name: str, hooks: str = "", init: str = "CONTRACT = 1\nfrom {package} import hooks\n") -> None:
        package = tmp_path / f"{name}_plugin"
        package.mkdir()
        (package / "__init__.py").write_text(init.format(package=package.name))
        (package / "hooks.py").write_text(HEAD + hooks)
        points[name] = importlib.metadata.EntryPoint(name, package.name, plugin_manager.GROUP)

    yield make
    for name in [name for name in sys.modules if name.split(".")[0].endswith("_plugin")]:
        del sys.modules[name]


def refusal(name: str) -> str:
    with pytest.raises(PluginError) as raised:
        check(name, load(name))
    return str(raised.value)


def test_a_right_plugin_is_accepted(install: Install) -> None:
    install("plums", MODEL % "plums")
    built = build({"plums": "enabled"}, core_hooks)
    assert built.selling == {"plums"}
    assert built.models["plums"].hue == "plum"


def test_a_plugin_that_is_not_installed_names_those_that_are(install: Install) -> None:
    install("plums")
    install("apples")
    assert refusal("pears") == "plugin 'pears' is not installed. Installed: apples, plums."


def test_a_plugin_that_is_not_installed_where_there_is_none(install: Install) -> None:
    assert refusal("pears") == "plugin 'pears' is not installed. Installed: none."


def test_a_plugin_that_cannot_be_imported_says_why(install: Install) -> None:
    install("plums", init="raise RuntimeError('no stones')\n")
    assert refusal("plums") == "plugin 'plums' (plums_plugin) cannot be imported: RuntimeError('no stones')"


def test_a_plugin_for_another_contract_is_refused(install: Install) -> None:
    install("plums", init="CONTRACT = 7\nfrom {package} import hooks\n")
    assert refusal("plums") == (
        "plugin 'plums': it fits contract 7, this shop speaks 1. Set CONTRACT = 1 in plums_plugin once it does."
    )


def test_a_plugin_that_names_no_contract_is_refused(install: Install) -> None:
    install("plums", init="from {package} import hooks\n")
    assert refusal("plums").startswith("plugin 'plums': it fits contract None, this shop speaks 1.")


def test_a_plugin_without_hooks_is_refused(install: Install) -> None:
    install("plums", init="CONTRACT = 1\n")
    assert refusal("plums") == "plugin 'plums': plums_plugin has no module `hooks`."


def test_a_misspelt_hook_is_refused(install: Install) -> None:
    install("plums", "@hookimpl\ndef price_line(lines, context):\n    return None\n")
    text = refusal("plums")
    assert text.startswith("plugin 'plums': hook 'price_line', defined as `def price_line(lines, context)`: ")
    assert "unknown hook 'price_line'" in text


def test_a_wrong_argument_is_refused(install: Install) -> None:
    install("plums", "@hookimpl\ndef price_lines(lines, basket):\n    return None\n")
    text = refusal("plums")
    assert text.startswith("plugin 'plums': hook 'price_lines', defined as `def price_lines(lines, basket)`: ")
    assert "{'basket'}" in text


def test_a_model_with_another_name_than_its_plugin_is_refused(install: Install) -> None:
    install("plums", MODEL % "prunes")
    with pytest.raises(PluginError) as raised:
        build({"plums": "enabled"}, core_hooks)
    assert str(raised.value) == "plugin 'plums': its business model calls itself 'prunes'; use its name."


def test_what_is_disabled_is_not_even_imported(install: Install) -> None:
    install("plums", init="raise RuntimeError('no stones')\n")
    assert build({"plums": "disabled"}, core_hooks).models == {}


def test_a_retiring_model_lives_but_does_not_sell(install: Install) -> None:
    install("plums", MODEL % "plums")
    built = build({"plums": "retiring"}, core_hooks)
    assert (built.selling, set(built.models)) == (frozenset(), {"plums"})


# -- the three states -----------------------------------------------------------------------------


def test_the_file_counts_once_and_then_the_database(shop_database: peewee.Database) -> None:
    first_states(["plums"], utc_now())
    first_states(["plums", "apples"], utc_now())
    assert read_states() == {"plums": "enabled"}
    assert set_version() == 1


def test_a_change_is_seen_by_every_worker(shop_database: peewee.Database, install: Install) -> None:
    install("plums", MODEL % "plums")
    first_states([], utc_now())
    change_state("plums", "enabled", ())
    change_state("plums", "retiring", ())
    assert (read_states(), set_version()) == ({"plums": "retiring"}, 3)


def test_disabling_with_open_work_is_refused_and_changes_nothing(
    shop_database: peewee.Database, install: Install
) -> None:
    install("plums", MODEL % "plums")
    first_states(["plums"], utc_now())
    work = [OpenWork("order:7", Message("Order 26-7"))]
    with pytest.raises(Refused) as raised:
        change_state("plums", "disabled", work)
    assert str(raised.value) == "plums cannot be disabled while work is open: order:7: Order 26-7"
    assert (read_states(), set_version()) == ({"plums": "enabled"}, 1)


def test_a_plugin_that_nobody_knows_has_no_state(shop_database: peewee.Database, install: Install) -> None:
    with pytest.raises(NotFound, match="plugin 'pears' is not installed"):
        change_state("pears", "retiring", ())
    assert read_states() == {}


def test_a_wrong_plugin_is_not_enabled(shop_database: peewee.Database, install: Install) -> None:
    install("plums", "@hookimpl\ndef price_line(lines, context):\n    return None\n")
    with transaction():
        first_states([], utc_now())
    with pytest.raises(PluginError):
        change_state("plums", "enabled", ())
    assert (read_states(), set_version()) == ({}, 1)
