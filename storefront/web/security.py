"""What every answer says and what every unsafe request must show."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

CSP = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none';"
    " frame-ancestors 'none'; form-action 'self'"
)


def guard(app: Flask) -> None:
    """CSRF without tokens, and the headers of every answer."""
    app.before_request(refuse_nul)
    app.before_request(refuse_cross_site)
    app.after_request(add_headers)


def refuse_nul() -> None:
    """No address of ours has a NUL in it, and PostgreSQL takes none; forms are cleaned by their fields."""
    if "\0" in request.path:
        abort(404)
    if any("\0" in text for pair in request.args.items(multi=True) for text in pair):
        abort(400)


def refuse_cross_site() -> None:
    """Unsafe requests come from our own pages: Sec-Fetch-Site says so, else Origin; both absent is allowed.

    Webhooks and payment returns come from elsewhere by design and prove themselves otherwise.
    """
    if request.method in ("GET", "HEAD", "OPTIONS") or _proves_itself():
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403, "This form was sent from another site.")
        return
    origin = request.headers.get("Origin")
    if origin is not None and _host_of(origin) != request.host:
        abort(403, "This form was sent from another site.")


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _proves_itself() -> bool:
    # by route, not by path: an order's transition may be called "return" too
    return request.endpoint in ("payments.webhook", "pay.come_back")


def add_headers(response: Response) -> Response:
    """Security headers; a page may have set its own CSP."""
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
