"""Under which business models a seller may sell: those he was approved for, or all where nobody has said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from storefront.catalogue.tables import Seller, SellerModel
from storefront.db import transaction
from storefront.errors import Refused
from storefront.i18n import Message, _


class ModelNotApproved(Refused):
    """A seller offers something under a business model that he was not approved for."""

    code = "model-not-approved"


def models_of(sellers: Iterable[int]) -> dict[int, frozenset[str]]:
    """Seller → his models, for those who are held to some."""
    found: dict[int, set[str]] = {}
    rows = SellerModel.select(SellerModel.seller, SellerModel.business_model)
    for seller, model in rows.where(SellerModel.seller.in_(sorted(set(sellers)))).tuples():
        found.setdefault(seller, set()).add(model)
    return {seller: frozenset(models) for seller, models in found.items()}


def model_problem(seller: Seller, model: str) -> Message | None:
    """Why a seller may not offer anything under a model; None: he may."""
    approved = models_of([seller.id]).get(seller.id)
    return not_approved(seller.name, model, approved) if approved is not None and model not in approved else None


def not_approved(name: str, model: str, approved: Collection[str]) -> Message:
    """Says which models it may be, and who can widen them."""
    return _(
        "%(seller)s is approved for %(models)s, not for %(model)s. Staff can widen that on the seller's page.",
        seller=name, models=", ".join(sorted(approved)), model=model,
    )  # fmt: skip


def refuse_strange_models(wanted: Collection[tuple[int, str]]) -> None:
    """Raises ModelNotApproved for the first (seller, model) that was not approved. One query where all is well."""
    known: Mapping[int, frozenset[str]] = models_of({seller for seller, _model in wanted})
    for seller, model in sorted(wanted):
        if seller in known and model not in known[seller]:
            raise ModelNotApproved(not_approved(Seller.get_by_id(seller).name, model, known[seller]))


@transaction()
def approve_models(seller_id: int, models: Iterable[str]) -> None:
    """Hold a seller to these models; none: he may sell under every one."""
    SellerModel.delete().where(SellerModel.seller == seller_id).execute()
    for model in sorted(set(models)):
        SellerModel.create(seller=seller_id, business_model=model)
