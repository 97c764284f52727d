"""What is found wrong with one product while it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from storefront.catalogue.importers import cells, reasons
from storefront.catalogue.importers.cells import BadCell
from storefront.catalogue.importers.records import Issue, Severity, excerpt
from storefront.catalogue.importers.tabular import Row

T = TypeVar("T")


class Findings:
    """Collects a product's issues; failed means that the product must be left out."""

    def __init__(self, product: str = "") -> None:
        self.product = product
        self.issues: list[Issue] = []

    @property
    def failed(self) -> bool:
        return any(issue.severity == "error" for issue in self.issues)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity == "warning")

    def add(self, issues: Iterable[Issue]) -> None:
        """Issues found elsewhere, now about this product."""
        self.issues += (replace(issue, product=self.product) for issue in issues)

    def note(
        self, row: Row, field: str, reason: str, severity: Severity = "error", /, **values: str
    ) -> None:
        """Something about a cell."""
        shown = excerpt(row.get(field))
        issue = Issue(row.number, row.header(field), shown, reason, values, severity, self.product)
        if issue not in self.issues[-100:]:  # each variation asks for its parent's cells
            self.issues.append(issue)

    def warn(self, row: Row, field: str, reason: str, /, **values: str) -> None:
        """Something about a cell that leaves the product in."""
        self.note(row, field, reason, "warning", **values)

    def read(self, row: Row, field: str, parse: Callable[[str], T], default: T) -> T:
        """The cell as parse reads it; default when it is empty or cannot be read (noted)."""
        text = row.get(field)
        if not text:
            return default
        try:
            return parse(text)
        except BadCell as fault:
            self.note(row, field, fault.reason, fault.severity, **fault.values)
            return default

    def words(self, row: Row, field: str, limit: int) -> str:
        """One line of text."""
        return self.read(row, field, lambda text: cells.words(text, limit), "")

    def shortened(self, row: Row, field: str, limit: int) -> str:
        """One line of text that may be cut, with a warning."""
        text = row.get(field)
        if len(text) > limit:
            values = {"found": str(len(text)), "limit": str(limit)}
            self.warn(row, field, reasons.CUT_TEXT, **values)
        return cells.shortened(text, limit)

    def listed(self, row: Row, field: str, limit: int) -> tuple[str, ...]:
        """A comma-separated list whose members have a limit."""
        members = cells.split_list(row.get(field))
        for member in members:
            if len(member) > limit:
                values = {"found": str(len(member)), "limit": str(limit)}
                self.note(row, field, reasons.TOO_LONG, **values)
        return members
