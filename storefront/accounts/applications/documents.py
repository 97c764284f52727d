"""Documents of applications: kept, read, carried on to a change, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from storefront.accounts.applications.steps import Paper, holds
from storefront.accounts.applications.tables import SellerDocument
from storefront.db import transaction
from storefront.errors import NotFound
from storefront.uploads.actions import attach
from storefront.uploads.files import KeptFile
from storefront.uploads.tables import Upload

MOST = 12


def documents_of(application_id: int) -> list[SellerDocument]:
    """An application's documents with their files, the oldest first."""
    query = SellerDocument.select(SellerDocument, Upload).join(Upload)
    return list(query.where(SellerDocument.application == application_id).order_by(SellerDocument.id))


def get_document(application_id: int, document_id: int) -> SellerDocument:
    """One of an application's documents; raises NotFound for any other's. Ask first whether he may see it."""
    found = [one for one in documents_of(application_id) if one.id == document_id]
    if not found:
        raise NotFound(f"the application has no document {document_id}")
    return found[0]


def newest(documents: Sequence[SellerDocument]) -> list[SellerDocument]:
    """Of each kind the one that was sent last: an older one is history."""
    return list({one.kind: one for one in documents}.values())


def papers(documents: Sequence[SellerDocument]) -> tuple[Paper, ...]:
    """Documents as the rules see them."""
    return tuple(Paper(one.kind, one.expires_on) for one in documents)


@transaction()
def add_documents(
    application_id: int, files: Sequence[KeptFile], said: tuple[str, str], by: str, now: datetime
) -> None:
    """Files of one kind that were kept; said: kind and last day."""
    for upload in attach(files, f"application:{application_id}", by, now):
        SellerDocument.create(
            application=application_id, upload=upload.id, kind=said[0], expires_on=said[1], created_at=now
        )


@transaction()
def carry_on(source_id: int, target_id: int, today: date) -> None:
    """What still holds of one application's documents stands for another one too."""
    for one in newest(documents_of(source_id)):
        if holds(Paper(one.kind, one.expires_on), today):
            SellerDocument.create(
                application=target_id, upload=one.upload_id, kind=one.kind, expires_on=one.expires_on,
                reminded=one.reminded, created_at=one.created_at,
            )  # fmt: skip


@transaction()
def drop_document(document: SellerDocument) -> None:
    """Take one away; its file with it, unless another application needs it."""
    upload = document.upload_id
    SellerDocument.delete().where(SellerDocument.id == document.id).execute()
    if not SellerDocument.select().where(SellerDocument.upload == upload).exists():
        Upload.delete().where(Upload.id == upload).execute()


@transaction()
def drop_documents(application_id: int) -> None:
    """Take all of them away."""
    for one in documents_of(application_id):
        drop_document(one)
