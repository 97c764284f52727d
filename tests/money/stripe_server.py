"""A server on this machine that speaks Stripe's protocol as far as the shop does, and can misbehave on request.

Form-encoded requests with nested names, idempotency keys, errors in Stripe's shape, lists page by page, webhooks
signed with the endpoint's secret. What a person does on Stripe's pages, and what banks do, are its methods.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SECRET_KEY = "sk_test_ofTheLocalServer0"
SIGNING_SECRET = "whsec_ofTheLocalServer0"
Object = dict[str, Any]


class Refused(Exception):
    """An error in Stripe's shape."""

    def __init__(self, status: int, kind: str, code: str = "", message: str = "no") -> None:
        super().__init__(code)
        self.status, self.error = status, {"type": kind, "code": code or None, "message": message}


class StripeServer:
    """What a Stripe account holds. misbehave: what the next requests meet, one each ("" for nothing)."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.sessions: dict[str, Object] = {}
        self.intents: dict[str, Object] = {}
        self.refunds: dict[str, Object] = {}
        self.transfers: dict[str, Object] = {}
        self.balance: list[Object] = []
        self.asked: list[tuple[str, str, Object]] = []
        self.misbehave: list[str] = []
        self._kept: dict[str, tuple[Object, int, Object]] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    # -- the API --------------------------------------------------------------------------------

    def answer(self, method: str, path: str, params: Object, headers: dict[str, str]) -> tuple[int, Object]:
        with self._lock:
            self.asked.append((method, path, params))
            try:
                if headers.get("authorization") != f"Bearer {SECRET_KEY}":
                    raise Refused(401, "invalid_request_error", "", f"Invalid API Key provided: {SECRET_KEY[:9]}***")
                return self._once(method, path, params, headers.get("idempotency-key", ""))
            except Refused as error:
                return error.status, {"error": error.error}

    def _once(self, method: str, path: str, params: Object, key: str) -> tuple[int, Object]:
        if method == "POST" and key in self._kept:
            before, status, answer = self._kept[key]
            if before != params:
                raise Refused(400, "idempotency_error", "", "Keys can only be used with the same parameters")
            return status, answer
        answer = self._act(method, path.removeprefix("/v1/").split("/"), params)
        if method == "POST" and key:
            self._kept[key] = (params, 200, json.loads(json.dumps(answer)))
        return 200, answer

    def _act(self, method: str, path: list[str], params: Object) -> Object:
        match (method, *path):
            case ("POST", "checkout", "sessions"):
                return self._new_session(params)
            case ("GET", "checkout", "sessions"):
                return self._page(list(self.sessions.values()), params)
            case ("GET", "checkout", "sessions", known) if known in self.sessions:
                return self._expanded(self.sessions[known])
            case ("GET", "payment_intents", known) if known in self.intents:
                return self.intents[known]
            case ("GET", "refunds"):
                mine = [one for one in self.refunds.values() if one["payment_intent"] == params["payment_intent"]]
                return self._page(mine, params)
            case ("POST", "refunds"):
                return self._new_refund(params)
            case ("POST", "transfers"):
                return self._new_transfer(params)
            case ("GET", "transfers"):
                mine = [one for one in self.transfers.values() if one["transfer_group"] == params["transfer_group"]]
                return self._page(mine, params)
            case ("GET", "balance_transactions"):
                span = {name: int(value) for name, value in params["created"].items()}
                mine = [one for one in self.balance if span["gte"] <= one["created"] < span["lt"]]
                return self._page(mine, params)
        raise Refused(404, "invalid_request_error", "resource_missing", f"No such resource: {'/'.join(path)}")

    def _new_session(self, params: Object) -> Object:
        line = params["line_items"]["0"]
        amount = int(line["price_data"]["unit_amount"]) * int(line["quantity"])
        expires = int(params["expires_at"])
        if amount < 50:
            raise Refused(400, "invalid_request_error", "amount_too_small")
        if not 1800 <= expires - self.now.timestamp() <= 86400:
            raise Refused(400, "invalid_request_error", "parameter_invalid_integer", "expires_at")
        number = next(self._numbers)
        session = {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "amount_total": amount,
            "client_reference_id": params["client_reference_id"],
            "created": int(self.now.timestamp()),
            "currency": line["price_data"]["currency"],
            "expires_at": expires,
            "locale": params["locale"],
            "metadata": params["metadata"],
            "mode": params["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": params["success_url"],
            "url": f"https://checkout.stripe.example/c/pay/cs_test_{number}",
        }
        self.sessions[str(session["id"])] = session
        return session

    def _new_refund(self, params: Object) -> Object:
        intent = self.intents.get(params["payment_intent"])
        if intent is None:
            raise Refused(404, "invalid_request_error", "resource_missing")
        amount = int(params["amount"])
        sent = sum(one["amount"] for one in self.refunds.values() if one["payment_intent"] == intent["id"])
        if amount > intent["amount_received"] - sent:
            raise Refused(400, "invalid_request_error", "charge_already_refunded")
        refund = {
            "id": f"re_{next(self._numbers)}",
            "object": "refund",
            "amount": amount,
            "charge": intent["latest_charge"],
            "created": int(self.now.timestamp()),
            "currency": intent["currency"],
            "metadata": params["metadata"],
            "payment_intent": intent["id"],
            "reason": None,
            "status": "pending" if intent["currency"] == "sek" else "succeeded",
        }
        self.refunds[str(refund["id"])] = refund
        return refund

    def _new_transfer(self, params: Object) -> Object:
        if not params["destination"].startswith("acct_"):
            raise Refused(400, "invalid_request_error", "account_invalid")
        transfer = {
            "id": f"tr_{next(self._numbers)}",
            "object": "transfer",
            "amount": int(params["amount"]),
            "amount_reversed": 0,
            "created": int(self.now.timestamp()),
            "currency": params["currency"],
            "destination": params["destination"],
            "metadata": params["metadata"],
            "reversed": False,
            "transfer_group": params.get("transfer_group"),
        }
        self.transfers[str(transfer["id"])] = transfer
        return transfer

    def _page(self, listed: list[Object], params: Object) -> Object:
        """The newest first, two a page however many are asked for."""
        newest = [self._expanded(one) for one in reversed(listed)]
        after = params.get("starting_after")
        start = next((place + 1 for place, one in enumerate(newest) if one["id"] == after), 0)
        return {"object": "list", "data": newest[start : start + 2], "has_more": len(newest) > start + 2, "url": "/"}

    def _expanded(self, one: Object) -> Object:
        intent = one.get("payment_intent")
        return {**one, "payment_intent": self.intents[intent]} if one["object"] == "checkout.session" and intent else one

    # -- what people do -------------------------------------------------------------------------

    def pays(self, session_id: str, *, later: bool = False) -> Object:
        """The buyer pays on Stripe's page; later: with a method whose money takes days. The session."""
        session = self.sessions[session_id]
        number = next(self._numbers)
        intent = {
            "id": f"pi_{number}",
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": 0 if later else session["amount_total"],
            "created": int(self.now.timestamp()),
            "currency": session["currency"],
            "latest_charge": f"ch_{number}",
            "metadata": session["metadata"],
            "status": "processing" if later else "succeeded",
        }
        self.intents[str(intent["id"])] = intent
        session |= {
            "payment_intent": intent["id"],
            "payment_status": "unpaid" if later else "paid",
            "status": "complete",
            "url": None,
        }
        return session

    def closes(self, session_id: str) -> Object:
        """The page's time is over."""
        self.sessions[session_id] |= {"status": "expired", "url": None}
        return self.sessions[session_id]

    def sends_back(self, intent: str, amount: int, status: str = "succeeded") -> Object:
        """Somebody presses "Refund" on Stripe's pages."""
        refund = self._new_refund({"payment_intent": intent, "amount": amount, "metadata": {}})
        refund["status"] = status
        return refund

    def reverses(self, transfer_id: str, amount: int) -> Object:
        """So much of a transfer is taken back from the connected account."""
        told = self.transfers[transfer_id]
        back = told["amount_reversed"] + amount
        told |= {"amount_reversed": back, "reversed": back == told["amount"]}
        return dict(told)

    def dispute(self, intent: str, amount: int, status: str = "needs_response", **more: Any) -> Object:
        """A bank takes money back."""
        moved = {"amount": -amount, "currency": "eur", "fee": 2000, "net": -amount - 2000, "type": "adjustment"}
        return {
            "id": f"dp_of_{intent}",
            "object": "dispute",
            "amount": amount,
            "balance_transactions": [moved],
            "charge": self.intents[intent]["latest_charge"],
            "created": int(self.now.timestamp()),
            "currency": self.intents[intent]["currency"],
            "evidence_details": {"due_by": int(self.now.timestamp()) + 864000, "has_evidence": False},
            "metadata": {},
            "payment_intent": intent,
            "reason": "product_not_received",
            "status": status,
            **more,
        }


