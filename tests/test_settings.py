"""storefront.toml: what is wrong is said with its line and the reason."""

from __future__ import annotations

import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from storefront.errors import SettingsError
from storefront.setting_checks import CURRENCY, LANGUAGE, WEB_ADDRESS
from storefront.settings import Settings, load
from storefront.settings_text import settings_text

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
        (GOOD + '[shop]\ncurrency = "EURO"\n', f", line 3: currency must be {CURRENCY.allowed}, not 'EURO'"),
        (GOOD + '[shop]\ncurrencies = ["EUR", "XXX"]\n', f", line 3: currencies must be {CURRENCY.allowed}, not 'XXX'"),
        (GOOD + '[shop]\ncurrency = "JPY"\n', ", line 3: currency 'JPY' is not one of currencies"),
        (GOOD + '[shop]\n\ncurrencies = ["USD"]\n', ", line 4: currency 'EUR' is not one of currencies"),
        (GOOD + '[shop]\ncountry = "ZZ"\n', ", line 3: country must be a country code of ISO 3166, such as DE, not 'ZZ'"),
        (
            GOOD + '[shop]\ncountries = ["DE", "QQ"]\n',
            ", line 3: countries must be a country code of ISO 3166, such as DE, not 'QQ'",
        ),
        (GOOD + '[shop]\nlanguages = ["tlh"]\n', f", line 3: languages must be {LANGUAGE.allowed}, not 'tlh'"),
        (GOOD + '[shop]\nlanguages = []\n', ", line 3: default_language 'en' is not one of languages"),
        (GOOD + '[shop]\nname = ""\n', ", line 3: name must be a line of 1 to 100 characters, not ''"),
        (GOOD + '[shop]\nbase_url = "not a url"\n', f", line 3: base_url must be {WEB_ADDRESS.allowed}, not 'not a url'"),
        (GOOD + "[checkout]\ncart_days = -3\n", ", line 3: cart_days must be 1 to 3650, not -3"),
        (GOOD + "[checkout]\ntransfer_days = 0\n", ", line 3: transfer_days must be 1 to 90, not 0"),
        (
            GOOD + '[pricing]\nexchange_margin = "abc"\n',
            """, line 3: exchange_margin must be a number from 0 to 100 as text, such as "1.5", not 'abc'""",
        ),
        (GOOD + "[pricing]\nexchange_margin = 1.5\n", ", line 3: exchange_margin must be a text, not 1.5"),
        (GOOD + '[mail]\nsmtp = "user:pass@foo"\n', ", line 3: smtp must be empty, smtp://… or smtps://… with a host"),
        (GOOD + '[mail]\nsender = "shop"\n', ", line 3: sender must be a mail address, not 'shop'"),
        (
            GOOD + '[catalogue]\nfetch_from = ["here"]\n',
            """, line 3: fetch_from must be a network, such as "192.168.1.0/24", not 'here'""",
        ),
        (GOOD + 'database = "mysql://root:pass@host/x"\n', ", line 2: database must be sqlite:///FILE or postgresql://…"),
        (GOOD + 'cache = "localhost"\n', ", line 2: cache must be empty, \"off\" or redis://…"),
        (GOOD + 'webhook_secret = "no secret!"\n', ", line 2: webhook_secret must be empty or base64"),
        (GOOD + "[plugin]\nclub = 3\n", ", line 2: plugin must be tables of settings, not {'club': 3}"),
        (
            GOOD + '[shop]\nlanguages = ["en", "de"]\ndefault_language = "ar"\n',
            ", line 4: default_language 'ar' is not one of languages",
        ),
        (GOOD + 'environment = "live"\n', """, line 2: environment must be "development" or "production", not 'live'"""),
        (GOOD + '[pricing]\nkeep_abroad = "both"\n', """, line 3: keep_abroad must be "gross" or "net", not 'both'"""),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    assert refusal(tmp_path, text) == reason


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "storefront.toml"
    path.write_bytes(GOOD.encode() + b'[shop]\nname = "Caf\xe9"\n')
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, {})
    assert str(raised.value) == f"{path}, line 3: this is not UTF-8 text (byte e9)"


def test_a_wrong_variable_is_named_and_its_password_not(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, {"STOREFRONT_DATABASE": "mysql://root:pass@host/x"})
    assert str(raised.value) == "STOREFRONT_DATABASE: database must be sqlite:///FILE or postgresql://…"


@pytest.mark.parametrize(
    "text",
    [
        '[shop]\nbase_url = "https://shop.example/"\n',
        '[shop]\nbase_url = "http://[::1]:8000"\n',
        '[pricing]\nexchange_margin = "1.5"\n',
        '[mail]\nsmtp = "smtps://user:password@mail.example:465"\n',
        '[mail]\nsender = "shop@localhost"\n',
        '[catalogue]\nfetch_from = ["192.168.1.7/24", "fd00::/8"]\n',
        'database = "postgresql:///shop?host=/run/postgresql"\n',
        'cache = "redis://localhost:6379/0"\n',
        "[plugin.club]\nplaces = 3\n",
    ],
)
def test_what_is_allowed_is_taken(tmp_path: Path, text: str) -> None:
    written(tmp_path, GOOD + text)
    assert load(tmp_path, {}).secret_key == "a key for tests"


def test_every_setting_says_what_it_may_be_and_its_default_is_that() -> None:
    sections = [Settings(), *(value for value in vars(Settings()).values() if is_dataclass(value))]
    settings = [(section, one) for section in sections for one in fields(section) if "meaning" in one.metadata]
    shown = [(section, one) for section, one in settings if not one.metadata.get("hidden")]
    assert len(shown) == 59
    for section, one in shown:
        assert one.metadata["check"].reason(one.name, getattr(section, one.name)) == ""


def test_links_lead_to_the_address_that_is_set_else_to_the_served_one(tmp_path: Path) -> None:
    served = {"STOREFRONT_SERVED_AT": "http://localhost:8105"}
    written(tmp_path, GOOD)
    assert load(tmp_path, {}).base_url == "http://localhost:8000"
    assert load(tmp_path, served).base_url == "http://localhost:8105"
    written(tmp_path, GOOD + '[shop]\nbase_url = "https://shop.example/"\n')
    assert load(tmp_path, served).base_url == "https://shop.example"


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
