"""The inspector's own script and stylesheet, and the question whether anything was saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request, send_from_directory
from markupsafe import Markup

from storefront.i18n import Message, _
from storefront.web.assets import Assets
from storefront.web.inspector.marks import EXTENSION, Inspector, inspector
from storefront.web.shopper import shopper

FILES = Path(__file__).parent / "files"
SAVED = frozenset({".html", ".txt", ".js", ".svg"})
WORDS: dict[str, Message] = {
    "toggle": _("Inspector"),
    "hint": _("Outline slots and fragments (Alt+I)"),
    "slot": _("Slot"),
    "template": _("Template"),
    "owner": _("Comes from"),
    "ms": _("Time"),
    "cache": _("Cache"),
    "kept": _("kept with its page"),
    "hole": _("drawn for each visitor into a kept page"),
    "drawn": _("drawn each time"),
    "empty": _("Empty slots"),
}


def set_up_inspector(app: Flask, languages: Iterable[str], folders: Iterable[Path]) -> None:
    """Mark fragments and follow saved files; asked for with --debug only, never in production."""
    app.extensions[EXTENSION] = Inspector(frozenset(languages), tuple(folders))
    app.register_blueprint(_pages())
    app.after_request(add_inspector)


def _pages() -> Blueprint:
    pages = Blueprint("inspector", __name__, url_prefix="/_debug")

    @pages.get("/files/<path:name>")
    def files(name: str) -> Response:
        response = send_from_directory(FILES, name)
        response.headers["Cache-Control"] = "no-store"
        return response

    @pages.get("/changes")
    def changes() -> Response:
        """What pages are made of as one number, and where their stylesheets are now."""
        found = inspector()
        assets: Assets = current_app.extensions["assets"]
        answer = jsonify(pages=state(found.folders if found else ()), styles={p: assets.url(p) for p in assets.styles})
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return pages


def state(folders: Iterable[Path]) -> str:
    """Changes when a template or script in one of the folders is saved, made or removed."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SAVED and path.is_file():
                digest.update(f"{path} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def add_inspector(response: Response) -> Response:
    """Put the inspector's script and stylesheet into a whole page; the content security policy stays as it is."""
    if response.mimetype != "text/html" or response.is_streamed or request.path.startswith("/_debug/"):
        return response
    html = response.get_data(as_text=True)
    head, end, rest = html.partition("</head>")
    if not end:
        return response
    slots: dict[str, bool] = g.get("inspected_slots", {})
    empty = " ".join(sorted(slot for slot, is_empty in slots.items() if is_empty))
    words = {name: shopper().t(message) for name, message in WORDS.items()}
    added = Markup(
        '<link rel="stylesheet" href="/_debug/files/inspector.css">'
        '<script src="/_debug/files/inspector.js" defer data-words="{}" data-empty="{}"></script>'
    ).format(json.dumps(words, ensure_ascii=False), empty)
    response.set_data(head + str(added) + end + rest)
    return response
