"""A checked file written into the shop: small transactions, so that selling goes on, and resumable."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from storefront.catalogue.importers import runs
from storefront.catalogue.importers.check import digest
from storefront.db import transaction
from storefront.records import files
from storefront.records.every import Kinds
from storefront.records.file_check import readable
from storefront.records.files import Folders
from storefront.records.kinds import Record, RecordKind, as_line
from storefront.records.lines import Line, read_lines

BATCH = 50
PAUSE_SECONDS = 0.02
FORMAT = "storefront"


@dataclass
class Imported:
    """What an import did, or would do: by type, how many records were created, updated, unchanged or kept as here."""

    outcomes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    resumed_at: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything is not as it was."""
        return any(count["created"] or count["updated"] for count in self.outcomes.values())


@dataclass(frozen=True)
class Import:
    """One file into one shop."""

    path: Path
    kinds: Kinds
    shop: Folders
    now: datetime

    def save(self, progress: Callable[[int], object], made: Imported | None = None) -> Imported:
        """Write the file; goes on where a stopped import of it stopped. made is filled meanwhile."""
        mark = digest(self.path)
        done = runs.start(mark, FORMAT)
        made = Imported() if made is None else made
        made.resumed_at = done
        progress(done)
        for piece in self._pieces(done):
            with transaction():
                for kind, records in _by_kind(piece, self.kinds):
                    self._write(kind, records, made)
                done += len(piece)
                runs.advance(mark, done)
            progress(len(piece))
            time.sleep(PAUSE_SECONDS)
        for piece in self._pieces(0):
            for kind, records in _by_kind(piece, self.kinds):
                kind.finish(records, self.now)
        runs.finish(mark, self.now)
        return made

    def preview(self, progress: Callable[[int], object]) -> Imported:
        """What save would do; nothing is written."""
        made = Imported()
        for piece in self._pieces(0):
            for kind, records in _by_kind(piece, self.kinds):
                self._differing(kind, records, made)
            progress(len(piece))
        return made

    def _pieces(self, start: int) -> Iterator[list[Line]]:
        lines = islice((line for line in read_lines(self.path) if isinstance(line, Line)), start, None)
        while piece := list(islice(lines, BATCH)):
            yield piece

    def _write(self, kind: RecordKind, records: list[Record], made: Imported) -> None:
        wanted = self._differing(kind, records, made)
        if not wanted:
            return
        # before the rows that name them; files named by content harm nobody when the transaction fails
        files.copy(kind.type, wanted, files.beside(self.path), self.shop, small=True)
        kind.write(wanted, self.now)

    def _differing(self, kind: RecordKind, records: list[Record], made: Imported) -> list[Record]:
        """The records that are not in the shop just so."""
        here = {kind.name(one): as_line(kind.type, one) for one in kind.read([kind.name(one) for one in records])}
        wanted = []
        for record in records:
            known = here.get(kind.name(record))
            same = known == as_line(kind.type, record)
            outcome = "created" if known is None else "unchanged" if same else "kept" if kind.lasting else "updated"
            made.outcomes[kind.type][outcome] += 1
            if outcome in ("created", "updated"):
                wanted.append(record)
        return wanted


def _by_kind(piece: list[Line], kinds: Kinds) -> Iterator[tuple[RecordKind, list[Record]]]:
    """Neighbours of one type together, in the file's order; a category may stand below the one before it."""
    for _type, lines in groupby(piece, key=lambda line: line.type):
        pairs = [readable(line, kinds) for line in lines]
        yield pairs[0][0], [record for _kind, record in pairs]
