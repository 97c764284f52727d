"""What every test is kept from: writing into the checkout."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import checkout
import pytest

STRAY = checkout.CHECKOUT / "stray.txt"
WAYS: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("x", encoding="utf-8"),
    "a folder": lambda path: path.mkdir(),
    "a database": sqlite3.connect,
    "a renamed file": lambda path: path.with_name("README.md").rename(path),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_written_into_the_checkout(way: str) -> None:
    with pytest.raises(PermissionError, match=r"wants to write \S+ into the checkout"):
        WAYS[way](STRAY)
    assert not STRAY.exists()
    assert checkout.written
    checkout.written.clear()


def test_a_mail_from_the_folder_one_stands_in_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout.CHECKOUT)
    assert checkout.in_checkout("mail/cancelled-2.eml") == "mail/cancelled-2.eml"


def test_files_elsewhere_and_those_of_tools_are_free(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    sqlite3.connect("").close()
    sqlite3.connect(":memory:").close()
    (tmp_path / "link").symlink_to("README.md")
    own = (".venv/bin/x", "storefront/__pycache__/app.pyc", ".pytest_cache/v/x", "storefront.egg-info/PKG-INFO")
    assert [checkout.in_checkout(checkout.CHECKOUT / path) for path in own] == ["", "", "", ""]
