"""What the machine can do without us: a bare WSGI callable, and bare Flask with a ready page, a list, rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, render_template_string

PAGE = ("<!doctype html><title>A page</title>" + "<p>Some words of a page that is ready.</p>" * 620)[:24_000]
CARD = """<li class="card"><img src="/media/{{ it.id }}.svg" width="400" height="500" alt="{{ it.title }}">
<h3><a href="/en/p/{{ it.slug }}">{{ it.title }}</a></h3><p class="price"><bdi>{{ it.price }} €</bdi></p></li>"""
LIST = "<!doctype html><title>A list</title><ul>{% for it in cards %}" + CARD + "{% endfor %}</ul>"


def granian_floor(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """granian's own limit."""
    body = PAGE.encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


flask_floor = Flask("floor")
connection = sqlite3.connect(":memory:", check_same_thread=False)
connection.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, slug TEXT, title TEXT, price TEXT)")
connection.executemany(
    "INSERT INTO product (slug, title, price) VALUES (?, ?, ?)",
    [(f"thing-{n}", f"A thing of the number {n}", f"{n}.90") for n in range(2000)],
)


@flask_floor.get("/ready")
def ready() -> str:
    """Bare Flask with a page that is ready."""
    return PAGE


@flask_floor.get("/rows")
def rows() -> str:
    """24 rows of SQLite as cards, by Jinja."""
    asked = "SELECT id, slug, title, price FROM product ORDER BY id LIMIT 24"
    names = ("id", "slug", "title", "price")
    cards = [dict(zip(names, row, strict=True)) for row in connection.execute(asked)]
    return render_template_string(LIST, cards=cards)
