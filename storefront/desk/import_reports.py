"""What an upload would do or did, as JSON keeps it, and as CSV. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.catalogue.importers.check import Report
from storefront.catalogue.importers.records import Issue
from storefront.catalogue.importers.saving import Saved
from storefront.i18n import Message, _
from storefront.records.file_check import Report as OwnReport
from storefront.records.importing import Imported

MOST_ISSUES = 1000
OUTCOMES = ("created", "updated", "unchanged", "kept")
# what a spreadsheet would take for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WORDS: Mapping[str, Message] = {
    "products": _("Products"),
    "offers": _("Offers"),
}
FATES: Mapping[str, Message] = {
    "error": _("Left out until it is corrected"),
    "unsupported": _("Left out"),
    "warning": _("Imported all the same"),
}


@dataclass
class Counts:
    """Of each kind of record, how many by outcome; ended: offers that end."""

    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    ended: int = 0

    def total(self, outcome: str) -> int:
        """Of the things themselves: a product's offers are not counted beside it."""
        return sum(counts.get(outcome, 0) for kind, counts in self.kinds.items() if kind != "offers")


@dataclass
class Findings:
    """What a file holds. issues are the first; more: how many are not among them; left_out: things with errors.

    barred: a thing of the file may not be imported at all, so nothing is.
    """

    rows: int = 0
    importable: int = 0
    left_out: int = 0
    issues: list[Issue] = field(default_factory=list)
    more: int = 0
    barred: bool = False
    counts: Counts = field(default_factory=Counts)

    @property
    def possible(self) -> bool:
        """Whether anything of it can be imported."""
        return bool(self.importable) and not self.barred


def of_export(report: Report, clashing: Sequence[Issue], compared: Saved | None) -> Findings:
    """Another system's export: what cannot be saved is found by comparing."""
    failed = compared.failed if compared else []
    issues = _in_order([*clashing, *failed, *report.issues])
    return Findings(
        rows=report.rows,
        importable=report.products - len(failed),
        left_out=report.left_out + len(failed),
        issues=issues[:MOST_ISSUES],
        more=report.unlisted + len(issues[MOST_ISSUES:]),
        barred=bool(clashing),
        counts=counts_of(compared) if compared else Counts(),
    )


def of_own(report: OwnReport, compared: Imported | None) -> Findings:
    """A file of our own format comes in whole or not at all."""
    listed = report.issues[:MOST_ISSUES]
    return Findings(
        rows=report.records.total() + report.found,
        importable=report.records.total(),
        left_out=report.found,
        issues=listed,
        more=report.found - len(listed),
        barred=bool(report.found),
        counts=counts_of(compared) if compared else Counts(),
    )


def _in_order(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: (issue.severity == "warning", issue.row))


def counts_of(saved: Saved | Imported) -> Counts:
    """What an import did, or would do."""
    if isinstance(saved, Imported):
        return Counts({kind: dict(counts) for kind, counts in saved.outcomes.items()})
    return Counts({"products": _plain(saved.products), "offers": _plain(saved.offers)}, saved.ended)


def _plain(counts: Counter[Any]) -> dict[str, int]:
    return {str(name): count for name, count in counts.items()}


def added(one: Counts, other: Counts) -> Counts:
    """Both together: an import that went on after a stop."""
    kinds = {
        kind: dict(Counter(one.kinds.get(kind, {})) + Counter(other.kinds.get(kind, {})))
        for kind in {**one.kinds, **other.kinds}
    }
    return Counts(kinds, one.ended + other.ended)


# -- kept in JSON ---------------------------------------------------------------------------------


def counts_json(counts: Counts) -> dict[str, Any]:
    return {"kinds": counts.kinds, "ended": counts.ended}


def read_counts(kept: Mapping[str, Any]) -> Counts:
    return Counts(dict(kept.get("kinds", {})), int(kept.get("ended", 0)))


def issues_json(issues: Sequence[Issue]) -> list[list[Any]]:
    return [
        [one.row, one.column, one.value, one.reason, dict(one.values), one.severity, one.product] for one in issues
    ]


def read_issues(kept: Sequence[Sequence[Any]]) -> list[Issue]:
    return [Issue(*one) for one in kept]


def findings_json(found: Findings) -> dict[str, Any]:
    kept = {name: getattr(found, name) for name in ("rows", "importable", "left_out", "more", "barred")}
    return kept | {"issues": issues_json(found.issues), "counts": counts_json(found.counts)}


def read_findings(kept: Mapping[str, Any]) -> Findings:
    """The reverse; of an empty one, nothing found."""
    facts = {name: kept[name] for name in ("rows", "importable", "left_out", "more", "barred") if name in kept}
    return Findings(**facts, issues=read_issues(kept.get("issues", ())), counts=read_counts(kept.get("counts", {})))


# -- as a file ------------------------------------------------------------------------------------


def as_csv(issues: Sequence[Issue], more: int, t: Callable[[Message], str]) -> str:
    """The report for a spreadsheet: no cell of it is a formula there."""
    out = io.StringIO()
    # spreadsheets take UTF-8 for it only by this mark
    out.write("\ufeff")
    lines = csv.writer(out, lineterminator="\r\n")
    heads = (_("Row"), _("Column"), _("Value"), _("What is wrong"), _("What becomes of it"), _("Product"))
    lines.writerow([safe(t(head)) for head in heads])
    for one in issues:
        reason = t(Message(one.reason, dict(one.values)))
        told = (str(one.row), one.column, one.value, reason, t(FATES[one.severity]), one.product)
        lines.writerow([safe(cell) for cell in told])
    if more:
        lines.writerow(["", "", "", safe(t(_("%(more)s more are not listed.", more=more))), "", ""])
    return out.getvalue()


def safe(text: str) -> str:
    """The cell as text in any spreadsheet."""
    return f"'{text}" if text.startswith(_FORMULA) else text
