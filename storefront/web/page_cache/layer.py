"""The WSGI callable around the application: a kept page is answered before Flask wakes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g
from werkzeug.http import dump_cookie

from storefront.invalidations import SHOP, Watch
from storefront.markets import market_of
from storefront.runtime import Runtime
from storefront.values import Market
from storefront.web.assets import Assets
from storefront.web.notices import ONCE
from storefront.web.page_cache.asking import Asked, asked_for, cookies_of, encoding_of
from storefront.web.page_cache.entries import Entry, Headers, entry_of
from storefront.web.page_cache.memo import ENVIRON_KEY as MEMO_KEY
from storefront.web.page_cache.memo import TURN_KEY, Memo
from storefront.web.page_cache.places import Place, Places
from storefront.web.page_cache.recording import ENVIRON_KEY, Hole, Recording
from storefront.web.page_cache.somebody import MOST_KEPT, Drawn, DrawnHoles, Sessions
from storefront.web.page_cache.stores import Key, Memory
from storefront.web.page_limits import KIND_KEY, WAIT_KEY
from storefront.web.request_ids import GIVEN_KEY, HEADER, name_request, sane
from storefront.web.shopper import MARKET_COOKIE, MARKET_SECONDS, Shopper, Visit
from storefront.web.slots import Prepared

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
# what of a request decides which page a stranger gets
Said = tuple[str | None, ...]
VARY = "Accept-Encoding, Accept-Language, Cookie, HX-Request-Type, HX-Target"
# A kept page may be kept by its browser too, and asked about each time.
REVALIDATED = "private, no-cache"


class PageCache:
    """Answers from kept pages; asks the application for the others, and keeps what it says may be kept."""

    def __init__(self, app: Flask, runtime: Runtime, store: Memory[Entry] | None, memo: Memo | None = None) -> None:
        self._app = app
        self._assets: Assets = app.extensions["assets"]
        self._runtime = runtime
        self._store = store
        self._languages = frozenset(runtime.settings.shop.languages)
        self._memo = memo
        self._watch = Watch(self._forget)
        self._sessions = Sessions(app)
        self._asks_audiences = runtime.plugins.answers("audiences")
        self._drawn_holes = DrawnHoles()
        self._places = Places(runtime.settings.limits)
        self._strangers: dict[Said, tuple[Key, str, Place]] = {}
        self._markets: dict[tuple[str, str, str], Market] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/static/"):
            answered = self._assets.answer(environ, start_response)
            return self._app(environ, start_response) if answered is None else answered
        get = environ.get
        said = (
            environ["REQUEST_METHOD"], environ["PATH_INFO"], get("QUERY_STRING"), get("HTTP_COOKIE"),
            get("HTTP_ACCEPT_LANGUAGE"), get("HTTP_ACCEPT_ENCODING"), get("HTTP_HX_REQUEST_TYPE"),
        )  # fmt: skip
        known = self._strangers.get(said)
        if known is not None:
            self._watch.look_now_and_then()
            entry = self._store.get(known[0], time.time())  # type: ignore[union-attr]
            limit = known[2].limit
            if entry is not None and (limit is None or not limit.wait(environ)):
                given = get(GIVEN_KEY)
                extra = [(HEADER, sane(given))] if given else []
                return self._whole(entry, known[1], known[2], environ, start_response, extra)
        return self._asked(said, environ, start_response)

    def _asked(self, said: Said, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A request that is looked at closely."""
        name = name_request(environ)
        environ[MEMO_KEY] = self._memo
        if self._memo is not None:
            environ[TURN_KEY] = self._memo.turn()
        asked = asked_for(environ, self._languages)
        if asked is None:
            if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
                self._watch.look_next_time()
            else:
                self._watch.look()
            return self._app(environ, start_response)
        # the same addresses inside, whether or not pages are kept
        environ["QUERY_STRING"] = asked.query
        place = self._places.of(asked.path)
        if place.limit is not None and (seconds := place.limit.wait(environ)):
            environ[WAIT_KEY], environ[KIND_KEY] = seconds, place.kind
            return self._app(environ, start_response)
        cookies = cookies_of(environ.get("HTTP_COOKIE", ""))
        session = self._sessions.of(cookies)
        self._watch.look()
        if self._store is None or session is None or not ONCE.isdisjoint(session):
            return self._app(environ, start_response)
        self._store.beat()
        strangers = self._strangers
        visitor = self._visitor(asked, environ, cookies, session)
        key = self._key(asked, visitor)
        now = time.time()
        entry = self._store.get(key, now)
        plain = not session and not asked.named_market and environ.get("HTTP_HX_REQUEST_TYPE") != "partial"
        if plain and not self._asks_audiences:
            # strangers' requests that look the same ask for the same page
            if len(strangers) >= MOST_KEPT:
                strangers.clear()
            strangers[said] = (key, encoding_of(environ.get("HTTP_ACCEPT_ENCODING", ""), False), place)
        if entry is None:
            return self._drawn(key, environ, start_response, visitor)
        extra = [*self._market_cookie(asked, environ), (HEADER, name)]
        return self._answer(entry, place, environ, start_response, visitor, extra)

    def _forget(self, tags: frozenset[str] | None) -> None:
        # all guesses of a market, which follow rates and prices; who is guessing now writes into the old ones
        self._strangers, self._markets = {}, {}
        # parts first: a page that is drawn meanwhile must not be put together from old ones
        for kept in (self._memo, self._store):
            if kept is not None:
                kept.forget(tags)

    # -- who asks -----------------------------------------------------------------------------

    def _visitor(
        self, asked: Asked, environ: Environ, cookies: Mapping[str, str], session: Mapping[str, Any]
    ) -> Shopper:
        accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        visit = Visit(asked.named_market, cookies.get(MARKET_COOKIE, ""), accepted, session)
        return Shopper(self._runtime, asked.language, visit)

    def _key(self, asked: Asked, visitor: Shopper) -> Key:
        visitor.market = self._market(visitor.visit)
        audiences: tuple[str, ...] = ()
        if self._asks_audiences:
            audiences = tuple(sorted(self._in_app(visitor, lambda: visitor.context.audiences)))
        market = visitor.market
        holed = bool(visitor.visit.session)
        return (asked.path, asked.query, market.country, market.currency, audiences, asked.block, holed)

    def _market(self, visit: Visit) -> Market:
        said = (visit.named_market, visit.kept_market, visit.accept_language)
        markets = self._markets
        market = markets.get(said)
        if market is None:
            market = visit.market(self._runtime)
            if len(markets) < MOST_KEPT:
                markets[said] = market
        return market

    def _market_cookie(self, asked: Asked, environ: Environ) -> Headers:
        """A market that a link names is remembered like a chosen one."""
        if not asked.named_market or market_of(asked.named_market, self._runtime) is None:
            return []
        secure = environ.get("wsgi.url_scheme") == "https"
        cookie = dump_cookie(
            MARKET_COOKIE, asked.named_market, MARKET_SECONDS, path="/", secure=secure, httponly=True, samesite="Lax"
        )
        return [("Set-Cookie", cookie)]

    # -- drawing ------------------------------------------------------------------------------

    def _drawn(
        self, key: Key, environ: Environ, start_response: StartResponse, visitor: Shopper
    ) -> Iterable[bytes]:
        """The application's page: kept where it says so, and answered as it will be from then on."""
        assert self._store is not None
        turn = self._store.turn()
        recording = Recording(holed=bool(visitor.visit.session))
        method, environ["REQUEST_METHOD"] = environ["REQUEST_METHOD"], "GET"
        environ[ENVIRON_KEY] = recording
        caught: list[Any] = []

        def catch(status: str, headers: Headers, _error: Any = None) -> Callable[[bytes], None]:
            caught[:] = [status, headers]
            return lambda _text: None

        body = self._app(environ, catch)
        try:
            text = b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
        environ["REQUEST_METHOD"] = method
        status, headers = caught
        if not recording.keep or not status.startswith("200"):
            start_response(status, headers)
            return [] if method == "HEAD" else [text]
        now = time.time()
        until = recording.valid_until.timestamp() if recording.valid_until else now + 86400
        tags = frozenset((*recording.tags, SHOP))
        pieces = recording.pieces(text.decode())
        entry = entry_of(status, _kept_headers(headers), pieces, tags, until, recording.shown_sku)
        self._store.put(key, entry, turn, now)
        own = [(name, value) for name, value in headers if name.lower() in ("set-cookie", HEADER.lower())]
        return self._answer(entry, None, environ, start_response, visitor, own)

    # -- answering ----------------------------------------------------------------------------

    def _answer(
        self, entry: Entry, place: Place | None, environ: Environ, start_response: StartResponse,
        visitor: Shopper, extra: Headers,
    ) -> Iterable[bytes]:  # fmt: skip
        """The entry for this shopper; place counts it, unless it was drawn a moment ago."""
        encoding = encoding_of(environ.get("HTTP_ACCEPT_ENCODING", ""), bool(entry.holes))
        if not entry.holes:
            return self._whole(entry, encoding, place, environ, start_response, extra)
        if place is not None:
            place.holed[0] += 1
        body = self._filled(entry, encoding, environ, visitor)
        headers = [*entry.headers, *extra, ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response(entry.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _whole(
        self, entry: Entry, encoding: str, place: Place | None, environ: Environ, start_response: StartResponse,
        extra: Headers,
    ) -> Iterable[bytes]:  # fmt: skip
        """A page without holes; nothing where the browser has it already."""
        etag, headers, body = entry.answer(encoding)
        unchanged = etag in environ.get("HTTP_IF_NONE_MATCH", "")
        if place is not None:
            (place.unchanged if unchanged else place.whole)[0] += 1
        if unchanged:
            start_response("304 Not Modified", [h for h in (*headers, *extra) if not h[0].startswith("Content-")])
            return []
        start_response(entry.status, [*headers, *extra])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


    def _filled(self, entry: Entry, encoding: str, environ: Environ, visitor: Shopper) -> bytes:
        """The entry with this shopper's holes; one who asks again while nothing was written gets the same bytes."""
        address = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        whose = (environ.get("HTTP_COOKIE"), visitor.language, visitor.market, address, entry.shown_sku)
        known = self._drawn_holes.find(whose, self._watch.seen())
        if known is not None:
            made = known.bodies.get(encoding)
            if made is not None and made[0] is entry:
                return made[1]
        if known is None or not known.holes.keys() >= set(entry.holes):
            known = Drawn(self._in_app(visitor, lambda: _drawn_holes(entry, visitor, address)))
            self._drawn_holes.remember(whose, known)
        body = entry.filled(known.holes.__getitem__, encoding)
        known.bodies[encoding] = (entry, body)
        return body

    def _in_app(self, visitor: Shopper, question: Callable[[], Any]) -> Any:
        """Ask plugins outside a request: they get values, and templates find this shopper."""
        with self._app.app_context():
            g.shopper, g.language = visitor, visitor.language
            return question()


def _drawn_holes(entry: Entry, visitor: Shopper, address: str) -> dict[Hole, bytes]:
    """Each context function is asked once with all its subjects."""
    slots: dict[str, list[Any]] = {}
    for hole in entry.holes:
        slots.setdefault(hole.slot, []).append(hole.subject)
    visitor.context = replace(visitor.context, shown_sku=entry.shown_sku, now=datetime.now(UTC))
    prepared = Prepared(visitor, slots, address=address)
    return {h: prepared.drawn(h.slot, h.fragment, h.subject).encode() for h in entry.holes}


def _kept_headers(headers: Headers) -> Headers:
    """What belongs to the page and not to this answer."""
    left_out = {"set-cookie", "content-length", "vary", "cache-control", "etag", HEADER.lower()}
    partial = any(name.lower() == "cache-control" and "no-store" in value for name, value in headers)
    kept = [(name, value) for name, value in headers if name.lower() not in left_out]
    return [*kept, ("Vary", VARY), ("Cache-Control", "no-store" if partial else REVALIDATED)]
