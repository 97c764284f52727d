"""The variants of one WooCommerce product: a simple product's own, or its variations'."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import product as combinations

from storefront.catalogue.importers import amounts, cells, names, reasons
from storefront.catalogue.importers.assembly import (
    VALUE_LIMIT,
    VARIANT_LIMIT,
    free_sku,
    price,
    trade,
)
from storefront.catalogue.importers.findings import Findings
from storefront.catalogue.importers.records import VariantRecord
from storefront.catalogue.importers.scratch import Scratch
from storefront.catalogue.importers.tabular import Row
from storefront.money import spread

Attributes = dict[str, tuple[str, tuple[str, ...]]]
_ATTRIBUTE = re.compile(r"^attribute(\d+)_name$")


def attributes(row: Row) -> Attributes:
    """A row's attributes in order: folded name → name and values."""
    numbers = sorted(int(match[1]) for key in row.cells if (match := _ATTRIBUTE.match(key)))
    found: Attributes = {}
    for number in numbers:
        name = " ".join(row.get(f"attribute{number}_name").split())
        values = cells.split_list(row.get(f"attribute{number}_values").replace("|", ","))
        found.setdefault(name.casefold(), (name, values))
    return found


def axes(parent: Row, children: list[Row]) -> Attributes:
    """What the variations differ in: the attributes they name, in the parent's order."""
    offered = attributes(parent)
    named: Attributes = {}
    for child in children:
        for key, (name, values) in attributes(child).items():
            known = named.get(key, (name, ()))[1]
            named[key] = (name, tuple(dict.fromkeys((*known, *values))))
    ordered = [key for key in offered if key in named] + [
        key for key in named if key not in offered
    ]
    found: Attributes = {}
    for key in ordered:
        name, values = offered.get(key, named[key])
        found[key] = (name, tuple(dict.fromkeys((*values, *named[key][1]))))
    return found


