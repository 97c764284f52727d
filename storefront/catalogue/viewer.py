"""Who looks: what of the catalogue a question may see. The conditions stand here, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storefront.catalogue.tables import Offer, Product, Seller, Shelf


class Sight:
    """What somebody sees, as conditions; the values stand in them, or names for a statement's values."""

    now: Any
    previewed: Any

    def models(self) -> Any:
        """The business models that are on."""
        raise NotImplementedError

    def addressed(self) -> Any:
        """Everyone's audience and those he belongs to."""
        raise NotImplementedError

    def sees_offer(self) -> Any:
        """Condition on Offer and Product: on sale to this viewer now (a hidden product too, by its address)."""
        return (
            self.model_is_on(Offer.business_model)
            & is_offered(self.now)
            & self.is_published()
            & self.is_addressed(Offer.audience)
        )

    def is_published(self) -> Any:
        """Condition on Product: published, or the one that a preview shows."""
        return Product.published if self.previewed is None else Product.published | (Product.id == self.previewed)

    def sees_shelf(self, shelf: Any = Shelf) -> Any:
        """Condition on a row of the shelf."""
        return self.model_is_on(shelf.business_model) & self.is_addressed(shelf.audience)

    def model_is_on(self, column: Any) -> Any:
        """Condition: the business model is enabled."""
        return column.in_(self.models())

    def is_addressed(self, column: Any) -> Any:
        """Condition: the audience is everyone or one of the viewer's."""
        return column.in_(self.addressed())


@dataclass(frozen=True)
class Viewer(Sight):
    """Enabled business models, the audiences this buyer belongs to, his languages by preference."""

    business_models: frozenset[str]
    now: datetime
    audiences: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    previewed: int | None = None

    def models(self) -> list[str]:
        return sorted(self.business_models)

    def addressed(self) -> list[str]:
        return ["", *sorted(self.audiences)]

    @property
    def shelves(self) -> dict[str, Any]:
        """What a statement on the shelf is asked with."""
        return {"models": self.models(), "audiences": self.addressed()}

    @property
    def values(self) -> dict[str, Any]:
        """What a statement on offers is asked with."""
        return {**self.shelves, "now": self.now, "previewed": self.previewed}

    def only(self, business_models: Iterable[str]) -> list[str]:
        """Of the enabled business models the named ones; where none are named, all."""
        named = frozenset(business_models)
        return sorted(self.business_models & named if named else self.business_models)


class Named(Sight):
    """The same conditions in a statement: `given` of Viewer.values, or of Viewer.shelves."""

    def __init__(self, given: Any, models: str = "models") -> None:
        self._given, self._models = given, models
        self.now, self.previewed = given.now, given.previewed

    def models(self) -> Any:
        return getattr(self._given, self._models)

    def addressed(self) -> Any:
        return self._given.audiences


def is_active() -> Any:
    """Condition on Offer: it was not ended, and its seller is not suspended."""
    return Offer.active & Offer.seller.not_in(Seller.select(Seller.id).where(Seller.suspended))


def is_offered(now: Any) -> Any:
    """Condition on Offer: active, and its time is not over."""
    return is_active() & (Offer.valid_until.is_null() | (Offer.valid_until > now))


def is_public() -> Any:
    """Condition on Product: published, and not kept out of lists."""
    return Product.published & ~Product.hidden
