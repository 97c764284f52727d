"""The settings at the desk: meaning, value, where it comes from; secrets stay secret, and only an admin looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from desk_people import open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.settings import FILE_NAME, Settings
from storefront.settings_text import settable
from storefront.web.limits import _counters

PATH = "/desk/settings"


@pytest.fixture(autouse=True)
def put_back(demo: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shop's file is as it was after a test."""
    _counters.clear()
    # what the fixture gave when the shop was made
    monkeypatch.setenv("STOREFRONT_DATABASE", demo.settings.database)
    file = demo.settings.home / FILE_NAME
    text = file.read_text(encoding="utf-8")
    yield
    file.write_text(text, encoding="utf-8")
    accounts.Person.delete().execute()


@pytest.fixture
def admin(demo: Any) -> FlaskClient:
    return open_desk(demo, "admin")


def setting(page: str, name: str) -> str:
    """What is said of a setting, without its markup."""
    part = page.partition(f'<h3><code dir="ltr">{name}</code></h3>')[2].partition("</details>")[0]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", part).split()))


def test_every_setting_stands_there_with_its_meaning(admin: FlaskClient) -> None:
    page = admin.get(PATH).text
    sections = [Settings(), *(getattr(Settings(), one.name) for one in fields(Settings))]
    wanted = [field for section in sections if is_dataclass(section) for field in settable(section)]
    assert len(wanted) > 30
    for field in wanted:
        assert setting(page, field.name), field.name
        assert field.metadata["meaning"] in unescape(page), field.name
    assert "Days that goods wait for a bank transfer." in setting(page, "transfer_days")
    said = setting(page, "transfer_days")
    assert "[checkout] # Days that goods wait for a bank transfer. Allowed: 1 to 90. transfer_days = 7" in said
    assert "Tage, die Ware auf eine Überweisung wartet." in in_german(admin)


def in_german(admin: FlaskClient) -> str:
    admin.post("/desk/language", data={"language": "de"})
    return admin.get(PATH).text


def test_a_value_says_where_it_comes_from(demo: Any, admin: FlaskClient) -> None:
    file: Path = demo.settings.home / FILE_NAME
    lines = file.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("transfer_days"))
    page = admin.get(PATH).text
    assert f"Comes from the file, line {line} " in setting(page, "transfer_days")
    assert "Comes from the variable STOREFRONT_DATABASE" in setting(page, "database")
    file.write_text("\n".join(text for text in lines if not text.startswith("transfer_days")), encoding="utf-8")
    assert "Comes from the default" in setting(admin.get(PATH).text, "transfer_days")


def test_what_was_changed_in_the_file_is_said_to_wait_for_a_restart(demo: Any, admin: FlaskClient) -> None:
    assert "After a restart:" not in admin.get(PATH).text
    file: Path = demo.settings.home / FILE_NAME
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("transfer_days = 7", "transfer_days = 9"), encoding="utf-8")
    page = admin.get(PATH).text
    assert "1 setting was changed in the file since the shop was started" in page
    assert "Value 7 After a restart: 9" in setting(page, "transfer_days")
    file.write_text(text.replace("transfer_days = 7", "transfer_days = 900"), encoding="utf-8")
    wrong = admin.get(PATH)
    assert wrong.status_code == 200
    assert "The file cannot be read as it is now" in wrong.text
    assert "transfer_days must be 1 to 90, not 900" in wrong.text


def test_no_secret_is_shown_also_where_it_is_wrong(demo: Any, admin: FlaskClient) -> None:
    file: Path = demo.settings.home / FILE_NAME
    text = file.read_text(encoding="utf-8")
    secrets = {
        'smtp = ""': 'smtp = "smtp://anna:hush-hush@mail.example"', 'token = ""': 'token = "hush-hush-hush-hush"',
        'webhook_secret = ""': 'webhook_secret = "whsec_aHVzaC1odXNoaHVzaA=="', 'cache = ""': 'cache = "redis://:hush@x"',
    }  # fmt: skip
    changed = text
    for old, new in secrets.items():
        assert old in changed
        changed = changed.replace(old, new)
    for stored in (changed, changed.replace("smtp://", "smpt://"), re.sub("token = .*", "token = 4711471147114711", changed)):
        file.write_text(stored, encoding="utf-8")
        page = unescape(admin.get(PATH).text)
        assert "hush" not in page and "aHVza" not in page and "4711" not in page
        assert demo.settings.secret_key not in page and demo.settings.database not in page
    assert "set; not shown" in setting(page, "secret_key")
    assert 'secret_key = "…"' in setting(page, "secret_key")
    assert "not set" in setting(page, "webhook_secret")


def test_what_the_doctor_says_stands_on_top(admin: FlaskClient) -> None:
    found = admin.get(PATH).text.partition('aria-labelledby="doctor"')[2].partition("</section>")[0]
    said = unescape(re.sub(r"<[^>]+>", "", found))
    assert "mail: mails are written to mail/, not sent. Set [mail] smtp." in said
    assert "worker: the worker was not heard of so far: no mails, no refunds." in said


def test_only_an_admin_sees_the_settings(demo: Any, browser: FlaskClient) -> None:
    assert browser.get(PATH).status_code == 303
    for who in (open_desk(demo, "staff"), open_desk(demo, "seller", "harbour-and-field"), open_desk(demo, "")):
        assert who.get(PATH).status_code == 404
        assert who.post(PATH, data={"transfer_days": "9"}).status_code in (404, 405)
        assert PATH not in who.get("/desk/").text
