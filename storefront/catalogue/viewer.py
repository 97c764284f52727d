"""Who looks: what of the catalogue a question may see. The conditions stand here, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storefront.catalogue.tables import Offer, Product, Shelf


@dataclass(frozen=True)
class Viewer:
    """Enabled business models, the audiences this buyer belongs to, his languages by preference."""

    business_models: frozenset[str]
    now: datetime
    audiences: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    previewed: int | None = None

    def sees_offer(self) -> Any:
        """Condition on Offer and Product: on sale to this viewer now (a hidden product too, by its address)."""
        return (
            self.model_is_on(Offer.business_model)
            & Offer.active
            & (Offer.valid_until.is_null() | (Offer.valid_until > self.now))
            & self.is_published()
            & self.is_addressed(Offer.audience)
        )

    def is_published(self) -> Any:
        """Condition on Product: published, or the one that a preview shows."""
        return Product.published if self.previewed is None else Product.published | (Product.id == self.previewed)

    def sees_shelf(self, shelf: Any = Shelf, only_models: Iterable[str] = ()) -> Any:
        """Condition on a row of the shelf, narrowed to some business models where any are named."""
        models = self.business_models & frozenset(only_models) if only_models else self.business_models
        return shelf.business_model.in_(sorted(models)) & self.is_addressed(shelf.audience)

    def model_is_on(self, column: Any) -> Any:
        """Condition: the business model is enabled."""
        return column.in_(sorted(self.business_models))

    def is_addressed(self, column: Any) -> Any:
        """Condition: the audience is everyone or one of the viewer's."""
        return column.in_(["", *sorted(self.audiences)])


def is_public() -> Any:
    """Condition on Product: published, and not kept out of lists."""
    return Product.published & ~Product.hidden
