"""What plugins own is carried with the shop, also while they are disabled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_shop import shipped_model

from storefront import core_hooks, db
from storefront.catalogue.seller_models import approve_models
from storefront.catalogue.tables import Offer, Seller
from storefront.db import transaction
from storefront.errors import PluginError
from storefront.orders.tables import Event, Timer
from storefront.records import every
from storefront.settings import load

WITH = "--with-orders"


@pytest.fixture
def invited(each_import_shop: Any) -> Any:
    """A shop whose club has invited two; one has come."""
    shop = each_import_shop
    assert shop.run("plugin", "enable", "club")[0] == 0
    for email in ("ann@example.com", "ben@example.com"):
        code, output = shop.run("club", "invite", email)
        assert code == 0, output
    from storefront_club.actions import accept
    from storefront_club.tables import Invitation

    shop.open()
    accept(Invitation.get(Invitation.email == "ann@example.com").token)
    return shop


@pytest.fixture
def other_shop(invited: Any, each_other_shop: Callable[[str], Any]) -> Any:
    return each_other_shop("sqlite")


def out(shop: Any, name: str) -> Path:
    path: Path = shop.home.parent / name
    code, output = shop.run("export", "storefront", str(path), WITH)
    assert code == 0, output
    return path


def test_a_plugins_records_go_with_their_events_and_timers(invited: Any, other_shop: Any) -> None:
    path = out(invited, "a.jsonl")
    assert path.read_text(encoding="utf-8").count('{"type": "club.invitation"') == 2
    assert other_shop.run("plugin", "enable", "club")[0] == 0
    # so that its ids are others than those of the first shop
    assert other_shop.run("club", "invite", "cem@example.com")[0] == 0
    code, output = other_shop.run("import", "storefront", str(path))
    assert code == 0, output
    from storefront_club.tables import Invitation

    came = Invitation.get(Invitation.email == "ben@example.com")
    assert came.id == 3 or came.id == 2
    assert [row.transition for row in Timer.select().where(Timer.subject == f"club.invitation:{came.id}")] == ["lapse"]
    assert Event.select().where(Event.subject == f"club.invitation:{came.id}").count() == 1
    Invitation.delete().where(Invitation.email == "cem@example.com").execute()
    assert out(other_shop, "b.jsonl").read_bytes() == path.read_bytes()


def test_a_disabled_plugins_records_are_carried_and_stay(invited: Any) -> None:
    path = out(invited, "a.jsonl")
    from storefront_club.tables import Invitation

    Invitation.update(state="lapsed").execute()  # so that no work is open
    changed = out(invited, "b.jsonl")
    code, output = invited.run("plugin", "disable", "club")
    assert code == 0, output
    assert out(invited, "c.jsonl").read_bytes() == changed.read_bytes() != path.read_bytes()
    without = "".join(line for line in changed.read_text("utf-8").splitlines(True) if "club" not in line)
    changed.write_text(without, encoding="utf-8")
    assert invited.run("import", "storefront", str(changed))[0] == 0
    assert Invitation.select().count() == 2


def test_a_shop_that_never_had_the_plugin_refuses_the_file_and_says_why(invited: Any, other_shop: Any) -> None:
    code, output = other_shop.run("import", "storefront", str(out(invited, "a.jsonl")))
    assert code == 2
    assert "come with the plugin club, which this shop has never enabled." in output
    db.open_database(load(other_shop.home, other_shop.own).database_url)
    assert Event.select().count() == 0


def test_a_plugin_that_is_not_installed_is_named(invited: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    invited.run("plugin", "retire", "club")
    found = {name: point for name, point in every.plugin_manager.found_plugins().items() if name != "club"}
    monkeypatch.setattr(every.plugin_manager, "found_plugins", lambda: found)
    assert every.every_kind(core_hooks).absent == ("club",)


def test_a_plugins_types_begin_with_its_name(invited: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import storefront_club.hooks

    from storefront.records.core import core_records

    monkeypatch.setattr(storefront_club.hooks, "invitation_records", lambda: core_records()[0])
    with pytest.raises(PluginError, match=r"plugin 'club': hook 'records': its type 'seller' must begin with 'club\.'"):
        every.every_kind(core_hooks)


def test_an_import_under_a_model_that_the_seller_was_not_approved_for_is_refused(import_shop: Any, export: Any) -> None:
    assert import_shop.run("plugin", "enable", "club")[0] == 0
    db.open_database(load(import_shop.home, import_shop.own).database_url)
    path = str(export([["pot", "Pot", "", "", "P-1", "9.00", 3]]))
    assert import_shop.run("import", "shopify", path, "--model", shipped_model())[0] == 0
    with transaction():
        approve_models(Seller.get().id, [shipped_model()])
    code, output = import_shop.run("import", "shopify", path, "--model", "club")
    assert (code, f"is approved for {shipped_model()}, not for club." in output) == (2, True), output
    own = import_shop.home.parent / "own.jsonl"
    assert import_shop.run("export", "storefront", str(own))[0] == 0
    code_word = f'"business_model": "{shipped_model()}"'
    own.write_text(own.read_text(encoding="utf-8").replace(code_word, '"business_model": "club"'), encoding="utf-8")
    code, output = import_shop.run("import", "storefront", str(own))
    assert code == 2 and "offers[0].business_model" in output and "is approved for" in output, output
    assert {row.business_model for row in Offer.select()} == {shipped_model()}