@dataclass
class VariantReader:
    """Reads a product's variants and notes what is wrong with them."""

    exponent: int
    scratch: Scratch
    slug: str
    findings: Findings
    _seen: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)

    def simple(self, row: Row) -> tuple[VariantRecord, ...]:
        """The one variant of a simple product."""
        variant = self._variant(row, row)
        return (replace(variant, sku=self._sku(row, (), "")),)

    def variable(
        self, parent: Row, children: list[Row], options: Attributes
    ) -> tuple[VariantRecord, ...]:
        """The variants of a variable product; "any" stands for each value of its parent."""
        found: list[VariantRecord] = []
        # A variation that names its values goes before one that says "any" of them.
        for child in sorted(children, key=lambda row: self._open_axes(row, options)):
            found += self._expanded(parent, child, options)
            if len(found) > VARIANT_LIMIT:
                limit = str(VARIANT_LIMIT)
                self.findings.note(parent, "name", reasons.MANY_VARIANTS, limit=limit)
                return ()
        found.sort(key=lambda variant: variant.row)
        return self._shared_stock(parent, tuple(found))

    def _open_axes(self, child: Row, options: Attributes) -> int:
        own = attributes(child)
        return sum(not own.get(key, ("", ()))[1] for key in options)

    def _expanded(self, parent: Row, child: Row, options: Attributes) -> list[VariantRecord]:
        own = attributes(child)
        choices = [own.get(key, ("", ()))[1] or values for key, (_, values) in options.items()]
        size = 1
        for choice in choices:
            size *= max(len(choice), 1)
        if size > VARIANT_LIMIT:
            limit = str(VARIANT_LIMIT)
            self.findings.note(child, "parent", reasons.MANY_VARIANTS, limit=limit)
            return []
        self._check_values(child, options, choices)
        open_axes = self._open_axes(child, options)
        kept = [combo for combo in combinations(*choices) if self._is_new(child, combo, open_axes)]
        base = self._variant(child, parent)
        if len(kept) > 1:
            base = self._without_shared(child, base, len(kept))
        stocks = [base.stock] * len(kept)
        if base.stock is not None and kept:
            stocks = list(spread(base.stock, [1] * len(kept)))
        variants: list[VariantRecord] = []
        for combo, stock in zip(kept, stocks, strict=True):
            added = [
                value
                for value, key in zip(combo, options, strict=True)
                if not own.get(key, ("", ()))[1]
            ]
            sku = self._sku(child, combo, "-".join(map(names.slug, added)) if len(kept) > 1 else "")
            variants.append(replace(base, sku=sku, option_values=combo, stock=stock))
        return variants

    def _check_values(
        self, child: Row, options: Attributes, choices: list[tuple[str, ...]]
    ) -> None:
        for (name, _), choice in zip(options.values(), choices, strict=True):
            if not choice:
                self.findings.note(child, "name", reasons.NO_OPTION_VALUE, option=name)
            elif longest := next((value for value in choice if len(value) > VALUE_LIMIT), ""):
                values = {"found": str(len(longest)), "limit": str(VALUE_LIMIT)}
                self.findings.note(child, "name", reasons.TOO_LONG, **values)

    def _is_new(self, child: Row, combo: tuple[str, ...], open_axes: int) -> bool:
        """Whether no variation has these values; two that say so equally plainly are an error."""
        key = tuple(value.casefold() for value in combo)
        if key not in self._seen:
            self._seen[key] = (child.number, open_axes)
            return True
        row, openness = self._seen[key]
        if openness == open_axes:
            self.findings.note(child, "name", reasons.SAME_OPTIONS, row=str(row))
        return False

    def _without_shared(self, child: Row, base: VariantRecord, count: int) -> VariantRecord:
        if base.stock:
            self.findings.warn(child, "stock", reasons.SHARED_STOCK, count=str(count))
        if base.gtin:
            self.findings.warn(child, "gtin", reasons.SHARED_GTIN, count=str(count))
        return replace(base, gtin="")

    def _shared_stock(
        self, parent: Row, variants: tuple[VariantRecord, ...]
    ) -> tuple[VariantRecord, ...]:
        """Share out the parent's own stock among the variants that keep none."""
        total = self._count(parent)
        open_ones = [v for v in variants if v.stock is None]
        if total is None or not open_ones:
            return variants
        if len(open_ones) > 1 and total:
            self.findings.warn(parent, "stock", reasons.SHARED_STOCK, count=str(len(open_ones)))
        shares = iter(spread(total, [1] * len(open_ones)))
        return tuple(replace(v, stock=next(shares)) if v.stock is None else v for v in variants)

    def _variant(self, row: Row, parent: Row) -> VariantRecord:
        """A row's terms; measures and customs data that it lacks come from its parent."""
        numbers = trade(row, self.findings, "mpn", "gtin")
        regular, sale = self._prices(row)
        first = self.findings.read(row, "sale_from", cells.day, None)
        last = self.findings.read(row, "sale_until", cells.day, None)
        if first and last and last < first:
            self.findings.note(row, "sale_until", reasons.SALE_ENDS_EARLY)
        sizes = [self._size(row, parent, name) for name in ("length", "width", "height")]
        quiet = trade(parent, Findings(), "mpn", "gtin")
        return VariantRecord(
            sku="",
            price=regular,
            reduced_price=sale,
            reduced_from=first if sale is not None else None,
            reduced_until=last if sale is not None else None,
            stock=self._stock(row),
            backorder=self._backorder(row),
            weight_grams=self._weight(row, parent),
            length_mm=sizes[0],
            width_mm=sizes[1],
            height_mm=sizes[2],
            gtin=numbers.gtin,
            manufacturer_code=numbers.manufacturer_code,
            image_url=self._image(row) if row is not parent else "",
            hs_code=numbers.hs_code or quiet.hs_code,
            origin=numbers.origin or quiet.origin,
            row=row.number,
        )

    def _sku(self, row: Row, values: tuple[str, ...], added: str) -> str:
        given = self.findings.words(row, "sku", names.SKU_LIMIT)
        if given and not added:
            return given
        wanted = names.stable_sku(given, [added]) if given else names.stable_sku(self.slug, values)
        return free_sku(self.scratch, wanted, row.number)

    def _prices(self, row: Row) -> tuple[int | None, int | None]:
        regular = price(row, "price", self.findings, self.exponent)
        sale = price(row, "sale_price", self.findings, self.exponent)
        if not row.get("price"):
            if sale is not None:
                self.findings.note(row, "sale_price", reasons.SALE_WITHOUT_PRICE)
            else:
                self.findings.warn(row, "price", reasons.NOT_FOR_SALE)
            return None, None
        if sale is not None and regular is not None and sale >= regular:
            self.findings.warn(row, "sale_price", reasons.SALE_NOT_LOWER)
            sale = None
        return regular, sale

    def _stock(self, row: Row) -> int | None:
        """None where nothing is counted and the row says that it is in stock."""
        state = row.get("in_stock").casefold()
        available = True
        if state and state not in ("backorder", "onbackorder", "instock", "outofstock"):
            available = self.findings.read(row, "in_stock", cells.is_yes, True)
        if not available or state in ("outofstock", "backorder", "onbackorder"):
            return 0
        return self._count(row)

    def _count(self, row: Row) -> int | None:
        if not row.get("stock") or row.get("stock").casefold() == "parent":
            return None
        stock = self.findings.read(row, "stock", amounts.count, 0)
        if stock < 0:
            self.findings.warn(row, "stock", reasons.NEGATIVE_STOCK)
        return max(stock, 0)

    def _backorder(self, row: Row) -> bool:
        if row.get("in_stock").casefold() in ("backorder", "onbackorder"):
            return True
        if row.get("backorders").casefold() == "notify":
            return True
        return self.findings.read(row, "backorders", cells.is_yes, False)

    def _weight(self, row: Row, parent: Row) -> int:
        source = row if row.get("weight") else parent
        unit = source.unit("weight") or "kg"
        return self.findings.read(source, "weight", lambda text: amounts.grams(text, unit), 0)

    def _size(self, row: Row, parent: Row, name: str) -> int:
        source = row if row.get(name) else parent
        unit = source.unit(name) or "cm"
        return self.findings.read(source, name, lambda text: amounts.millimetres(text, unit), 0)

    def _image(self, row: Row) -> str:
        first = re.split(r",\s*(?=https?:)", row.get("images"))[0]
        try:
            return cells.web_address(first) if first else ""
        except cells.BadCell as fault:
            self.findings.note(row, "images", fault.reason, fault.severity, **fault.values)
            return ""
