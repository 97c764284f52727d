"""Addresses that are nearly right: a slash too many leads to the page; what is no language gets no slash."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, abort, current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect


def repair_addresses(app: Flask, languages: tuple[str, ...]) -> None:
    """Answer what the routes do not match, before anything else is asked."""
    known = {tag.lower() for tag in languages}

    @app.before_request
    def nearly_right() -> Response | None:
        wrong = request.routing_exception
        if isinstance(wrong, RequestRedirect):
            # the start page's rule takes whatever stands alone for a language
            if request.path.strip("/").partition("/")[0].lower() not in known:
                abort(404)
        elif isinstance(wrong, NotFound):
            return without_slash()
        return None


def without_slash() -> Response | None:
    """Where the address leads without its last slash, if it leads anywhere."""
    path = request.path.rstrip("/")
    # "//elsewhere/" would lead to another host
    if path == request.path or not path or path.startswith("//"):
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(path, request.method):
        return None
    query = request.query_string.decode("latin-1")
    where = quote(path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")
    return redirect(where, code=308)  # type: ignore[return-value]
