"""What the machine can do without us: a bare WSGI callable, and bare Flask with a ready page, a list, rows.

The list is what Flask's own tutorial would write: a compiled template, sqlite3 on a file, a connection for each
request. `/rows-kept` keeps the connection, as our shop does; it is shown beside the others and no target is counted
from it.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, g, render_template
from jinja2 import DictLoader

PAGE = ("<!doctype html><title>A page</title>" + "<p>Some words of a page that is ready.</p>" * 620)[:24_000]
CARD = """<li class="card"><div class="card-picture"><picture>
<source type="image/avif" srcset="/media/{{ it.digest }}-240.avif 240w, /media/{{ it.digest }}-480.avif 480w" sizes="(min-width: 64em) 15rem, 46vw">
<source type="image/webp" srcset="/media/{{ it.digest }}-240.webp 240w, /media/{{ it.digest }}-480.webp 480w" sizes="(min-width: 64em) 15rem, 46vw">
<img src="/media/{{ it.digest }}-480.webp" width="480" height="600" alt="{{ it.title }}" loading="lazy"></picture></div>
<h3 class="card-title"><a href="{{ url_for('product', slug=it.slug) }}">{{ it.title }}</a></h3>
<p class="price">{{ "%.2f" | format(it.price / 100) }} €{% if it.prior %} <s>{{ "%.2f" | format(it.prior / 100) }} €</s>{% endif %}</p>
<p class="quiet">{{ it.summary }}</p></li>"""
LIST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A list</title></head><body><h1>A list</h1>
<ul class="cards">{% for it in cards %}""" + CARD + "{% endfor %}</ul></body></html>"
ASKED = "SELECT * FROM product ORDER BY id LIMIT 24"


def granian_floor(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """granian's own limit."""
    body = PAGE.encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


flask_floor = Flask("floor")
flask_floor.jinja_loader = DictLoader({"list.html": LIST})
_file = Path(tempfile.mkdtemp(prefix="floor")) / "floor.sqlite3"


def _opened() -> sqlite3.Connection:
    connection = sqlite3.connect(_file, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


kept = _opened()
kept.executescript(
    "PRAGMA journal_mode = wal; CREATE TABLE product (id INTEGER PRIMARY KEY, slug TEXT, title TEXT, summary TEXT,"
    " digest TEXT, price INTEGER, prior INTEGER)"
)
with kept:
    kept.executemany(
        "INSERT INTO product (slug, title, summary, digest, price, prior) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (f"thing-{n}", f"A thing of the number {n}", "A few words about it, as a card has them", f"{n:064x}",
             10 * n + 90, None if n % 4 else 12 * n + 190)
            for n in range(2000)
        ],
    )  # fmt: skip


@flask_floor.get("/ready")
def ready() -> str:
    """Bare Flask with a page that is ready."""
    return PAGE


@flask_floor.get("/p/<slug>")
def product(slug: str) -> str:
    """Where a card leads."""
    return slug


@flask_floor.get("/rows")
def rows() -> str:
    """24 rows of SQLite as cards, by Jinja."""
    g.connection = _opened()
    return render_template("list.html", cards=g.connection.execute(ASKED).fetchall())


@flask_floor.teardown_appcontext
def close(_error: BaseException | None) -> None:
    """As the tutorial does."""
    if "connection" in g:
        g.connection.close()


@flask_floor.get("/rows-kept")
def rows_kept() -> str:
    """The same with a connection that is kept."""
    return render_template("list.html", cards=kept.execute(ASKED).fetchall())
