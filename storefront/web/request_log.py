"""One line for each request, where the settings ask for it; else nothing of this is in the way."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from storefront.web.request_ids import DRAWN_KEY, HEADER, name_request

log = logging.getLogger("storefront.requests")
# a long part of an address opens what it names: an order, a payment, an account
_SECRET = re.compile(r"[A-Za-z0-9_=.-]{20,}")
# the places whose addresses are made of words; the first part is the language
_OPEN = frozenset({"c", "p", "sellers", "pages"})

Environ = dict[str, Any]
Answer = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class RequestLog:
    """A WSGI callable around another one."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, name, said = time.perf_counter(), name_request(environ), [""]
        method, path = environ["REQUEST_METHOD"], shown_path(environ["PATH_INFO"])

        def noted(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            said[0] = status
            if all(known != HEADER for known, _value in headers):
                headers = [*headers, (HEADER, name)]
            return start_response(status, headers, *error)

        def end(size: int) -> None:
            name_request(environ)
            status, ms = said[0][:3], round((time.perf_counter() - began) * 1000, 2)
            answered = "static" if path.startswith("/static/") else "drawn" if DRAWN_KEY in environ else "kept"
            facts = {"method": method, "path": path, "status": status, "ms": ms, "bytes": size, "answered": answered}
            log.info("%s %s %s %s ms %s bytes %s", method, path, status, ms, size, answered, extra=facts)

        body = self._answer(environ, noted)
        if isinstance(body, list):
            end(sum(map(len, body)))
            return body
        return _Counted(body, end)


class _Counted:
    """A body that comes in pieces; said to be over when the server closes it."""

    def __init__(self, body: Iterable[bytes], end: Callable[[int], None]) -> None:
        self._body, self._end, self._size = body, end, 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._body:
            self._size += len(piece)
            yield piece

    def close(self) -> None:
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            self._end(self._size)


def shown_path(path: str) -> str:
    """A path as it may stand in a log: without what opens an order or an account to whoever reads it."""
    parts = path.split("/")
    if len(parts) < 3 or parts[2] in _OPEN or parts[1] in ("static", "media"):
        return path
    return "/".join("…" if _SECRET.fullmatch(part) else part for part in parts)
