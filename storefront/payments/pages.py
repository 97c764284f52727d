"""Where providers and the sandbox reach the shop: webhooks, and the sandbox's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from storefront import formatting
from storefront.db import utc_now
from storefront.errors import NotFound
from storefront.i18n import Message, _, find_language, language
from storefront.payments.actions import receive_webhook
from storefront.payments.providers import WrongSignature
from storefront.payments.sandbox import SandboxCard, find_charge
from storefront.payments.sandbox_delivery import deliver_webhooks
from storefront.payments.tables import SandboxCharge
from storefront.runtime import current

LARGEST_BODY = 256 * 1024

# webhooks come from servers: what protects them is the signature, no cookie is read
blueprint = Blueprint("payments", __name__, template_folder="templates")


@dataclass(frozen=True)
class ConfirmPage:
    """payments/sandbox_confirm.html: the page on which a pretended bank asks for confirmation"""

    language: Annotated[str, "Its language tag"]
    direction: Annotated[str, "ltr or rtl"]
    title: Annotated[str, "Its heading"]
    explanation: Annotated[str, "That no money moves"]
    amount: Annotated[str, "What would be paid"]
    description: Annotated[str, "What for"]
    agree: Annotated[str, "The button that confirms"]
    refuse: Annotated[str, "The button that does not"]


@blueprint.post("/webhooks/<provider>")
def webhook(provider: str) -> tuple[str, int]:
    """A provider says what became of a payment: 204 when heard, 401 when not signed, 404 for no provider."""
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    try:
        receive_webhook(provider, dict(request.headers), request.get_data(cache=False), utc_now())
    except WrongSignature as error:
        return str(error), 401
    except NotFound:
        abort(404)
    except (ValueError, KeyError, TypeError, AttributeError):
        # signed, but not in the shape the provider promised
        return "this body is not understood", 400
    return "", 204


@blueprint.get("/sandbox/confirm/<key>")
def sandbox_confirm(key: str) -> str:
    """Ask the buyer, as his bank would."""
    _sandbox()
    return render_template("payments/sandbox_confirm.html", page=confirm_page(_charge(key)))


@blueprint.post("/sandbox/confirm/<key>")
def sandbox_answer(key: str) -> Response | tuple[str, int]:
    """Take the answer, send the webhook, and lead back to the shop; asked again where it is neither yes nor no."""
    sandbox = _sandbox()
    charge = _charge(key)
    answer = request.form.get("answer")
    if answer not in ("yes", "no"):
        return sandbox_confirm(key), 422
    sandbox.confirm(key, answer == "yes")
    deliver_webhooks(sandbox, utc_now())
    return redirect(charge.return_url or "/", code=303)


def confirm_page(charge: SandboxCharge) -> ConfirmPage:
    """The page's words in the buyer's language."""
    tongue = find_language(charge.language) or language("en")

    def say(message: Message) -> str:
        return current().catalogues.translate(message, tongue.tag)

    return ConfirmPage(
        tongue.tag,
        tongue.direction,
        say(_("Confirm your payment")),
        say(_("This is the sandbox's page, in the place of your bank's. No money moves.")),
        formatting.money(charge.amount, charge.currency, tongue.tag),
        charge.description,
        say(_("Confirm")),
        say(_("Do not confirm")),
    )


def _sandbox() -> SandboxCard:
    provider = current().providers.get(SandboxCard.code)
    if not isinstance(provider, SandboxCard):
        abort(404)
    return provider


def _charge(key: str) -> SandboxCharge:
    charge = find_charge(key)
    if charge is None or not charge.asks_buyer:
        abort(404)
    return charge
