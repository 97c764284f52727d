"""A theme checked as a whole: each of its templates beside the one it overrides, its stylesheets, its colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateSyntaxError

from storefront.web.theme_check import assets, contexts, markup, structure, tokens
from storefront.web.theme_check.findings import Finding, Findings
from storefront.web.theme_check.sources import Source
from storefront.web.themes import Theme


@dataclass(frozen=True)
class Surroundings:
    """What a theme stands in: the folders of templates and static files below it, and what templates can call."""

    templates: tuple[Path, ...]
    static: tuple[Path, ...]
    known: frozenset[str]


def check_theme(theme: Theme, around: Surroundings) -> list[Finding]:
    """Everything that is wrong with a theme's own files, in the order of files and lines."""
    own = theme.chain[0]
    found: list[Finding] = []
    for source in _templates(own):
        found += _check_template(source, around)
    static = own / "static"
    for style in sorted(static.rglob("*.css")):
        found += assets.check_style(style, style.relative_to(static).as_posix(), around.static)
    styles = [file for path in theme.styles if (file := _first(path, around.static)) is not None]
    for findings in tokens.check(styles, own):
        found += findings
    return sorted(found)


def _templates(folder: Path) -> Iterator[Source]:
    for file in sorted((folder / "templates").rglob("*.html")):
        yield Source.read(file, file.relative_to(folder / "templates").as_posix())


def _check_template(source: Source, around: Surroundings) -> Sequence[Finding]:
    try:
        source.tree  # noqa: B018 - read now, so that what follows can rely on it
    except TemplateSyntaxError as error:
        broken = Findings(source.file)
        broken.note(error.lineno, "template", f"The template cannot be read: {error.message}.", "Correct this line.")
        return broken
    found: list[Finding] = []
    parent = _below(source, around.templates)
    if parent is not None:
        found += structure.check(source, parent)
    found += contexts.check(source, parent, around.known)
    found += markup.check(source)
    found += assets.check_template(source, around.static)
    return found


def _below(source: Source, folders: Sequence[Path]) -> Source | None:
    """The template that this one overrides."""
    for folder in folders:
        file = folder / source.path
        if file.is_file() and not file.samefile(source.file):
            return Source.read(file, source.path)
    return None


def _first(path: str, folders: Sequence[Path]) -> Path | None:
    return next((folder / path for folder in folders if (folder / path).is_file()), None)
