"""The 32 colours that stand under a picture while it loads: eight tints, four depths each.

The stylesheet names them ground-0 … ground-31 in this order.
"""

from __future__ import annotations

GROUNDS: tuple[str, ...] = (
    *("#f1eee9", "#e7e4df", "#dcd9d3", "#cfccc6"),  # stone
    *("#fde9ea", "#f3dfe0", "#e7d4d4", "#dac7c7"),  # rose
    *("#feeae0", "#f4e0d6", "#e8d4cb", "#dbc8be"),  # clay
    *("#f9edd8", "#efe3cf", "#e3d8c3", "#d6cbb7"),  # sand
    *("#eaf2e2", "#e0e8d9", "#d4dccd", "#c7cfc0"),  # leaf
    *("#e3f2f3", "#d9e8e9", "#cedcdd", "#c1cfd0"),  # mist
    *("#e4f0fa", "#dae6f1", "#cfdbe6", "#c3ced9"),  # sky
    *("#f4ebf4", "#eae1eb", "#dfd6df", "#d2c9d2"),  # plum
)


def nearest_ground(red: int, green: int, blue: int) -> int:
    """The ground with the colour's tint; the darker the colour, the deeper the ground."""
    depth = min((255 - max(red, green, blue)) // 64, 3)
    wanted = _tint(red, green, blue)
    tints = [_tint(*_parts(GROUNDS[tint * 4])) for tint in range(8)]
    distances = [sum((a - b) ** 2 for a, b in zip(wanted, tint, strict=True)) for tint in tints]
    return distances.index(min(distances)) * 4 + depth


def _tint(red: int, green: int, blue: int) -> tuple[float, float, float]:
    """How far the colour leans to red, green and blue, made as faint as the grounds are."""
    mean = (red + green + blue) / 3
    lean = [channel - mean for channel in (red, green, blue)]
    strength = max(max(abs(part) for part in lean), 1.0)
    faint = min(strength, 14.0) / strength
    return lean[0] * faint, lean[1] * faint, lean[2] * faint


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