def event(kind: str, told: Object, number: int = 1, **more: Any) -> bytes:
    """An event's body; account: of which connected account it is."""
    return json.dumps({
        "id": f"evt_{number}", "object": "event", "type": kind, "api_version": "2026-10-28.endive", "created": 1,
        **more, "livemode": False, "pending_webhooks": 1, "data": {"object": told},
    }).encode()  # fmt: skip


def signed(body: bytes, now: datetime, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The header Stripe sends along."""
    sent = int(now.timestamp())
    digest = hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={sent},v1={digest},v0=old"}


def nested(text: str) -> Object:
    """a[b][c]=1&a[d][]=2 as dictionaries."""
    found: Object = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        first, *rest = [part for part in re.split(r"[\[\]]+", name) if part != ""]
        inner = found
        for step in rest:
            inner = inner.setdefault(first, {})
            first = step
        inner[first] = value
    return found


@contextmanager
def running(server: StripeServer) -> Iterator[str]:
    """Its address while it runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET", urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

        def _answer(self, method: str, query: str) -> None:
            trouble = server.misbehave.pop(0) if server.misbehave else ""
            status, answer = 500, {"error": {"type": "api_error", "message": "trouble"}}
            if trouble not in ("down", "limit"):
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, answer = server.answer(method, urlsplit(self.path).path, nested(query), headers)
            if trouble == "limit":
                status, answer = 429, {"error": {"type": "invalid_request_error", "code": "rate_limit"}}
            if trouble == "lost":
                # it did what was asked, and the line broke
                self.close_connection = True
                return
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Request-Id", "req_1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None: ...

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}"
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
