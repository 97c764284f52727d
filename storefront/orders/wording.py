"""An order's frozen values in one language: no request, no plugin needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from storefront import formatting
from storefront.countries import country_name
from storefront.i18n import Message, _, fallback_chain
from storefront.runtime import Runtime


@dataclass(frozen=True)
class Wording:
    """Says messages, days and frozen texts in a language; buyer: what its reader calls the buyer."""

    runtime: Runtime
    language: str
    buyer: Message = field(default_factory=lambda: _("You"))

    def t(self, message: Message | Mapping[str, Any] | str | None) -> str:
        """A message, or the JSON it was frozen as, translated; plain texts pass."""
        if not message:
            return ""
        if isinstance(message, str):
            return message
        if not isinstance(message, Message):
            message = Message.from_json(message)
        return self.runtime.catalogues.translate(message, self.language)

    def text(self, value: Any) -> str:
        """A text frozen in several languages ({"en": …}), in the nearest one; plain texts pass."""
        if isinstance(value, str):
            return value
        if not isinstance(value, Mapping):
            return ""
        shop = self.runtime.settings.shop
        for tag in (*fallback_chain(self.language, shop.default_language), *value):
            if value.get(tag):
                return str(value[tag])
        return ""

    def money(self, amount: int, currency: str) -> str:
        return formatting.money(amount, currency, self.language)

    def day(self, at: datetime) -> str:
        return formatting.date(at.date(), self.language)

    def date_range(self, first: date, last: date) -> str:
        return formatting.date_range(first, last, self.language)

    def moment(self, at: datetime) -> str:
        return formatting.moment(at, self.language)

    def country(self, code: str) -> str:
        return country_name(code, self.language) if code else ""
