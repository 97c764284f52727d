"""What changing a placed order comes to, and who must say yes to it. Pure; whole minor units.

What is left of a line costs in proportion to what its pieces really cost, codes and group adjustments included. Taking
away the pieces of a line one after the other, or all at once, gives back its price exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from storefront.errors import Refused
from storefront.i18n import Message, _, ngettext
from storefront.money import rounded, spread

Side = Literal["buyer", "seller", "staff"]
# taxes that are named and not charged
NOT_CHARGED = frozenset({"reverse-charge", "below-threshold", "export", "zero-rated"})
MOST_PIECES = 100_000
HIGHEST = 10**12


@dataclass(frozen=True)
class TaxPart:
    """A tax of one rule as it stands, or how much it changes."""

    rate: str
    reason: str
    jurisdiction: str
    valid_from: str
    base: int
    amount: int

    @property
    def rule(self) -> tuple[str, str, str, str]:
        return self.rate, self.reason, self.jurisdiction, self.valid_from


@dataclass(frozen=True)
class LineNow:
    """A line as it stands: pieces, what they cost together, its taxes.

    fixed: pieces that stay: sent, contested, or given back before. unit_price: as it was ordered.
    """

    id: int
    pieces: int
    gross: int
    unit_price: int
    fixed: int = 0
    taxes: tuple[TaxPart, ...] = ()


@dataclass(frozen=True)
class OrderNow:
    """An order as it stands; freight is its delivery cost, nothing of which is a line's."""

    lines: tuple[LineNow, ...]
    freight: int = 0
    freight_taxes: tuple[TaxPart, ...] = ()
    arrives_by: str = ""
    country: str = ""
    sent: bool = False


@dataclass(frozen=True)
class LineChange:
    """What a line is to be: so many pieces, each at this price, all taken off already. None: as it is."""

    line_id: int
    pieces: int | None = None
    unit_price: int | None = None


@dataclass(frozen=True)
class OrderChanges:
    """What an order is to be; arrives_by is an ISO day, "" leaves it; address None leaves it."""

    lines: tuple[LineChange, ...] = ()
    arrives_by: str = ""
    address: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Without the lines, which have rows of their own."""
        return {"arrives_by": self.arrives_by, "address": dict(self.address) if self.address else None}


@dataclass(frozen=True)
class Difference:
    """How a line changes, line_id None: the delivery. pieces and amounts are added to what stands."""

    line_id: int | None
    label: Message
    pieces: int
    gross: int
    taxes: tuple[TaxPart, ...] = ()

    @property
    def tax(self) -> int:
        return sum(part.amount for part in self.taxes)

    def taxes_json(self) -> list[dict[str, Any]]:
        return [asdict(part) for part in self.taxes]


def differences(now: OrderNow, changes: OrderChanges) -> tuple[Difference, ...]:
    """What the changes add to each line and to the delivery. Raises Refused for what cannot be."""
    asked = {one.line_id: one for one in changes.lines}
    lines = {one.id: one for one in now.lines}
    if set(asked) - set(lines):
        raise Refused(_("This order has no such line."), "no-line")
    found = [_line(lines[number], asked[number]) for number in lines if number in asked]
    changed = [one for one in found if one.pieces or one.gross]
    left = sum(line.pieces for line in now.lines) + sum(one.pieces for one in changed)
    if changed and not left and now.freight:
        taxes = tuple(replace(part, base=-part.base, amount=-part.amount) for part in now.freight_taxes)
        changed.append(Difference(None, _("Nothing is sent"), 0, -now.freight, taxes))
    return tuple(changed)


def _line(line: LineNow, change: LineChange) -> Difference:
    pieces = line.pieces if change.pieces is None else change.pieces
    if not 0 <= pieces <= MOST_PIECES:
        raise Refused(_("Type a whole number of pieces."), "no-number")
    if pieces < min(line.fixed, line.pieces):
        words = ngettext(
            "%(num)s piece of it is sent, contested or paid back: it stays.",
            "%(num)s pieces of it are sent, contested or paid back: they stay.",
            line.fixed,
        )
        raise Refused(words, "pieces-stay")
    gross = _gross(line, pieces, change.unit_price)
    label = _("Fewer pieces") if pieces < line.pieces else _("More pieces")
    if change.unit_price is not None:
        label = _("Another price")
    return Difference(line.id, label, pieces - line.pieces, gross - line.gross, _taxes(line, gross))


def _gross(line: LineNow, pieces: int, unit_price: int | None) -> int:
    """What so many pieces cost: at the price agreed on, else as much each as those that stand."""
    if unit_price is not None:
        if not 0 <= unit_price * pieces <= HIGHEST:
            raise Refused(_("Type a price such as 12.50."), "no-price")
        return unit_price * pieces
    if not line.pieces:
        return line.unit_price * pieces
    if pieces <= line.pieces:
        # as refund_shares.share() counts: the first pieces are those that go
        return line.gross - line.gross * (line.pieces - pieces) // line.pieces
    return rounded(Fraction(line.gross * pieces, line.pieces))


def _taxes(line: LineNow, gross: int) -> tuple[TaxPart, ...]:
    """How the line's taxes change when it costs so much: each rule keeps its share of the price."""
    if not line.taxes:
        return ()
    shares = spread(gross, [part.base + part.amount for part in line.taxes])
    changed = []
    for part, share in zip(line.taxes, shares, strict=True):
        base = taxed_base(share, part)
        changed.append(replace(part, base=base - part.base, amount=share - base - part.amount))
    return tuple(changed)


