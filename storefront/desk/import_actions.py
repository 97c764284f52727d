"""Uploads at the desk: begun, let go, stopped."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from storefront.catalogue.importers.drafting import Sale
from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.desk.tables import ImportFile
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.records.importing import FORMAT as OWN

OPEN = ("checking", "checked", "importing")
# what is not begun within a day is forgotten
KEPT_HOURS = 24


class OneRuns(Refused):
    """Another import is running."""

    code = "one-runs"


@dataclass(frozen=True)
class Upload:
    """A file that was kept, and as what it is to be sold."""

    name: str
    token: str
    format: str
    sale: Sale | None = None


@transaction()
def add_upload(actor: Actor, upload: Upload) -> int:
    """Have the worker look at a file; its number. Refused while an import runs."""
    must_import(actor, upload.format)
    refuse_second()
    row = ImportFile.create(
        person_id=actor.person.id,
        name=upload.name[:200],
        token=upload.token,
        format=upload.format,
        sale=asdict(upload.sale) if upload.sale else {},
        state="checking",
        created_at=actor.now,
    )
    record(actor, "import.upload", f"import:{row.id}", {}, {"file": row.name, "format": row.format})
    return int(row.id)


@transaction()
def start_import(actor: Actor, number: int, *, skip_errors: bool = False) -> None:
    """Have a file that was looked at imported. Refused while another import runs."""
    row = locked(actor, number)
    refuse_second(besides=number)
    if row.state == "importing":
        return
    if row.state != "checked":
        raise Refused(_("This file cannot be imported any more. Upload it again."), "import-over")
    left_out = bool(row.report.get("left_out"))
    if left_out and not skip_errors:
        raise Refused(_("The file has errors: correct them, or import the rest without them."), "import-errors")
    changes = {"state": "importing", "done": 0, "total": row.report["importable"], "skip_errors": skip_errors}
    ImportFile.update(**changes).where(ImportFile.id == number).execute()
    told = {"things": changes["total"], "without": row.report["left_out"]}
    record(actor, "import.start", f"import:{number}", {}, told)


@transaction()
def stop_import(actor: Actor, number: int) -> str:
    """It is not wanted, or not any further; what is in stays. The file's token, for whoever removes it."""
    row = locked(actor, number)
    if row.state in OPEN:
        changes = {"state": "stopped", "finished_at": actor.now, "leased_until": None}
        ImportFile.update(**changes).where(ImportFile.id == number).execute()
        record(actor, "import.stop", f"import:{number}", {"state": row.state}, {"state": "stopped", "done": row.done})
    return str(row.token)


def locked(actor: Actor, number: int) -> ImportFile:
    """An upload that this person may act on, with all that are open locked; raises NotFound."""
    open_ones = ImportFile.select(ImportFile.id).where(ImportFile.state.in_(OPEN)).order_by(ImportFile.id)
    lock_rows(open_ones)
    row: ImportFile | None = ImportFile.get_or_none(ImportFile.id == number)
    if row is None:
        raise NotFound(f"there is no upload {number}")
    must_import(actor, row.format)
    return row


def must_import(actor: Actor, format: str) -> None:
    """Raise NotFound unless this person may import this; our own format may hold what only an admin changes."""
    actor.must("import")
    if format == OWN:
        actor.must("settings.edit")


def refuse_second(besides: int = 0) -> None:
    """One import at a time: two would write the same products."""
    running = ImportFile.select(ImportFile.name).where(ImportFile.state == "importing", ImportFile.id != besides)
    if (other := running.first()) is not None:
        raise OneRuns(
            _("An import is running already: %(file)s. Wait until it is done, or stop it first.", file=other.name)
        )
