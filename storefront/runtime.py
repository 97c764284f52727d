"""What is running in this process: settings, plugins and catalogues, swapped as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from storefront.i18n import Catalogues
from storefront.plugin_manager import Plugins
from storefront.settings import Settings
from storefront.values import Context, Fragment, Shop, Workflow


# two of them are never the same, whatever is in them
@dataclass(frozen=True, eq=False)
class Runtime:
    """One built shop. A change of plugins builds another and swaps it."""

    settings: Settings
    plugins: Plugins
    catalogues: Catalogues
    version: int
    workflows: dict[tuple[str, str], Workflow] = field(default_factory=dict)
    fragments: dict[str, list[tuple[str, Fragment]]] = field(default_factory=dict)
    providers: dict[str, Any] = field(default_factory=dict)
    blueprints: dict[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def shop(self) -> Shop:
        """The shop as plugins may know it."""
        shop = self.settings.shop
        return Shop(
            shop.name,
            shop.currency,
            shop.country,
            shop.languages,
            shop.default_language,
            self.settings.base_url,
            self.settings.production,
        )

    @property
    def exchange_margin(self) -> Fraction:
        return Fraction(Decimal(self.settings.pricing.exchange_margin)) / 100

    def audiences(self, context: Context) -> frozenset[str]:
        """Which private offers this buyer may see."""
        return frozenset(self.plugins.listed("audiences", context=context))


_current: list[Runtime] = []


def current() -> Runtime:
    """The runtime of this process; raises RuntimeError before one was built."""
    if not _current:
        raise RuntimeError("no shop is running in this process: call storefront.app.create_app() first")
    return _current[-1]


def find_current() -> Runtime | None:
    """The runtime of this process, or None before one was built."""
    return _current[-1] if _current else None


def swap(runtime: Runtime) -> None:
    """From now on this one runs."""
    _current[:] = [runtime]