def taxed_base(gross: int, part: TaxPart) -> int:
    """What of an amount is not tax, by the rule of a tax that stands."""
    if part.reason in NOT_CHARGED:
        return gross
    return rounded(Fraction(gross) / (1 + Fraction(part.rate)))


def total_of(parts: Sequence[Difference]) -> int:
    """By how much the order's total changes."""
    return sum(part.gross for part in parts)


def leaves_nothing(now: OrderNow, parts: Sequence[Difference]) -> bool:
    """Whether no piece of the order is left after it."""
    return not sum(line.pieces for line in now.lines) + sum(part.pieces for part in parts)


# -- who must agree -------------------------------------------------------------------------------


def asks(now: OrderNow, changes: OrderChanges, parts: Sequence[Difference], by: Side, accepts: str) -> str:
    """Who must say yes: "buyer", "seller", or "" where nobody has to. accepts: of the order's TradeRules.

    What makes it dearer, later, or sends it elsewhere always needs the buyer's yes. What he asks for needs the
    seller's, but for another address in the same country while nothing is sent.
    """
    if by == "buyer":
        country = str(changes.address.get("country", "")) if changes.address else ""
        only_address = not changes.lines and not changes.arrives_by and country == now.country
        return "" if only_address and not now.sent else "seller"
    if accepts == "both" or changes.address is not None or is_worse(now, changes, parts):
        return "buyer"
    return ""


def is_worse(now: OrderNow, changes: OrderChanges, parts: Sequence[Difference]) -> bool:
    """Whether a buyer pays more for something, or gets it later."""
    dearer = any(part.gross > 0 or (part.line_id and _each(now, part) > 0) for part in parts)
    later = bool(changes.arrives_by) and (not now.arrives_by or changes.arrives_by > now.arrives_by)
    return dearer or later


def _each(now: OrderNow, part: Difference) -> int:
    """Above zero where a piece that is left costs more than before, beyond what rounding does."""
    line = next(one for one in now.lines if one.id == part.line_id)
    left = line.pieces + part.pieces
    if not left or not line.pieces:
        return 0
    more = Fraction(line.gross + part.gross, left) - Fraction(line.gross, line.pieces)
    return 1 if more >= 1 else 0
