"""HTML that the content security policy, a reader's language or his eyes would stumble over."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from storefront.web.theme_check.findings import Findings
from storefront.web.theme_check.sources import DRAWN, Source

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SPOKEN = ("alt", "title", "aria-label", "aria-description", "placeholder", "label")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_NO_TEXT = frozenset(("script", "style", "template", "code", "kbd", "svg"))
# attributes that a macro writes stand outside of any tag in its text
_ATTRIBUTE = re.compile(r"[\w:-]+=\"[^\"]*\"|\b(?:required|checked|selected|disabled|hidden|multiple)\b|\bdata-[\w-]+")
_ADDRESSES = ("href", "src", "action", "formaction")
_TRANSLATE = 'Write {{ _("…") }} and run `storefront i18n update`; or translate="no" for a name.'
_MOVE_SCRIPT = 'Put it into a file of static/js/ and name it: <script src="{{ asset(\'js/….js\') }}" defer></script>.'
_MOVE_STYLE = "Put it into a stylesheet of static/css/."


class _Reader(HTMLParser):
    """Reads a template's HTML and notes what is wrong."""

    def __init__(self, found: Findings, mail: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._found = found
        self._mail = mail
        self._open: list[tuple[str, bool]] = []

    @property
    def _line(self) -> int:
        return self.getpos()[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # words of a language that the template names itself are meant to be in it
        spoken = given.get("lang") and not DRAWN.search(given["lang"] or "")
        silent = given.get("translate") == "no" or bool(spoken) or (bool(self._open) and self._open[-1][1])
        if tag not in _VOID:
            self._open.append((tag, silent or tag in _NO_TEXT))
        self._note_acting(tag, given)
        if tag == "img" and "alt" not in given:
            todo = 'Say what it shows, alt="{{ … }}", or alt="" where it is decoration; {{ picture(…) }} does it.'
            self._found.note(self._line, "alt", "A picture without words for those who do not see it.", todo)
        for name in _SPOKEN:
            if not silent and _says(given.get(name) or ""):
                message = f"{name}=“{_shown(given[name] or '')}” is not translated."
                self._found.note(self._line, "text", message, _TRANSLATE, "warning")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        # a conditional may close what another opened: look back, and forgive
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not _says(data) or (self._open and self._open[-1][1]):
            return
        before = data[: len(data) - len(data.lstrip())].count("\n")
        self._found.note(self._line + before, "text", f"“{_shown(data)}” is not translated.", _TRANSLATE, "warning")

    def _note_acting(self, tag: str, given: dict[str, str | None]) -> None:
        line = self._line
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self._found.note(line, "inline-script", "An inline script: the browser refuses it.", _MOVE_SCRIPT)
        # programs that show mails know no stylesheets
        if not self._mail and (tag == "style" or "style" in given):
            self._found.note(line, "inline-style", "An inline style: the browser refuses it.", _MOVE_STYLE)
        for name, value in given.items():
            text = (value or "").strip().lower()
            evaluated = (name.startswith("hx-") and "js:" in text) or (name == "hx-trigger" and "[" in text)
            if name.startswith(("on", "hx-on")) or evaluated:
                self._found.note(line, "inline-handler", f"{name}=…: the browser refuses it.", _MOVE_SCRIPT)
            elif name in _ADDRESSES and text.startswith("javascript:"):
                message = f"{name}=“javascript:…”: the browser refuses it."
                self._found.note(line, "inline-handler", message, _MOVE_SCRIPT)


def _says(text: str) -> bool:
    """Whether there are words in it that somebody would read."""
    return bool(_LETTERS.search(_ATTRIBUTE.sub(" ", DRAWN.sub(" ", text))))


def _shown(text: str) -> str:
    words = " ".join(DRAWN.sub("…", text).split())
    return words if len(words) <= 40 else words[:39] + "…"


def check(source: Source) -> Findings:
    """What is wrong with the HTML of a template."""
    found = Findings(source.file)
    reader = _Reader(found, mail="/mail/" in f"/{source.path}")
    reader.feed(source.html)
    reader.close()
    return found


class _Root(HTMLParser):
    """The elements at the top of a piece of HTML and their ids."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.roots: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0:
            self.roots.append(dict(attrs).get("id") or "")
        if tag not in _VOID:
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0:
            self.roots.append(dict(attrs).get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._depth = max(self._depth - 1, 0)


def root_ids(html: str) -> list[str]:
    """The ids of the elements at the top of a piece of HTML, "" where one has none."""
    reader = _Root()
    reader.feed(html)
    reader.close()
    return reader.roots
