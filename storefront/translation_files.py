"""The gettext files of core, plugins and themes: brought up to date, and asked what is missing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from storefront.i18n import LANGUAGES

PACKAGE = Path(__file__).resolve().parent
# the second argument of `setting` is its meaning, which the desk shows
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "setting": (2,)}
SOURCE_LANGUAGE = "en"
_JINJA = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.i18n"}
_TEMPLATES = [("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.xml", "jinja2")]
_OPTIONS = {pattern: _JINJA for pattern, _method in _TEMPLATES}


@dataclass(frozen=True)
class Owner:
    """Who has translations of its own: its name, the folder of its sources, and what to leave out there."""

    name: str
    folder: Path
    without: tuple[str, ...] = ()

    @property
    def translations(self) -> Path:
        return self.folder / "translations"

    def po_path(self, locale: str) -> Path:
        """The file of a language, by Babel's name for it."""
        return self.translations / locale / "LC_MESSAGES" / "messages.po"


@dataclass(frozen=True)
class Gaps:
    """What is not translated in one file; same holds texts that read like the source."""

    owner: str
    tag: str
    total: int
    empty: tuple[str, ...]
    fuzzy: tuple[str, ...]
    same: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.empty and not self.fuzzy


def owners(plugins: Path = PACKAGE / "plugins", themes: tuple[Path, ...] = ()) -> list[Owner]:
    """Core, the plugins beside it, and the themes in the folders."""
    found = [Owner("core", PACKAGE, ("plugins", "demo", "themes", "commands"))]
    found += [Owner(path.name, path) for path in sorted(plugins.iterdir()) if (path / "__init__.py").is_file()]
    for folder in themes:
        found += [Owner(f"theme {path.parent.name}", path.parent) for path in sorted(folder.glob("*/theme.toml"))]
    return found


def extracted(owner: Owner) -> Catalog:
    """Every text of an owner's sources, with the places it stands at."""
    catalogue = Catalog(project="storefront", charset="utf-8")
    methods = [("**.py", "python"), *_TEMPLATES]
    found = extract_from_dir(
        owner.folder,
        methods,
        _OPTIONS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=lambda folder: _is_source(Path(folder), owner),
    )
    for filename, _line, message, comments, context in sorted(found, key=lambda hit: (hit[0], hit[1])):
        # without line numbers: a moved line must not change every file
        catalogue.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return catalogue


def _is_source(folder: Path, owner: Owner) -> bool:
    inside = folder.relative_to(owner.folder).parts
    hidden = any(part.startswith((".", "__")) for part in inside)
    return not hidden and not (inside and inside[0] in owner.without)


def update(owner: Owner) -> list[Path]:
    """Write the owner's files in every language; what is translated stays. Files that changed."""
    template = extracted(owner)
    changed = []
    for tag, language in LANGUAGES.items():
        path = owner.po_path(language.locale)
        if tag == SOURCE_LANGUAGE or not len(template):
            continue
        known = _read(path, language.locale)
        known.update(template, no_fuzzy_matching=True)
        known.obsolete.clear()
        text = _text(known)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def gaps(owner: Owner) -> Iterator[Gaps]:
    """What each language lacks of the owner's texts as they stand in the sources now."""
    template = extracted(owner)
    if not len(template):
        return
    for tag, language in LANGUAGES.items():
        if tag != SOURCE_LANGUAGE:
            known = _read(owner.po_path(language.locale), language.locale)
            yield _gaps(owner.name, tag, template, known)


def _gaps(owner: str, tag: str, template: Catalog, known: Catalog) -> Gaps:
    empty: list[str] = []
    fuzzy: list[str] = []
    same: list[str] = []
    for wanted in template:
        if not wanted.id:
            continue
        source = str(wanted.id if isinstance(wanted.id, str) else wanted.id[0])
        found = known.get(wanted.id, wanted.context)
        if found is None or not _translations(found):
            empty.append(source)
        elif found.fuzzy:
            fuzzy.append(source)
        elif source in _translations(found):
            same.append(source)
    return Gaps(owner, tag, len(template), tuple(empty), tuple(fuzzy), tuple(same))


def _translations(message: Message) -> tuple[str, ...]:
    """A message's texts; none when a single one of them is missing."""
    texts = [str(text or "") for text in _forms(message)]
    return tuple(texts) if all(texts) else ()


def _forms(message: Message) -> Iterable[object]:
    """The forms of a message: one, or one for each plural."""
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


def _read(path: Path, locale: str) -> Catalog:
    if not path.is_file():
        return Catalog(locale=locale, project="storefront", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _text(catalogue: Catalog) -> str:
    """The file's text, without what changes at each writing."""
    catalogue.fuzzy = False
    target = io.BytesIO()
    write_po(target, catalogue, width=100, sort_output=True, omit_header=True, include_previous=False)
    header = (
        'msgid ""\nmsgstr ""\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header + target.getvalue().decode("utf-8")
