"""Checkout steps: an object knows whether it applies, what it asks, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from storefront.accounts.address_book import KeptAddress
from storefront.accounts.addresses import Address, address_fields, address_lines, check_address
from storefront.cart.loading import LoadedCart
from storefront.countries import country_name, sort_key
from storefront.formatting import date_range
from storefront.forms import Checked, Field, Option, Section, Values, check_email, check_fields
from storefront.i18n import Country, Message, _, plain
from storefront.money import Money
from storefront.runtime import Runtime
from storefront.values import Context, Group


@dataclass(frozen=True)
class Checkout:
    """What a step sees: the cart as it is now, and everything answered so far."""

    runtime: Runtime
    cart: LoadedCart
    context: Context
    countries: tuple[str, ...] = ()
    providers: tuple[Any, ...] = ()
    addresses: tuple[KeptAddress, ...] = ()

    def answer(self, step: str) -> Mapping[str, Any]:
        """What a step has collected; empty before it was answered."""
        found = self.cart.answers.get(step, {})
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True)
class Step:
    """The base of every step; plugins subclass it.

    place orders the steps: contact 100, address 200, delivery 300, payment 400; nothing from 500 on,
    where review stands. A plugin's step keeps what it collects by group: answer["groups"][group.key].
    """

    id: str
    title: Message
    place: int
    intro: Message | None = None
    groups: tuple[Group, ...] = ()

    def applies(self, checkout: Checkout) -> bool:
        """Whether it is asked at all."""
        return True

    def sections(self, checkout: Checkout, typed: Values) -> tuple[Section, ...]:
        """What it asks; typed (or answered before) decides fields that depend on others."""
        return ()

    def values(self, checkout: Checkout) -> Values:
        """What its fields show before anything is typed."""
        return {k: v for k, v in checkout.answer(self.id).items() if isinstance(v, str)}

    def check(self, checkout: Checkout, typed: Values) -> Checked:
        """Cleaned values and errors."""
        fields = [one for section in self.sections(checkout, typed) for one in section.fields]
        return check_fields(fields, typed)

    def reloaded(self, checkout: Checkout, typed: Values, by: str) -> Values:
        """What its fields show after one that others depend on (by) was changed."""
        return typed

    def answer(self, checkout: Checkout, checked: Checked) -> dict[str, Any]:
        """What is kept of the cleaned values."""
        return dict(checked.values)

    def is_complete(self, checkout: Checkout) -> bool:
        """Whether what was answered still holds: checked again, since the cart may have changed."""
        if self.id not in checkout.cart.answers:
            return False
        return not self.check(checkout, self.values(checkout)).errors

    def told(self, checkout: Checkout) -> tuple[str, ...]:
        """The answer in a few lines, for the review."""
        return ()


class ContactStep(Step):
    """Where the confirmation goes; and whether one buys as a business."""

    def sections(self, checkout: Checkout, typed: Values) -> tuple[Section, ...]:
        email = Field(
            "email",
            _("E-mail"),
            "email",
            autocomplete="email",
            inputmode="email",
            dir="ltr",
            maxlength=254,
            help=_asked_there(checkout),
            check=check_email,
        )
        business = Field("business", _("I buy as a business"), "checkbox", required=False, maxlength=1)
        return (Section((email, business)),)

    def values(self, checkout: Checkout) -> Values:
        return {"email": checkout.context.buyer.email, **super().values(checkout)}

    def told(self, checkout: Checkout) -> tuple[str, ...]:
        return (str(checkout.answer(self.id).get("email", "")),)


def _asked_there(checkout: Checkout) -> Message:
    """What is sent to the address; a mail that asks for a review is announced, and how to refuse it."""
    if checkout.runtime.settings.reviews.invite_days:
        return _("Your order confirmation is sent there, and later one mail that asks how it is; you can refuse that.")
    return _("Your order confirmation is sent there.")


class AddressStep(Step):
    """Where it goes: the country's own form. The country is the market's, and can be changed here."""

    def sections(self, checkout: Checkout, typed: Values) -> tuple[Section, ...]:
        country = self.country(checkout, typed)
        tag = checkout.context.language
        names = [(code, country_name(code, tag)) for code in checkout.countries]
        names.sort(key=lambda pair: sort_key(pair[1], tag))
        choice = Field(
            "country",
            _("Country"),
            "select",
            autocomplete="country",
            options=tuple(Option(code, plain(name)) for code, name in names),
            reloads=True,
        )
        fields = address_fields(country)
        own = (kept_field(checkout.addresses, tag),) if checkout.addresses else ()
        keep = (KEEP,) if checkout.context.buyer.person_id is not None else ()
        return (Section((*own, fields[0], choice, *fields[1:], *keep)),)

    def values(self, checkout: Checkout) -> Values:
        """What was answered; before that the address its buyer prefers, if it can be sent there."""
        answered = super().values(checkout)
        first = next((kept for kept in checkout.addresses if kept.address.country in checkout.countries), None)
        offered = {**first.address.as_json(), "kept": str(first.id)} if first and not answered else {}
        return {"country": checkout.context.market.country, **offered, **answered}

    def reloaded(self, checkout: Checkout, typed: Values, by: str) -> Values:
        chosen = next((kept for kept in checkout.addresses if str(kept.id) == typed.get("kept")), None)
        return {**typed, **chosen.address.as_json()} if by == "kept" and chosen else typed

    def country(self, checkout: Checkout, typed: Values) -> str:
        wanted = typed.get("country", "")
        return wanted if wanted in checkout.countries else checkout.context.market.country

    def check(self, checkout: Checkout, typed: Values) -> Checked:
        country = self.country(checkout, typed)
        _address, checked = check_address(country, typed)
        checked.values["country"] = typed.get("country", country)
        checked.values["kept"] = typed.get("kept", "")[:20]
        checked.values["keep"] = "1" if typed.get("keep") else ""
        if checked.values["country"] not in checkout.countries:
            checked.errors["country"] = _("Please choose one of the list.")
        return checked

    def is_complete(self, checkout: Checkout) -> bool:
        answered = checkout.answer(self.id).get("country")
        return answered == checkout.context.market.country and super().is_complete(checkout)

    def told(self, checkout: Checkout) -> tuple[str, ...]:
        address = Address.from_json(checkout.answer(self.id))
        return address_lines(address, country_name(address.country, checkout.context.language))


KEEP = Field("keep", _("Keep this address in my account"), "checkbox", required=False, maxlength=1)


def kept_field(addresses: tuple[KeptAddress, ...], tag: str) -> Field:
    """Which of his addresses somebody who is signed in wants."""
    named = [
        Option(str(kept.id), plain(", ".join(address_lines(kept.address, country_name(kept.address.country, tag)))))
        for kept in addresses
    ]
    options = (Option("", _("Another address")), *named)
    return Field("kept", _("Your addresses"), "select", required=False, options=options, reloads=True)


class DeliveryStep(Step):
    """How each group's parcel is sent."""

    def sections(self, checkout: Checkout, typed: Values) -> tuple[Section, ...]:
        return tuple(
            Section((self._field(checkout, index),), legend=plain(loaded.group.seller.name))
            for index, loaded in enumerate(checkout.cart.groups)
        )

    def _field(self, checkout: Checkout, index: int) -> Field:
        loaded = checkout.cart.groups[index]
        options = []
        for method in loaded.methods:
            when = arrival(method.days_min, method.days_max, checkout.context)
            price = Money(method.amount, method.currency)
            options.append(Option(method.code, method.label, _("arrives %(when)s", when=when), price))
        return Field(f"method-{index}", _("Delivery"), "cards", options=tuple(options))

    def values(self, checkout: Checkout) -> Values:
        return {
            f"method-{index}": loaded.method.code
            for index, loaded in enumerate(checkout.cart.groups)
            if loaded.method is not None
        }

    def answer(self, checkout: Checkout, checked: Checked) -> dict[str, Any]:
        methods = {
            loaded.group.key: {"method": checked.values[f"method-{index}"]}
            for index, loaded in enumerate(checkout.cart.groups)
        }
        return {"groups": methods}

    def is_complete(self, checkout: Checkout) -> bool:
        """Each group chose a method that is still offered."""
        chosen = checkout.answer(self.id).get("groups", {})
        return all(
            chosen.get(loaded.group.key, {}).get("method") in {m.code for m in loaded.methods}
            for loaded in checkout.cart.groups
        )


