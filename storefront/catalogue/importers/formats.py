"""Which formats a shop can import: core's readers and those that plugins bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.check import add_readers, vocabulary_of
from storefront.catalogue.importers.records import Issue, ProductRecord, UnreadableFile

if TYPE_CHECKING:
    from storefront.plugin_manager import Plugins

Reader = Callable[[Path, int], Iterator[ProductRecord | Issue]]


def readers(plugins: Plugins) -> dict[str, Reader]:
    """The readers by their format's name; from now on `check` and `save_file` know them."""
    found = {name: reader for _plugin, given in plugins.open("importers") for name, reader in given.items()}
    add_readers(found)
    return found


def system_of(format: str) -> str:
    """What the system calls itself whose exports have this format."""
    known = vocabulary_of(format)
    return known.system if known else format


def recognised(path: Path, known: dict[str, Reader]) -> list[str]:
    """The formats that a file, or the beginning of one, may have; raises UnreadableFile when it has none."""
    found, refused = [], []
    for name in sorted(known):
        try:
            next(known[name](path, 2), None)
        except UnreadableFile as error:
            refused.append(error)
        else:
            found.append(name)
    if not found and refused:
        same = {error.reason for error in refused} == {refused[0].reason} and refused[0].reason not in _OF_ONE_SYSTEM
        if same:
            raise refused[0]
        raise UnreadableFile(reasons.NO_KNOWN_HEADER, systems=", ".join(map(system_of, sorted(known))))
    return found


# what says only that it is not this system's file
_OF_ONE_SYSTEM = (reasons.NO_HEADER, reasons.NO_COLUMN)
