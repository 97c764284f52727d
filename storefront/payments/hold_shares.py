"""How money is shared among the lines of an order: what comes, is released, goes back. Pure, whole minor units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from storefront.money import rounded, spread
from storefront.values import TradeRules


@dataclass(frozen=True)
class Share:
    """What came for a line (None: delivery and what else is the order's own), and what became of it.

    back: went back to the buyer while it was held; released: went to the seller; taken: came back from him.
    frozen: may not be released.
    """

    id: int
    line: int | None
    came: int
    back: int = 0
    released: int = 0
    taken: int = 0
    frozen: int = 0

    @property
    def held(self) -> int:
        return self.came - self.back - self.released

    @property
    def out(self) -> int:
        """What the seller has of it."""
        return self.released - self.taken

    @property
    def left(self) -> int:
        """What can still go back to the buyer."""
        return self.held + self.out

    def releasable(self, share: Fraction) -> int:
        """What of it goes to the seller now, when he may have this share of what was not given back."""
        wanted = int(share * (self.came - self.back)) - self.released
        return max(min(wanted, self.held - self.frozen), 0)


@dataclass(frozen=True)
class Part:
    """What is taken from a share: of what is held, and of what the seller has."""

    share: int
    held: int
    out: int

    @property
    def amount(self) -> int:
        return self.held + self.out


def received(amount: int, came: Sequence[int], prices: Sequence[int]) -> list[int]:
    """What arrived, given to the lines by what each still misses of its price; what is more, by their prices."""
    missing = [max(price - had, 0) for had, price in zip(came, prices, strict=True)]
    first = min(amount, sum(missing))
    more = spread(amount - first, [max(price, 0) for price in prices]) if amount > first else [0] * len(prices)
    return [a + b for a, b in zip(spread(first, missing), more, strict=True)]


@dataclass(frozen=True)
class About:
    """What a refund is about: lines, how much of it is delivery, and by share what is more than its price by now."""

    lines: tuple[int, ...] = ()
    delivery: int = 0
    over: Mapping[int, int] = field(default_factory=dict)


NOTHING = About()


def to_give_back(amount: int, shares: Sequence[Share], about: About = NOTHING) -> list[Part]:
    """What a refund takes: of the delivery and the lines it is about, then of what is more than its price, then of all.

    Held before released. Raises ValueError when there is not so much.
    """
    if amount > sum(share.left for share in shares):
        raise ValueError(f"{amount} is more than there is")
    own = [share for share in shares if share.line is None]
    named = [share for share in shares if share.line is not None and share.line in about.lines]
    gone: dict[int, list[int]] = {share.id: [0, 0] for share in shares}
    amount -= _take(min(about.delivery, amount), own, gone)
    amount -= _take(amount, named, gone)
    for share in shares:
        amount -= _take(min(about.over.get(share.id, 0) - sum(gone[share.id]), amount), [share], gone)
    _take(amount, shares, gone)
    return [Part(share, held, out) for share, (held, out) in gone.items() if held or out]


def _take(amount: int, shares: Sequence[Share], gone: dict[int, list[int]]) -> int:
    """Take up to an amount of some shares, in proportion; what was taken."""
    taken = 0
    for place, kind in enumerate(("held", "out")):
        free = [getattr(share, kind) - gone[share.id][place] for share in shares]
        part = min(amount - taken, sum(max(one, 0) for one in free))
        if part <= 0:
            continue
        for share, some in zip(shares, spread(part, [max(one, 0) for one in free]), strict=True):
            gone[share.id][place] += some
        taken += part
    return taken


def cut(parts: Sequence[Part], amount: int) -> tuple[list[Part], list[Part]]:
    """The first so much of some parts, and the rest of them."""
    first: list[Part] = []
    rest: list[Part] = []
    for part in parts:
        held = min(part.held, amount)
        out = min(part.out, amount - held)
        amount -= held + out
        if held or out:
            first.append(Part(part.share, held, out))
        if part.amount > held + out:
            rest.append(Part(part.share, part.held - held, part.out - out))
    return first, rest


@dataclass(frozen=True)
class Charges:
    """What the shop takes of a sale."""

    commission: int = 0
    fee: int = 0
    vat: int = 0

    @property
    def total(self) -> int:
        return self.commission + self.fee + self.vat

    def __sub__(self, other: Charges) -> Charges:
        return Charges(self.commission - other.commission, self.fee - other.fee, self.vat - other.vat)


def charges(released: int, total: int, rules: TradeRules) -> Charges:
    """What the shop takes when the seller has so much of an order's total, before charges; VAT is on both.

    >>> charges(5000, 10000, TradeRules(commission=Fraction(3, 20), fee=100, fee_vat=Fraction(19, 100)))
    Charges(commission=750, fee=50, vat=152)
    """
    commission = rounded((rules.commission or Fraction(0)) * released)
    fee = rounded(Fraction(rules.fee * released, total)) if total else 0
    return Charges(commission, fee, rounded(rules.fee_vat * (commission + fee)))


def frozen_amounts(rows: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """Share → what is frozen of it, by whomever."""
    found: dict[int, int] = {}
    for share, amount in rows:
        found[share] = found.get(share, 0) + amount
    return found
