"""First pass over a WooCommerce export: rows put aside, references between them resolved."""

from __future__ import annotations

from itertools import chain

from storefront.catalogue.importers import names, reasons
from storefront.catalogue.importers.cells import split_list
from storefront.catalogue.importers.findings import Findings
from storefront.catalogue.importers.scratch import Scratch
from storefront.catalogue.importers.tabular import Row, Table

PRODUCT_KINDS = ("simple", "variable")
_GROUP_LIMIT = 100


def kind_of(row: Row) -> str:
    """What sort of product the row is; "refused:" and its words where it is not supported."""
    types = {part.casefold() for part in split_list(row.get("type"))} or {"simple"}
    refused = types - {"simple", "variable", "variation", "grouped"}
    if refused:
        word = next((known for known in _REFUSALS if known in refused), min(refused))
        return f"refused:{word}"
    return next(kind for kind in ("variation", "variable", "grouped", "simple") if kind in types)


_REFUSALS = {
    "external": reasons.EXTERNAL,
    "affiliate": reasons.EXTERNAL,
    "downloadable": reasons.DOWNLOADABLE,
    "virtual": reasons.VIRTUAL,
}


def refusal(kind: str) -> tuple[str, dict[str, str]]:
    """The reason for which a kind is refused, and its values."""
    word = kind.partition(":")[2]
    if word in _REFUSALS:
        return _REFUSALS[word], {}
    return reasons.OTHER_TYPE, {"type": word}


class Index:
    """The rows of one export, found again by number, by SKU and by ID."""

    def __init__(self, table: Table, scratch: Scratch) -> None:
        self.table = table
        self.scratch = scratch

    def fill(self) -> None:
        """Read the file once; faults of a row's shape are kept with it."""
        for row in self.table.rows():
            self.scratch.keep(row.number, kind_of(row), row.cells)
            for fault in row.faults:
                self.scratch.keep_fault(row.number, fault)
            if sku := row.get("sku"):
                self.scratch.claim("sku", sku, row.number)
                self.scratch.claim("reference", sku.casefold(), row.number)
            if identity := row.get("id"):
                self.scratch.claim("id", identity, row.number)
        for number in self.scratch.rows():
            self._connect(self.row(number), self.kind(number))

    def _connect(self, row: Row, kind: str) -> None:
        """Name the row's product and tie it to the rows that it points to."""
        if kind in PRODUCT_KINDS:
            self.scratch.name_slug(row.number, self._free_slug(row))
        if kind.startswith(("variation", "refused")) and row.get("parent"):
            parent = self.find(row.get("parent"))
            if parent is not None:
                self.scratch.link("child", parent, [row.number])
        if kind == "grouped":
            members = self._found(row, "grouped")[:_GROUP_LIMIT]
            for member in members:
                self.scratch.link(
                    "related", member, (other for other in members if other != member)
                )
        for field in ("upsells", "cross_sells"):
            self.scratch.link("related", row.number, self._found(row, field))

    def _found(self, row: Row, field: str) -> list[int]:
        rows = (self.find(reference) for reference in split_list(row.get(field)))
        return [number for number in rows if number is not None]

    def _free_slug(self, row: Row) -> str:
        """From the name; where that is taken, with the SKU or the ID behind it."""
        base = names.slug(row.get("name")) or names.slug(row.get("sku")) or f"product-{row.number}"
        more = names.slug(row.get("sku") or row.get("id"))
        wanted = [base, names.fitted(f"{base}-{more}", names.SLUG_LIMIT)] if more else [base]
        for slug in chain(wanted, names.candidates(wanted[-1], names.SLUG_LIMIT)):
            if self.scratch.claim("slug", slug, row.number) is None:
                return slug
        raise AssertionError("unreachable")

    def find(self, reference: str) -> int | None:
        """The row that a reference means: "id:44", a SKU, or a bare ID."""
        if reference.casefold().startswith("id:"):
            return self.scratch.owner("id", reference[3:].strip())
        found = self.scratch.owner("reference", reference.casefold())
        return found if found is not None else self.scratch.owner("id", reference)

    def row(self, number: int) -> Row:
        """A row put aside."""
        kept = self.scratch.kept(number)
        if kept is None:
            raise KeyError(number)
        return Row(number, kept[1], self.table.places, tuple(self.scratch.faults(number)))

    def kind(self, number: int) -> str:
        """What sort of product a row put aside is."""
        kept = self.scratch.kept(number)
        return kept[0] if kept else ""

    def children(self, row: Row) -> list[Row]:
        """The variations of a product, in the file's order."""
        return [self.row(number) for number in self.scratch.linked("child", row.number)]

    def related(self, row: Row) -> tuple[str, ...]:
        """The slugs of the products that stand beside this one."""
        slugs = (self.scratch.slug(number) for number in self.scratch.linked("related", row.number))
        return tuple(dict.fromkeys(slug for slug in slugs if slug))

    def repeated(self, row: Row, findings: Findings) -> None:
        """Note an ID or a SKU that an earlier row has."""
        for field, reason in (("id", reasons.ID_AGAIN), ("sku", reasons.SKU_AGAIN)):
            owner = self.scratch.owner(field, row.get(field)) if row.get(field) else None
            if owner is not None and owner != row.number:
                findings.note(row, field, reason, row=str(owner))

    def unknown_references(self, row: Row, findings: Findings) -> None:
        """Warn of links to products that the file lacks."""
        for field in ("grouped", "upsells", "cross_sells"):
            for reference in split_list(row.get(field)):
                if self.find(reference) is None:
                    findings.warn(row, field, reasons.UNKNOWN_PRODUCT, reference=reference)