class PaymentStep(Step):
    """How it is paid; what the method itself needs is asked on the pay page."""

    def sections(self, checkout: Checkout, typed: Values) -> tuple[Section, ...]:
        options = tuple(
            Option(p.code, p.title, getattr(p, "detail", None), icon=getattr(p, "icon", ""))
            for p in checkout.providers
        )
        none = None if options else _("No way to pay is set up in this shop yet, so nothing can be ordered.")
        return (Section((Field("provider", _("Payment method"), "cards", help=none, options=options),)),)

    def told(self, checkout: Checkout) -> tuple[str, ...]:
        return ()


def core_steps() -> tuple[Step, ...]:
    """Core's own steps; review stands after them."""
    return (
        ContactStep("contact", _("Contact"), 100),
        AddressStep("address", _("Address"), 200),
        DeliveryStep("delivery", _("Delivery"), 300),
        PaymentStep("payment", _("Payment"), 400),
    )


def checkout_steps(checkout: Checkout) -> list[Step]:
    """All steps in order: plugins are asked once per group, steps of one id are shown once."""
    found = {step.id: step for step in core_steps()}
    for loaded in checkout.cart.groups:
        given = checkout.runtime.plugins.owned(
            "checkout_steps", loaded.group.business_model, group=loaded.group, context=loaded.context
        )
        for step in given or ():
            before = found.get(step.id)
            asked = (*(before.groups if before else ()), loaded.group)
            found[step.id] = replace(step, groups=asked)
    late = [step.id for step in found.values() if step.place >= 500]
    if late:
        raise ValueError(f"checkout steps {late}: nothing comes after review (place 500)")
    steps = sorted(found.values(), key=lambda step: (step.place, step.id))
    return [step for step in steps if step.applies(checkout)]


def first_incomplete(steps: list[Step], checkout: Checkout) -> Step | None:
    """Where one is led back to; None: everything is answered."""
    return next((step for step in steps if not step.is_complete(checkout)), None)


def asked_again(step: Step, checkout: Checkout) -> Message:
    """Why the button ordered nothing: a step's answer is missing, or no longer holds."""
    country = checkout.context.market.country
    if step.id not in checkout.cart.answers:
        return _("Nothing was ordered: “%(step)s” is not answered yet.", step=step.title)
    if step.id == "address" and checkout.answer("address").get("country") != country:
        place = Country(country)
        return _("Nothing was ordered: the country is now %(country)s. Please give an address there.", country=place)
    return _(
        "Nothing was ordered: the cart or the country has changed since you looked. Please answer “%(step)s” again.",
        step=step.title,
    )


def arrival(days_min: int, days_max: int, context: Context) -> str:
    """Calendar days of arrival when it is ordered today."""
    from datetime import timedelta

    today = context.now.date()
    return date_range(today + timedelta(days=days_min), today + timedelta(days=days_max), context.language)


