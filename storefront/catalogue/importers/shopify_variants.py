"""The variants of one Shopify product: which rows are one, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field

from storefront.catalogue.importers import amounts, cells, names, reasons
from storefront.catalogue.importers.assembly import VALUE_LIMIT, free_sku, price, trade
from storefront.catalogue.importers.findings import Findings
from storefront.catalogue.importers.records import VariantRecord
from storefront.catalogue.importers.scratch import Scratch
from storefront.catalogue.importers.tabular import Row

_AXES = ("option1", "option2", "option3")
_VARIANT_FIELDS = ("sku", "price", "option1_value", "option2_value", "option3_value", "barcode")


def option_names(rows: list[Row], findings: Findings) -> tuple[str, ...]:
    """The product's axes in order; a single "Title: Default Title" is none."""
    found: list[str] = []
    for axis in _AXES:
        row = next((row for row in rows if row.get(f"{axis}_name")), None)
        if row:
            found.append(findings.words(row, f"{axis}_name", VALUE_LIMIT))
            continue
        row = next((row for row in rows if row.get(f"{axis}_value")), None)
        if row and not _is_default(row):
            findings.note(row, f"{axis}_value", reasons.NO_OPTION_NAME)
    default = all(_is_default(row) for row in rows if row.get("option1_value"))
    return () if len(found) == 1 and default and _valued(rows) else tuple(found)


def _is_default(row: Row) -> bool:
    return row.get("option1_value").casefold() == "default title"


def _valued(rows: list[Row]) -> bool:
    return any(row.get("option1_value") for row in rows)


@dataclass
class VariantReader:
    """Reads a product's variants and notes what is wrong with them."""

    exponent: int
    scratch: Scratch
    slug: str
    options: tuple[str, ...]
    findings: Findings
    _seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def read(self, rows: list[Row]) -> tuple[VariantRecord, ...]:
        """The variants that can be sold; what is not shipped is left out."""
        found: list[VariantRecord] = []
        for row in rows:
            if row is not rows[0] and not any(row.get(name) for name in _VARIANT_FIELDS):
                continue  # a further picture
            if self.findings.read(row, "shipped", cells.is_yes, True):
                found.append(self._variant(row))
            else:
                self.findings.note(row, "shipped", reasons.NO_SHIPPING, "unsupported")
        return tuple(found)

    def _variant(self, row: Row) -> VariantRecord:
        values = self._values(row)
        asked, list_price = self._prices(row)
        numbers = trade(row, self.findings, "mpn", "barcode")
        return VariantRecord(
            sku=self._sku(row, values),
            option_values=values,
            price=list_price if list_price is not None else asked,
            reduced_price=asked if list_price is not None else None,
            stock=self._stock(row),
            backorder=row.get("policy").casefold() in ("continue", "true", "1", "yes"),
            weight_grams=self._weight(row),
            gtin=numbers.gtin,
            manufacturer_code=numbers.manufacturer_code,
            image_url=self.findings.read(row, "variant_image", cells.web_address, ""),
            hs_code=numbers.hs_code,
            origin=numbers.origin,
            row=row.number,
        )

    def _values(self, row: Row) -> tuple[str, ...]:
        values: list[str] = []
        for number, name in enumerate(self.options):
            axis = f"{_AXES[number]}_value"
            values.append(self.findings.words(row, axis, VALUE_LIMIT))
            if not row.get(axis):
                self.findings.note(row, axis, reasons.NO_OPTION_VALUE, option=name)
        key = tuple(values)
        if key in self._seen:
            field_name = "option1_value" if values else "handle"
            self.findings.note(row, field_name, reasons.SAME_OPTIONS, row=str(self._seen[key]))
        self._seen.setdefault(key, row.number)
        return key

    def _sku(self, row: Row, values: tuple[str, ...]) -> str:
        if not row.get("sku"):
            return free_sku(self.scratch, names.stable_sku(self.slug, values), row.number)
        owner = self.scratch.owner("sku", row.get("sku"))
        if owner is not None and owner != row.number:
            self.findings.note(row, "sku", reasons.SKU_AGAIN, row=str(owner))
        return self.findings.words(row, "sku", names.SKU_LIMIT)

    def _prices(self, row: Row) -> tuple[int | None, int | None]:
        """What is asked, and the price it is reduced from."""
        asked = price(row, "price", self.findings, self.exponent)
        if not row.get("price"):
            if row.has_column("price"):
                self.findings.note(row, "price", reasons.NO_PRICE)
            else:
                self.findings.warn(row, "price", reasons.NOT_FOR_SALE)
            return None, None
        compared = price(row, "compare_at", self.findings, self.exponent)
        if asked is None or compared is None or compared <= asked:
            return asked, None
        return asked, compared

    def _stock(self, row: Row) -> int | None:
        """A given quantity counts, with or without a tracker: exports leave the tracker blank."""
        if not row.get("quantity"):
            if row.get("tracker"):
                self.findings.warn(row, "quantity", reasons.NO_QUANTITY)
                return 0
            return None
        stock = self.findings.read(row, "quantity", amounts.count, 0)
        if stock < 0:
            self.findings.warn(row, "quantity", reasons.NEGATIVE_STOCK)
        return max(stock, 0)

    def _weight(self, row: Row) -> int:
        """Grams are grams whatever the unit to show; else the weight in its unit."""
        if row.get("grams"):
            return self.findings.read(row, "grams", lambda text: amounts.grams(text, "g"), 0)
        unit = row.unit("weight") or row.get("weight_unit") or "kg"
        return self.findings.read(row, "weight", lambda text: amounts.grams(text, unit), 0)
