"""Stripe's API through its SDK: what we ask of it, answered as plain dictionaries; its errors as ours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import stripe

from storefront.errors import StorefrontError
from storefront.payments.providers import ProviderSilent

log = logging.getLogger(__name__)
SECONDS = 15
# a Checkout Session lives at most a day
LONGEST_SESSION = timedelta(days=1)
CLOCKS_DIFFER = timedelta(minutes=5)
Object = dict[str, Any]


class StripeRefused(StorefrontError):
    """Stripe understood and said no; told is its code, such as "amount_too_small"."""

    code = "stripe-refused"

    def __init__(self, told: str) -> None:
        super().__init__(f"Stripe refused: {told}")
        self.told = told


class StripeApi:
    """The calls we make. Each may take its time; the same key again answers the same."""

    def __init__(self, secret_key: str, base: str = "", *, seconds: float = SECONDS, retries: int = 1) -> None:
        # nothing about this shop's speed is told
        stripe.enable_telemetry = False
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": base.rstrip("/")} if base else None,
            http_client=stripe.RequestsClient(timeout=seconds),
            max_network_retries=retries,
        )

    def __repr__(self) -> str:
        return "StripeApi(…)"

    def create_session(self, params: Mapping[str, Any], key: str) -> Object:
        """A page of Stripe's on which the buyer pays."""
        return self._asked(lambda v1: v1.checkout.sessions.create(dict(params), {"idempotency_key": key}))

    def session(self, reference: str) -> Object:
        """A session with its payment intent."""
        more = {"expand": ["payment_intent"]}
        return self._asked(lambda v1: v1.checkout.sessions.retrieve(reference, more))

    def intent(self, reference: str) -> Object:
        return self._asked(lambda v1: v1.payment_intents.retrieve(reference))

    def sessions_since(self, begun: datetime) -> Iterator[Object]:
        """Those made in the day after a moment; there is no way to ask for one by our key."""
        span = {
            "gte": int((begun - CLOCKS_DIFFER).timestamp()),
            "lte": int((begun + LONGEST_SESSION).timestamp()),
        }
        params = {"created": span, "limit": 100, "expand": ["data.payment_intent"]}
        return self._listed(lambda v1, after: v1.checkout.sessions.list({**params, **after}))

    def create_refund(self, params: Mapping[str, Any], key: str) -> Object:
        return self._asked(lambda v1: v1.refunds.create(dict(params), {"idempotency_key": key}))

    def refunds_of(self, intent: str) -> Iterator[Object]:
        params = {"payment_intent": intent, "limit": 100}
        return self._listed(lambda v1, after: v1.refunds.list({**params, **after}))

    def create_transfer(self, params: Mapping[str, Any], key: str) -> Object:
        return self._asked(lambda v1: v1.transfers.create(dict(params), {"idempotency_key": key}))

    def transfers_of(self, group: str) -> Iterator[Object]:
        params = {"transfer_group": group, "limit": 100}
        return self._listed(lambda v1, after: v1.transfers.list({**params, **after}))

    def balance_of(self, begin: datetime, end: datetime) -> Iterator[Object]:
        """What moved on the account from one moment to before another, each with what moved it."""
        span = {"gte": int(begin.timestamp()), "lt": int(end.timestamp())}
        params = {"created": span, "limit": 100, "expand": ["data.source"]}
        return self._listed(lambda v1, after: v1.balance_transactions.list({**params, **after}))

    def _listed(self, page: Callable[[Any, Mapping[str, str]], Any]) -> Iterator[Object]:
        """All of a list, page by page."""
        after: dict[str, str] = {}
        while True:
            answer = self._asked(lambda v1, after=after: page(v1, after))  # type: ignore[misc]
            yield from answer["data"]
            if not answer.get("has_more") or not answer["data"]:
                return
            after = {"starting_after": answer["data"][-1]["id"]}

    def _asked(self, call: Callable[[Any], Any]) -> Object:
        """Raises ProviderSilent when nobody knows what came of it, StripeRefused for a no."""
        try:
            answer: Object = call(self._client.v1).to_dict()
        except (stripe.CardError, stripe.InvalidRequestError) as error:
            raise StripeRefused(str(error.code or "invalid_request")) from None
        except (stripe.AuthenticationError, stripe.PermissionError) as error:
            # its message repeats a part of the key
            log.error("Stripe does not accept [stripe] secret_key: %s", type(error).__name__)
            raise StripeRefused("authentication") from None
        except stripe.StripeError as error:
            raise ProviderSilent(f"Stripe gave no answer: {type(error).__name__}") from None
        return answer
