"""Uploads at the edge: read from a form, sent to whoever may see their subject."""

from __future__ import annotations

from flask import Response, request, send_file

from storefront.errors import NotFound
from storefront.runtime import current
from storefront.uploads.files import LARGEST_PDF, LARGEST_PICTURE, Sent, path_of
from storefront.uploads.tables import Upload


def sent_files(name: str = "files") -> list[Sent]:
    """What a form's file field brought; empty pickers are left out, what is far too large is not read whole."""
    most = max(LARGEST_PICTURE, LARGEST_PDF) + 1
    found = []
    for file in request.files.getlist(name):
        with file.stream as stream:
            if file.filename:
                found.append(Sent(file.filename, stream.read(most)))
    return found


def send_upload(upload: Upload, small: bool = False) -> Response:
    """Its bytes, for him who asks alone: pictures in the page, all else as a download. Ask first whether he may."""
    path = path_of(current().settings.private, upload.digest, upload.kind, "small" if small else "whole")
    if not path.is_file():
        raise NotFound("the file is gone")
    is_image = upload.kind == "image"
    answer = send_file(
        path,
        mimetype="image/jpeg" if is_image else "application/pdf",
        as_attachment=not is_image,
        download_name=upload.name if not is_image else None,
        conditional=True,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
