"""Forms as a browser reads them out of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where a form is sent, how, and the values its fields begin with."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    # of these only the pressed one is sent
    buttons: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self._text = ""
        self._first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action") or self.path, given.get("method", "get").upper())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag in ("input", "textarea", "button", "select"):
            self._take(tag, given)
        elif tag == "option" and self._select and ("selected" in given or self._first):
            self._open.fields[self._select] = given.get("value", "")
            self._first = False

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if not name or self._open is None:
            return
        if tag == "button":
            self._open.buttons[name] = given.get("value", "")
        elif tag == "select":
            self._select, self._first = name, True
            self._open.fields[name] = ""
        elif given.get("type") in ("radio", "checkbox") and "checked" not in given:
            self._open.fields.setdefault(name, given.get("value", ""))
        else:
            self._open.fields[name] = given.get("value", "")
            self._text = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self._text and self._open is not None:
            self._open.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""


def forms_of(html: str, path: str) -> list[Form]:
    """Every form of a page; buttons with an action of their own are left out."""
    reader = _Reader(path)
    reader.feed(html)
    return reader.forms
