"""storefront.toml: what is wrong is said with its line and the reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storefront.errors import SettingsError
from storefront.founding import settings_text
from storefront.settings import Settings, load

GOOD = 'secret_key = "a key for tests"\n'


def written(home: Path, text: str) -> Path:
    path = home / "storefront.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(home: Path, text: str) -> str:
    path = written(home, text)
    with pytest.raises(SettingsError) as raised:
        load(home, {})
    return str(raised.value).removeprefix(str(path))


def test_a_folder_without_a_shop_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, {})
    assert str(raised.value) == f"{tmp_path}/storefront.toml: not found. `storefront init {tmp_path}` makes a new shop."


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    settings = load(tmp_path, {})
    assert settings == Settings(home=tmp_path, secret_key="a key for tests")
    assert settings.shop.languages == ("en", "de", "zh-Hans", "ar")


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "storefront.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load(tmp_path, {}).secret_key == "a key for tests"


def test_variables_override_the_file(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    environ = {"STOREFRONT_DATABASE": "postgresql://host/shop", "STOREFRONT_SECRET_KEY": "another"}
    settings = load(tmp_path, environ)
    assert (settings.database_url, settings.secret_key) == ("postgresql://host/shop", "another")


def test_a_relative_database_lies_in_the_shops_folder(tmp_path: Path) -> None:
    written(tmp_path, GOOD + 'database = "sqlite:///data/shop.sqlite3"\n')
    assert load(tmp_path, {}).database_url == f"sqlite:///{tmp_path}/data/shop.sqlite3"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("secret_key = \n", ": Invalid value (at line 1, column 14)"),
        ("", ", line 1: secret_key is missing; `storefront init` makes one"),
        (GOOD + '\n[shop]\nnmae = "Mine"\n', ", line 4: shop.nmae is not a setting"),
        (GOOD + "[shops]\n", ", line 2: shops is not a setting"),
        (GOOD + "[cart]\nlines = 3\n", ", line 2: cart is not a setting"),
        (GOOD + "shop = 3\n", ", line 2: shop must be a table: [shop]"),
        (GOOD + "[checkout]\ncart_days = true\n", ", line 3: cart_days must be a whole number, not True"),
        (GOOD + '[checkout]\ncart_days = "30"\n', ", line 3: cart_days must be a whole number, not '30'"),
        (GOOD + '[shop]\nlanguages = "en"\n', ", line 3: languages must be a list of texts"),
        (GOOD + '[shop]\ncurrency = "EURO"\n', ", line 3: 'EURO' is not an ISO 4217 currency"),
        (
            GOOD + '[shop]\ndefault_language = "fr"\n',
            ", line 3: default_language 'fr' is not one of languages",
        ),
        (GOOD + 'environment = "live"\n', ', line 2: environment must be "development" or "production"'),
        (GOOD + '[pricing]\nkeep_abroad = "both"\n', ', line 3: keep_abroad must be "gross" or "net"'),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    assert refusal(tmp_path, text) == reason


def test_the_file_of_a_new_shop_names_every_setting_with_its_meaning(tmp_path: Path) -> None:
    text = settings_text(("some",))
    values = tomllib.loads(text)
    assert values["plugins"]["enabled"] == ["some"]
    assert values["shop"]["languages"] == list(Settings().shop.languages)
    assert len(values["secret_key"]) >= 40
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), line
    written(tmp_path, text)
    assert load(tmp_path, {}).checkout == Settings().checkout


def test_each_new_shop_has_a_key_of_its_own() -> None:
    assert tomllib.loads(settings_text(()))["secret_key"] != tomllib.loads(settings_text(()))["secret_key"]
