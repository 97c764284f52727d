"""What the desk's start page shows of the last days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class Bar:
    """A day in a plot, in the plot's own units."""

    x: Annotated[int, "Where it begins, the oldest day at 0"]
    y: Annotated[int, "Where its top is"]
    height: Annotated[int, "How high it is; 0: nothing"]
    label: Annotated[str, "The day and its value"]


@dataclass(frozen=True)
class PlotView:
    """One figure over the days."""

    title: Annotated[str, "What it is"]
    total: Annotated[str, "Of all days together"]
    summary: Annotated[str, "The plot in one sentence, for who does not see it"]
    bars: Annotated[tuple[Bar, ...], "The days, the oldest first"]
    width: Annotated[int, "The plot's width in its own units"]
    height: Annotated[int, "Its height"]


@dataclass(frozen=True)
class FiguresView:
    """The figures: as plots, and the same as a table."""

    title: Annotated[str, "Which days"]
    plots: Annotated[tuple[PlotView, ...], "One a figure"]
    heads: Annotated[tuple[str, ...], "The table's head; the first column is the day"]
    rows: Annotated[tuple[tuple[str, ...], ...], "The days, the newest first"]
    note: Annotated[str, "How they are counted"]
