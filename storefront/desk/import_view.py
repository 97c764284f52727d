"""From an upload's row to what its page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from storefront.accounts.tables import Person
from storefront.catalogue.importers.formats import system_of
from storefront.catalogue.importers.records import Issue
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk.base_pages import desk_url
from storefront.desk.contexts import Cell, ColumnView, RowView, TableView
from storefront.desk.import_contexts import ImportFilePage, IssueView, OutcomeRow, Progress
from storefront.desk.import_reports import (
    FATES,
    OUTCOMES,
    WORDS,
    Counts,
    Findings,
    read_counts,
    read_findings,
    read_issues,
)
from storefront.desk.tables import ImportFile
from storefront.formatting import datetime as moment_text
from storefront.formatting import number
from storefront.i18n import Message, _, language, ngettext
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.shopper import Shopper

STATES: Mapping[str, tuple[Message, str]] = {
    "checking": (_("Being looked at"), "quiet"),
    "checked": (_("Waits for your yes"), "warn"),
    "importing": (_("Being imported"), "quiet"),
    "done": (_("Imported"), "good"),
    "refused": (_("Not imported"), "bad"),
    "stopped": (_("Stopped"), "quiet"),
    "failed": (_("Broken off"), "bad"),
}
HEADS: Mapping[str, Message] = {
    "created": _("New"),
    "updated": _("Changed"),
    "unchanged": _("Unchanged"),
    "kept": _("Kept as here"),
}
SHOWN_ISSUES = 200
RECENT = 20
# the worker looks every two seconds
SLOW = timedelta(seconds=20)


def report_of(row: ImportFile) -> Findings:
    """What its report says."""
    return read_findings(row.report)


def listed_issues(row: ImportFile) -> list[Issue]:
    """What was wrong when it was imported, then what was wrong with the file."""
    return [*read_issues(row.result.get("failed", ())), *report_of(row).issues]


def recent_table(visitor: Shopper) -> TableView:
    """The last uploads."""
    # reports are long, and not shown here
    columns = (ImportFile.id, ImportFile.name, ImportFile.format, ImportFile.state, ImportFile.created_at, Person.email)
    joined = ImportFile.select(*columns).join(Person, "LEFT JOIN", on=(Person.id == ImportFile.person_id))
    rows = tuple(_recent(row, visitor) for row in joined.order_by(ImportFile.id.desc()).limit(RECENT).tuples())
    heads = (_("File"), _("Format"), _("Uploaded"), _("By"), _("State"))
    return TableView(
        name=visitor.t(_("Imports")),
        path="",
        columns=tuple(ColumnView(visitor.t(head)) for head in heads),
        rows=rows,
        searches=False,
        empty=visitor.t(_("Nothing was imported here yet.")),
    )


def _recent(row: tuple, visitor: Shopper) -> RowView:  # type: ignore[type-arg]
    import_id, name, format, state, at, email = row
    words, tone = STATES[state]
    return RowView(
        (
            Cell(name, url=desk_url("desk.import_file", import_id=import_id)),
            Cell(system_of(format)),
            Cell(moment_text(at, visitor.language)),
            Cell(email or ""),
            Cell(visitor.t(words), tone=tone),
        )
    )


def file_page(row: ImportFile, visitor: Shopper) -> ImportFilePage:
    """The page of an upload."""
    found, issues = report_of(row), listed_issues(row)
    words, tone = STATES[row.state]
    message, bad = _message(row, found)
    counts = read_counts(row.result.get("counts", {})) if row.state in ("done", "importing") else found.counts
    hidden = found.more + len(issues[SHOWN_ISSUES:])
    report = desk_url("desk.import_report", import_id=row.id) if issues else ""
    working = row.state in ("checking", "importing")
    return ImportFilePage(
        title=row.name,
        state=visitor.t(words),
        tone=tone,
        message=visitor.t(message),
        message_bad=bad,
        told=_told(row, visitor),
        figures=() if row.state == "checking" else _figures(counts, found.left_out, visitor),
        progress=_progress(row, visitor) if working else None,
        heads=tuple(visitor.t(HEADS[name]) for name in _told_outcomes(counts)) if counts.kinds and not working else (),
        outcomes=_outcomes(counts, visitor) if not working else (),
        issues=() if working else tuple(_issue(one, visitor) for one in issues[:SHOWN_ISSUES]),
        more=visitor.t(_("%(more)s more are not listed here.", more=hidden)) if hidden and not working else "",
        report_url=report,
        acts=_acts(row, found, visitor),
        links=_links(row, visitor),
    )


def _told(row: ImportFile, visitor: Shopper) -> tuple[tuple[str, str], ...]:
    facts = [(_("Format"), system_of(row.format)), (_("Uploaded"), moment_text(row.created_at, visitor.language))]
    sale = row.sale
    if sale:
        seller = Seller.get_or_none(Seller.slug == sale["seller"])
        facts += [(_("Sold by"), seller.name if seller else sale["seller"])]
        facts += [(_("Currency of its prices"), sale["currency"])]
        facts += [(_("Language of its texts"), language(sale["locale"]).name)]
    return tuple((visitor.t(label), value) for label, value in facts)


def _figures(counts: Counts, wrong: int, visitor: Shopper) -> tuple[tuple[str, str, str], ...]:
    found = [(HEADS[name], counts.total(name), "") for name in ("created", "updated", "unchanged")]
    found.append((_("Wrong"), wrong, "warn" if wrong else ""))
    return tuple((visitor.t(label), number(count, visitor.language), tone) for label, count, tone in found)


def _outcomes(counts: Counts, visitor: Shopper) -> tuple[OutcomeRow, ...]:
    return tuple(
        OutcomeRow(
            visitor.t(WORDS.get(kind, kind)),
            tuple(number(by_outcome.get(name, 0), visitor.language) for name in _told_outcomes(counts)),
        )
        # the things themselves before what is said of them
        for kind, by_outcome in sorted(counts.kinds.items(), key=lambda pair: pair[0] == "offers")
    )


def _told_outcomes(counts: Counts) -> list[str]:
    """Other systems' files keep nothing as it is here."""
    return [name for name in OUTCOMES if name != "kept" or any(one.get("kept") for one in counts.kinds.values())]


