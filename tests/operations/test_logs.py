"""Each line carries its request's id, as text or as JSON; a line for each request where the settings ask for it."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storefront import logs, outbox
from storefront.errors import SettingsError
from storefront.settings import LogSettings, load
from storefront.web.request_log import shown_path

Make = Fronted = Callable[..., Any]
OWN = re.compile(r"[0-9a-f]{16}")


@pytest.fixture(autouse=True)
def no_request() -> Iterator[None]:
    """The thread that tests run in answers requests one after the other."""
    logs.request_id.set("")
    yield
    logs.request_id.set("")


def record(text: str, error: bool = False, **facts: object) -> logging.LogRecord:
    raised = None
    if error:
        try:
            raise ValueError("boom")
        except ValueError:
            raised = sys.exc_info()
    found = logging.LogRecord("storefront.x", logging.WARNING, "x.py", 1, text, (), raised)
    found.__dict__.update(facts)
    return found


def test_a_line_of_text_has_the_id_in_brackets() -> None:
    assert logs.TextLines().format(record("hello")).endswith(" WARNING storefront.x: hello")
    logs.request_id.set("abcdef012345")
    assert logs.TextLines().format(record("hello")).endswith(" WARNING storefront.x [abcdef012345]: hello")


def test_a_line_of_json_is_one_object_with_its_traceback() -> None:
    logs.request_id.set("abcdef012345")
    text = logs.JsonLines().format(record("größer\nals", error=True, status="200", ms=1.5))
    said = json.loads(text)
    assert "\n" not in text
    assert (said["level"], said["logger"], said["message"]) == ("WARNING", "storefront.x", "größer\nals")
    assert (said["request_id"], said["status"], said["ms"]) == ("abcdef012345", "200", 1.5)
    assert said["error"].endswith("ValueError: boom")
    assert datetime.fromisoformat(said["time"]).tzinfo == UTC


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('format = "xml"', """format must be "text" or "json", not 'xml'"""),
        ('level = "LOUD"', """level must be "DEBUG", "INFO", "WARNING" or "ERROR", not 'LOUD'"""),
    ],
)
def test_a_wrong_setting_is_refused_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "storefront.toml").write_text(f'secret_key = "x"\n[log]\n{line}\n', encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, {})
    assert str(raised.value) == f"{tmp_path}/storefront.toml, line 3: {reason}"


def test_the_worker_names_the_row_it_works_on(make_shop: Make) -> None:
    make_shop()
    outbox.later("thing", {})
    seen = []
    outbox.work({"thing": lambda _payload, row: seen.append((row, logs.request_id.get()))}, datetime.now(UTC))
    assert [name for _row, name in seen] == [f"outbox-{seen[0][0]}"]
    assert logs.request_id.get() == ""


# -- ids of requests ------------------------------------------------------------------------------


def test_a_sane_id_of_a_proxy_is_kept_drawn_or_not(fronted: Fronted) -> None:
    browser = fronted().browser()
    for _turn in range(3):
        for path in ("/en/p/kettle", "/en/cart", "/en/p/nothing"):
            answer = browser.get(path, headers={"X-Request-ID": "proxy-0001.a_b"})
            assert answer.headers.getlist("X-Request-ID") == ["proxy-0001.a_b"], path


@pytest.mark.parametrize("given", ["short", "a b c d e f g h", "x" * 65, "line\u00e4nge-12345", '"quoted-12345"'])
def test_what_could_not_stand_in_a_log_is_not_believed(fronted: Fronted, given: str) -> None:
    browser = fronted().browser()
    answer = browser.get("/en/cart", headers={"X-Request-ID": given})
    assert OWN.fullmatch(answer.headers["X-Request-ID"])


def test_the_500_page_shows_the_id_that_the_log_has(
    fronted: Fronted, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from storefront.catalogue import showing

    found = fronted()

    def broken(_visitor: Any) -> str:
        raise RuntimeError("a bug")

    monkeypatch.setattr(showing, "home_page", broken)
    answer = found.browser().get("/en/")
    name = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"<code>{name}</code>" in answer.text
    assert f"error at GET /en/, request {name}" in caplog.text
    assert "a bug" not in answer.text


# -- a line for each request ----------------------------------------------------------------------


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [one for one in caplog.records if one.name == "storefront.requests"]


def test_each_request_has_its_line(fronted: Fronted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    browser = fronted(log=LogSettings(requests=True)).browser()
    sizes = [len(browser.get(path).data) for path in ("/en/p/kettle?utm_source=x", "/en/p/kettle", "/en/p/no")]
    found = lines(caplog)
    said = [(one.method, one.path, one.status, one.answered, one.bytes) for one in found]
    assert said == [
        ("GET", "/en/p/kettle", "200", "drawn", sizes[0]),
        ("GET", "/en/p/kettle", "200", "kept", sizes[1]),
        ("GET", "/en/p/no", "404", "drawn", sizes[2]),
    ]
    assert all(one.ms >= 0 for one in found)


def test_a_kept_page_says_its_id_where_requests_are_logged(fronted: Fronted) -> None:
    browser = fronted(log=LogSettings(requests=True)).browser()
    names = [browser.get("/en/p/kettle").headers.getlist("X-Request-ID") for _turn in range(3)]
    assert all(len(one) == 1 and OWN.fullmatch(one[0]) for one in names)
    assert len({one[0] for one in names}) == 3


def test_without_the_setting_there_are_none(
    fronted: Fronted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    fronted().browser().get("/en/p/kettle")
    assert lines(caplog) == []


def test_no_line_holds_what_opens_an_order() -> None:
    token = "kJ3_xQ9-aaBBccDDeeFFggHH"
    assert shown_path(f"/en/pay/{token}") == "/en/pay/…"
    assert shown_path(f"/en/pay/{token}/back") == "/en/pay/…/back"
    assert shown_path(f"/en/account/confirm/{token}.x.y") == "/en/account/confirm/…"
    assert shown_path("/en/p/a-very-long-name-of-a-kettle") == "/en/p/a-very-long-name-of-a-kettle"
    assert shown_path("/static/0123456789ab/css/base.css") == "/static/0123456789ab/css/base.css"
