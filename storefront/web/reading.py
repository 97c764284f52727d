"""A request that only shows something puts the same question to the database once."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, g, request

from storefront.once import asked_once


def read_once(app: Flask) -> None:
    """From now on each GET remembers the answers that pages and fragments share."""

    @app.before_request
    def begin() -> None:
        if request.method in ("GET", "HEAD"):
            g.reading = ExitStack()
            g.reading.enter_context(asked_once())

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if reading := g.pop("reading", None):
            reading.close()
