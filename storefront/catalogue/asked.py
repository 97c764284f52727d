"""What a list's address asks for, and which of it is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from storefront.catalogue.lists import Filters, known_values
from storefront.catalogue.paging import Sort
from storefront.catalogue.sending import Sending
from storefront.digits import minor_units
from storefront.i18n import Message, _
from storefront.money import exponent

# every link of a list repeats what was asked: nobody's address may blow the page up
MOST_PAIRS = 40
MOST_CHARACTERS = 200
RESERVED = frozenset({"sort", "after", "min", "max", "stock", "ships", "model", "q", "market", "variant", "lang"})


@dataclass(frozen=True)
class Asked:
    """What a list's URL says: pairs in order, and the path they stand behind."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    query: str = ""
    sorts: tuple[Sort, ...] = field(default=("popularity", "newest", "price", "-price"))

    def value(self, name: str) -> str:
        return next((value for key, value in self.pairs if key == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    @property
    def sort(self) -> Sort:
        given = self.value("sort")
        return given if given in self.sorts else self.sorts[0]

    def filters(self, shop_currency: str, sending: Sending | None = None) -> Filters:
        """The filters; what is not a number is left out. sending: what ?ships=1 means here."""
        attributes: dict[str, tuple[str, ...]] = {}
        for name, value in self.pairs:
            if name not in RESERVED and len(name) <= 60 and len(attributes) < 12:
                attributes[name] = (*attributes.get(name, ()), value[:100])
        decimals = exponent(shop_currency)
        return Filters(
            attributes,
            minor_units(self.value("min"), decimals),
            minor_units(self.value("max"), decimals),
            self.value("stock") == "1",
            self.values("model"),
            sending if self.value("ships") == "1" else None,
        )

    def without(self, *names: str) -> Asked:
        """The same without some of what was asked."""
        return replace(self, pairs=tuple(pair for pair in self.pairs if pair[0] not in names))

    def url(self, *, add: tuple[str, str] | None = None, drop: tuple[str, str] | None = None, **put: str) -> str:
        """This list with something added, dropped or put; always from its first page."""
        pairs = [pair for pair in self.pairs if pair != drop and pair[0] not in ("after", "market", *put)]
        if add:
            pairs.append(add)
        pairs += [(name, value) for name, value in put.items() if value]
        return self.path + ("?" + urlencode(pairs) if pairs else "")


def asked_from(path: str, pairs: Sequence[tuple[str, str]], sorts: tuple[Sort, ...] | None = None) -> Asked:
    """What a request asks of a list; empty values and what is too much are dropped."""
    kept = [(name[:60], value[:MOST_CHARACTERS]) for name, value in pairs if value and name != "lang"]
    asked = Asked(path, tuple(kept[:MOST_PAIRS]))
    return replace(asked, sorts=sorts) if sorts else asked


def understood(asked: Asked, currency: str, business_models: frozenset[str]) -> tuple[Asked, list[Message]]:
    """What can be answered of it, and a sentence for each part that cannot.

    A name that is no attribute's is somebody else's mark on the address: it is dropped without a word.
    """
    attributes = known_values(asked.filters(currency).attributes)
    kept: list[tuple[str, str]] = []
    notes: list[Message] = []
    for name, value in asked.pairs:
        if name not in RESERVED and name not in attributes:
            continue
        note = _not_understood(name, value, asked.sorts, attributes.get(name, business_models), exponent(currency))
        if note is None:
            kept.append((name, value))
        elif note not in notes:
            notes.append(note)
    return replace(asked, pairs=tuple(kept)), notes


def _not_understood(
    name: str, value: str, sorts: Sequence[str], known: frozenset[str], decimals: int
) -> Message | None:
    said = value[:60]
    if name == "sort":
        if value not in sorts:
            return _("This list has no order called “%(value)s”: it stands in its usual order.", value=said)
    elif name in ("min", "max"):
        if minor_units(value, decimals) is None:
            return _("“%(value)s” is not a price: that limit was left out.", value=said)
    elif name in ("stock", "ships"):
        if value != "1":
            return _("“%(value)s” is not one of the filters here: it was left out.", value=said)
    elif (name == "model" or name not in RESERVED) and value not in known:
        return _("“%(value)s” is not one of the filters here: it was left out.", value=said)
    return None
