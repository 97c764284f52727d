"""The whole file checked before anything is written: every line, every name, everything that only the shop knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storefront.catalogue.importers.records import Issue
from storefront.catalogue.importers.scratch import Scratch
from storefront.plugin_manager import found_plugins
from storefront.records import files, reasons
from storefront.records.checking import Checker, references
from storefront.records.every import Kinds
from storefront.records.files import Folders
from storefront.records.kinds import Fault, Name, Record, RecordField, RecordKind, as_text
from storefront.records.lines import Line, read_lines

ISSUE_LIMIT = 1000
BATCH = 50
# so many names that the shop was asked for are remembered
ASKED = 20_000


@dataclass
class Report:
    """What a file holds, and what is wrong with it: the first ISSUE_LIMIT issues, in the file's order."""

    records: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    found: int = 0

    def note(self, issue: Issue) -> None:
        self.found += 1
        if len(self.issues) < ISSUE_LIMIT:
            self.issues.append(issue)


def check_file(path: Path, kinds: Kinds, shop: Folders, progress: Callable[[int], object]) -> Report:
    """Read the whole file and change nothing; raises UnreadableFile when it cannot be read."""
    report = Report()
    with Scratch() as seen:
        checking = _Checking(kinds, report, seen, files.beside(path), shop)
        for found in read_lines(path):
            progress(1)
            if isinstance(found, Issue):
                report.note(found)
            else:
                checking.line(found)
        checking.end()
    if not report.found and not report.records:
        report.note(Issue(1, "", "", reasons.EMPTY))
    report.issues.sort(key=lambda issue: issue.row)
    return report


def readable(line: Line, kinds: Kinds) -> tuple[RecordKind, Record]:
    """A line of a file that was checked, as the shop compares and keeps it."""
    kind = kinds.of[line.type]
    return kind, Checker().record(kind.fields, line.record)


@dataclass
class _Checking:
    kinds: Kinds
    report: Report
    seen: Scratch
    beside: Folders
    shop: Folders
    asked: dict[tuple[str, Name], bool] = field(default_factory=dict)
    waiting: defaultdict[str, list[tuple[int, Record]]] = field(default_factory=lambda: defaultdict(list))
    later: list[tuple[int, str, RecordField, Name]] = field(default_factory=list)

    def line(self, line: Line) -> None:
        """Look at one record."""
        kind = self.kinds.of.get(line.type)
        if kind is None:
            self.report.note(self._unknown(line))
            return
        checker = Checker()
        record = checker.record(kind.fields, line.record)
        self._faults(line.number, checker.faults)
        if checker.faults:
            return
        self.report.records[kind.type] += 1
        # what it brings is there for its own parts too
        for type, name in kind.brings(record):
            if not self.seen.claim_new(type, as_text(name), line.number):
                at = str(self.seen.owner(type, as_text(name)))
                value = ", ".join(map(str, name))
                self.report.note(Issue(line.number, "", value, reasons.TWICE, {"type": type, "row": at}))
        for where, field_, name in references(kind.fields, record):
            if not self._is_known(field_, name):
                self._unresolved(line.number, where, field_, name)
        self._faults(line.number, list(files.faults(kind.type, record, self.beside, self.shop)))
        self.waiting[kind.type].append((line.number, record))
        if len(self.waiting[kind.type]) >= BATCH:
            self._ask(kind.type)

    def end(self) -> None:
        """Look at what could only be known now."""
        for type in list(self.waiting):
            self._ask(type)
        for row, where, field_, name in self.later:
            if not self._is_known(field_, name):
                self._note_unknown(row, where, field_, name, reasons.UNKNOWN_ANYWHERE)

    def _faults(self, row: int, faults: Sequence[Fault]) -> None:
        for fault in faults:
            self.report.note(Issue(row, fault.field, fault.value, fault.reason, fault.values))

    def _unknown(self, line: Line) -> Issue:
        plugin, dot, _noun = line.type.partition(".")
        if dot and plugin in found_plugins():
            return Issue(line.number, "type", line.type[:60], reasons.PLUGIN_OFF, {"plugin": plugin})
        known = ", ".join(self.kinds.of)
        return Issue(line.number, "type", line.type[:60], reasons.UNKNOWN_TYPE, {"known": known})

    def _unresolved(self, row: int, where: str, field_: RecordField, name: Name) -> None:
        if not field_.later:
            self._note_unknown(row, where, field_, name, reasons.UNKNOWN_NAME)
        elif len(self.later) < ASKED:
            self.later.append((row, where, field_, name))

    def _note_unknown(self, row: int, where: str, field_: RecordField, name: Name, reason: str) -> None:
        assert field_.refers is not None
        shown = ", ".join("" if one is None else str(one) for one in name)
        self.report.note(Issue(row, where, shown, reason, {"type": field_.refers.type, "name": shown}))

    def _is_known(self, field_: RecordField, name: Name) -> bool:
        refers = field_.refers
        assert refers is not None
        if self.seen.owner(refers.type, as_text(name)) is not None:
            return True
        question = (refers.type, name)
        if question not in self.asked:
            if len(self.asked) > ASKED:
                self.asked.clear()
            self.asked[question] = name in refers.ids([name])
        return self.asked[question]

    def _ask(self, type: str) -> None:
        """What only the shop knows of some records."""
        waiting = self.waiting.pop(type)
        for index, fault in self.kinds.of[type].check([record for _row, record in waiting]):
            self._faults(waiting[index][0], [fault])
