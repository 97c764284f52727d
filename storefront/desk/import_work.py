"""What the worker does with uploads: looks at them, imports them in pieces, goes on after it was killed."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from storefront import core_hooks, logs
from storefront.accounts.person import Person
from storefront.catalogue.importers.alone import AnotherImport, alone
from storefront.catalogue.importers.check import ISSUE_LIMIT, check
from storefront.catalogue.importers.drafting import Sale
from storefront.catalogue.importers.formats import readers
from storefront.catalogue.importers.records import UnreadableFile
from storefront.catalogue.importers.saving import Saved, clashes, preview_file, save_file
from storefront.db import AWAY, transaction, utc_now
from storefront.desk import import_files
from storefront.desk.audit import Actor, record
from storefront.desk.import_actions import KEPT_HOURS, OPEN
from storefront.desk.import_files import reason_of
from storefront.desk.import_reports import (
    Counts,
    Findings,
    added,
    counts_json,
    counts_of,
    findings_json,
    issues_json,
    of_export,
    of_own,
    read_counts,
)
from storefront.desk.tables import ImportFile
from storefront.i18n import Message, _
from storefront.records.every import every_kind
from storefront.records.file_check import check_file
from storefront.records.files import of_shop
from storefront.records.importing import FORMAT as OWN
from storefront.records.importing import Import, Imported
from storefront.runtime import Runtime

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=1)
WAITS = timedelta(seconds=5)
BEAT_SECONDS = 0.5
# the report of an upload is kept so long
REPORT_DAYS = 90


class TakenAway(Exception):
    """Somebody stopped it, or another worker is at it."""


def run(runtime: Runtime, now: datetime) -> int:
    """Do what is waiting, one file after the other; how many were worked on."""
    _tidy(runtime.settings.home, now)
    worked = 0
    while (row := _lease(now)) is not None:
        logs.request_id.set(f"import-{row.id}")
        try:
            _work(_Work(runtime, row))
        finally:
            logs.request_id.set("")
        worked += 1
    return worked


@dataclass
class _Work:
    """A file that is worked on; its lease holds for as long as it moves."""

    runtime: Runtime
    row: ImportFile
    done: int = 0
    total: int = 0
    counts: Counts = field(default_factory=Counts)
    _last: float = 0.0

    @property
    def path(self) -> Path:
        return import_files.path_of(self.runtime.settings.home, self.row.token)

    @property
    def sale(self) -> Sale:
        return Sale(**self.row.sale)

    def moved(self, number: int) -> None:
        """So many more are done; said now and then. Raises TakenAway."""
        self.done += number
        if time.monotonic() - self._last >= BEAT_SECONDS:
            self.say()

    def say(self, *, total: int | None = None) -> None:
        """Say how far it is, and keep the lease."""
        if total is not None:
            self.done, self.total = 0, total
        self._last = time.monotonic()
        self.write(done=self.done, total=self.total, result=self.result(), leased_until=utc_now() + LEASE)

    def result(self) -> dict[str, object]:
        return {"counts": counts_json(self.counts)} if self.row.state == "importing" else {}

    @transaction()
    def write(self, **changes: object) -> None:
        """Change the row while it is still ours."""
        ours = (ImportFile.id == self.row.id) & (ImportFile.lease == self.row.lease)
        if not ImportFile.update(**changes).where(ours, ImportFile.state == self.row.state).execute():
            raise TakenAway

    def end(self, state: str, **changes: object) -> None:
        """Its work is over; the file goes, unless somebody has still to say yes."""
        over = {} if state == "checked" else {"finished_at": utc_now()}
        self.write(state=state, leased_until=None, **over, **changes)
        if state != "checked":
            self.forget_file()

    def forget_file(self) -> None:
        """It is not needed any more."""
        import_files.forget(self.runtime.settings.home, self.row.token)


def _work(work: _Work) -> None:
    try:
        if work.row.state == "checking":
            _look(work)
            return
        try:
            with alone(work.runtime.settings.home):
                _import(work)
        except AnotherImport:
            # one from the command line: this one waits for it
            work.write(leased_until=utc_now() + WAITS)
    except TakenAway:
        log.info("import %s was stopped, or another worker goes on with it", work.row.id)
    except UnreadableFile as error:
        work.end("refused", problem=reason_of(error).as_json())
    except AWAY:
        # the lease lapses, and it goes on from there
        raise
    except Exception:
        log.exception("import %s failed", work.row.id)
        told = _("It stopped through a fault that is not the file’s. What is in stays; uploaded again, it goes on.")
        work.end("failed", problem=told.as_json())


def _look(work: _Work) -> None:
    found = _findings(work, compare=True)
    work.end("checked" if found.possible else "refused", report=findings_json(found))


def _findings(work: _Work, *, compare: bool) -> Findings:
    """What the file holds, and what importing it would do."""
    work.say(total=0)
    return _own_findings(work, compare) if work.row.format == OWN else _export_findings(work, compare)


def _export_findings(work: _Work, compare: bool) -> Findings:
    sale, format = work.sale, work.row.format
    readers(work.runtime.plugins)
    report = check(work.path, format, sale.currency, work.moved)
    clashing = list(islice(clashes(work.path, format, sale.currency), ISSUE_LIMIT))
    if not compare or clashing:
        return of_export(report, clashing, None)
    work.say(total=report.products)
    return of_export(report, clashing, preview_file(work.path, format, sale, utc_now(), work.moved))


def _own_findings(work: _Work, compare: bool) -> Findings:
    own = _own_import(work)
    report = check_file(work.path, own.kinds, own.shop, work.moved)
    if not compare or report.found:
        return of_own(report, None)
    work.say(total=report.records.total())
    return of_own(report, own.preview(work.moved))


def _own_import(work: _Work) -> Import:
    # orders and people come in by the command line alone: a file could name itself an admin
    kinds = every_kind(core_hooks).without_trade()
    return Import(work.path, kinds, of_shop(work.runtime.settings), utc_now())


def _import(work: _Work) -> None:
    before = read_counts(work.row.result.get("counts", {}))
    work.counts = before
    # what was right when it was looked at may be wrong by now
    found = _findings(work, compare=False)
    if not found.possible or (found.left_out and not work.row.skip_errors):
        work.end("checked" if found.possible else "refused", report=findings_json(found))
        return
    work.say(total=found.importable)
    saved: Saved | Imported = Imported() if work.row.format == OWN else Saved()

    def moved(number: int) -> None:
        work.counts = added(before, counts_of(saved))
        work.moved(number)

    if isinstance(saved, Imported):
        _own_import(work).save(moved, saved)
    else:
        save_file(work.path, work.row.format, work.sale, utc_now(), moved, saved)
    work.counts = added(before, counts_of(saved))
    failed = saved.failed if isinstance(saved, Saved) else []
    _finish(work, {"counts": counts_json(work.counts), "failed": issues_json(failed)})
    work.forget_file()


@transaction()
def _finish(work: _Work, result: dict[str, object]) -> None:
    now = utc_now()
    work.write(state="done", done=work.total, total=work.total, result=result, leased_until=None, finished_at=now)
    told = {name: work.counts.total(name) for name in ("created", "updated", "unchanged")}
    who = Actor(Person(work.row.person_id, ""), now, logs.request_id.get())
    record(who, "import.done", f"import:{work.row.id}", {}, told)


def _lease(now: datetime) -> ImportFile | None:
    """The next file to work on; what somebody waits for comes first."""
    free = ImportFile.leased_until.is_null() | (ImportFile.leased_until <= now)
    waits = ImportFile.select().where(ImportFile.state.in_(("importing", "checking")) & free)
    row: ImportFile | None = waits.order_by(ImportFile.state.desc(), ImportFile.id).first()
    if row is None:
        return None
    row.lease = secrets.token_hex(16)
    with transaction():
        ours = ImportFile.update(lease=row.lease, leased_until=utc_now() + LEASE).where(ImportFile.id == row.id, free)
        return row if ours.execute() else None


@transaction()
def _forget_old(now: datetime) -> list[str]:
    """End what nobody wanted, forget old reports; the tokens of the files that are still needed."""
    late = (ImportFile.state == "checked") & (ImportFile.created_at < now - timedelta(hours=KEPT_HOURS))
    told: Message = _("Nobody has begun it within a day; the file was removed.")
    changes = {"state": "stopped", "finished_at": now, "problem": told.as_json()}
    ImportFile.update(**changes).where(late).execute()
    ImportFile.delete().where(ImportFile.finished_at < now - timedelta(days=REPORT_DAYS)).execute()
    return [token for (token,) in ImportFile.select(ImportFile.token).where(ImportFile.state.in_(OPEN)).tuples()]


def _tidy(home: Path, now: datetime) -> None:
    """Files that are needed no longer go."""
    if import_files.any_there(home):
        import_files.forget_others(home, _forget_old(now), (now - timedelta(hours=1)).timestamp())
