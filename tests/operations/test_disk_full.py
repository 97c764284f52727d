"""A disk that is full: said clearly, nothing half-done, and it goes on when there is room again."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import peewee
import pytest
from PIL import Image

from storefront import db, outbox
from storefront.catalogue.images import store_image
from storefront.orders import mail_delivery
from storefront.orders.tables import Outbox
from storefront.tables import Fact

Fronted = Callable[..., Any]
# a process in which no file may grow beyond so many bytes: its writes fail halfway, as on a full disk
LIMITED = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
from storefront.catalogue.images import store_image
try:
    store_image(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]))
except OSError as error:
    print(error.errno)
"""


def picture() -> bytes:
    """One whose files are larger than the limit."""
    target = BytesIO()
    Image.effect_noise((400, 400), 90).convert("RGB").save(target, "PNG")
    return target.getvalue()


def test_a_picture_that_does_not_fit_leaves_no_piece_of_itself(tmp_path: Path) -> None:
    source, media = tmp_path / "noise.png", tmp_path / "media"
    source.write_bytes(picture())
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, str(source), str(media)], capture_output=True, text=True, timeout=60
    )
    assert ended.stdout.strip() == str(errno.EFBIG), ended.stderr
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert store_image(source.read_bytes(), media).width == 400


def full(*_values: Any, **_named: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_mail_that_cannot_be_written_is_tried_again(
    fronted: Fronted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fronted()
    message = EmailMessage()
    message["Subject"] = "x"
    outbox.later("mail", {})
    now = db.utc_now()
    handlers = {"mail": lambda _payload, row: mail_delivery.write(tmp_path / "mail", message, f"m-{row}") and None}
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        assert outbox.work(handlers, now) == 0
    row = Outbox.get()
    assert (row.attempts, row.done_at) == (1, None)
    assert "No space left" in row.error
    assert list((tmp_path / "mail").iterdir()) == []
    assert outbox.work(handlers, row.due_at) == 1
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"m-{row.id}.eml"]


def test_a_page_that_needs_room_answers_503_and_says_so_in_the_log(
    fronted: Fronted, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from storefront.catalogue import showing

    browser = fronted().browser()
    monkeypatch.setattr(showing, "home_page", full)
    answer = browser.get("/en/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "No space left on device" in caplog.text and "No space left" not in answer.text


def test_a_database_file_that_cannot_grow_keeps_what_it_had(tmp_path: Path) -> None:
    opened = db.open_database(f"sqlite:///{tmp_path}/small.sqlite3")
    opened.create_tables([Fact])
    with db.transaction():
        Fact.create(name="before", value=1)
    (pages,) = opened.execute_sql("PRAGMA page_count").fetchone()
    opened.execute_sql(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(peewee.OperationalError) as raised, db.transaction():
        for number in range(200):
            Fact.create(name=f"fact {number}", value="x" * 500)
    assert db.is_away(raised.value)
    assert not opened.in_transaction()
    assert [row.name for row in Fact.select()] == ["before"]
    with db.transaction():
        Fact.create(name="after", value=1)
    assert Fact.select().count() == 2
    db.close()
    db.database.initialize(None)
