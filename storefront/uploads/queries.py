"""What reads uploads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from storefront.errors import NotFound
from storefront.uploads.tables import Upload


def uploads_of(subjects: Iterable[str]) -> defaultdict[str, list[Upload]]:
    """What belongs to each of these subjects, the oldest first; one query."""
    found: defaultdict[str, list[Upload]] = defaultdict(list)
    for row in Upload.select().where(Upload.subject.in_(list(subjects))).order_by(Upload.id):
        found[row.subject].append(row)
    return found


def get_upload(token: str, subject: str) -> Upload:
    """An upload of this subject; raises NotFound for any other's. Ask first whether the subject may be seen."""
    found: Upload | None = Upload.get_or_none(Upload.token == token, Upload.subject == subject)
    if found is None:
        raise NotFound("there is no such file")
    return found