def _issue(one: Issue, visitor: Shopper) -> IssueView:
    return IssueView(
        row=str(one.row),
        column=one.column,
        value=one.value,
        reason=visitor.t(Message(one.reason, dict(one.values))),
        fate=visitor.t(FATES[one.severity]),
        tone="warn" if one.severity == "warning" else "bad",
        product=one.product,
    )


def _message(row: ImportFile, found: Findings) -> tuple[Message | None, bool]:
    """What its state means; whether something is wrong."""
    if row.problem:
        return Message.from_json(row.problem), True
    if row.state == "checked" and found.left_out:
        return ngettext(
            "One thing in the file has errors: correct it and upload the file again, or import the rest.",
            "%(num)s things in the file have errors: correct them and upload the file again, or import the rest.",
            found.left_out,
        ), True
    if row.state == "checked":
        return _("Nothing was changed yet. This is what importing it would do."), False
    if row.state == "refused" and found.barred:
        return _("Nothing was imported: correct what is listed below, and upload the file again."), True
    if row.state == "refused":
        return _("Nothing was imported: there is nothing in the file that can be."), True
    if row.state == "done" and row.result.get("failed"):
        return _("Some products could not be saved; the others were."), True
    if row.state == "done":
        return _("The file is imported."), False
    if row.leased_until is None and utc_now() - row.created_at > SLOW:
        return _("Nobody has begun it yet. Does the worker run? `storefront serve` brings one."), True
    return None, False


def _progress(row: ImportFile, visitor: Shopper) -> Progress:
    done, total = min(row.done, row.total) if row.total else row.done, row.total
    values = {"done": done, "total": total}
    if row.state == "importing" and total:
        words = _("Imported: %(done)s of %(total)s", **values)
    elif total:
        words = _("Compared: %(done)s of %(total)s", **values)
    else:
        words = ngettext("Read: %(num)s product", "Read: %(num)s products", done)
    return Progress(visitor.t(words), done, total, desk_url("desk.import_file", import_id=row.id))


def _acts(row: ImportFile, found: Findings, visitor: Shopper) -> tuple[ActionForm, ...]:
    start = desk_url("desk.start_import", import_id=row.id)
    stop = desk_url("desk.stop_import", import_id=row.id)
    acts = []
    if row.state == "checked":
        count = found.importable
        if found.left_out:
            words = _("Import the other %(count)s", count=count)
            acts.append(ActionForm("without", visitor.t(words), start, tone="main"))
        else:
            acts.append(ActionForm("start", visitor.t(_("Import all %(count)s", count=count)), start, tone="main"))
        acts.append(ActionForm("stop", visitor.t(_("Do not import it")), stop))
    elif row.state in ("checking", "importing"):
        acts.append(ActionForm("stop", visitor.t(_("Stop")), stop))
    return tuple(acts)


def _links(row: ImportFile, visitor: Shopper) -> tuple[Link, ...]:
    if row.state in ("checking", "importing"):
        return ()
    again = _("Upload the corrected file") if row.state in ("checked", "refused") else _("Import another file")
    links = [Link(visitor.t(again), desk_url("desk.imports"))]
    if row.state == "done":
        links.insert(0, Link(visitor.t(_("Look at the products")), desk_url("desk.products")))
    return tuple(links)
