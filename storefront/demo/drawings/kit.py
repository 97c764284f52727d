"""The pencils of the demo's pictures: materials, shapes, light from the left, and the scene."""

import re
from collections.abc import Callable
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 750
Box = tuple[int, int, int, int]  # x, y, width, height


def mixed(one: str, other: str, share: int) -> str:
    """Return `one` with `share` per cent of `other` in it."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share / 100):02x}" for a, b in pairs)


@dataclass(frozen=True)
class Material:
    """One stuff in three lights; `pale` and `deep` lie just outside of them."""

    light: str
    base: str
    dark: str

    @property
    def pale(self) -> str:
        """Return the colour of its brightest edge."""
        return mixed(self.light, "#ffffff", 45)

    @property
    def deep(self) -> str:
        """Return the colour of its seams and of its inside."""
        return mixed(self.dark, "#14120f", 40)

    @property
    def shaded(self) -> "Material":
        """Return the same stuff turned away from the light."""
        return Material(self.base, mixed(self.base, self.dark, 60), mixed(self.dark, self.deep, 50))

    @property
    def lit(self) -> "Material":
        """Return the same stuff turned towards the light."""
        return Material(self.pale, self.light, self.base)


PALETTE: dict[str, Material] = {
    "cream": Material("#f9f2e4", "#eee2ca", "#cbb999"),
    "white": Material("#ffffff", "#f3f2ee", "#c9c7c2"),
    "sand": Material("#e9d8bb", "#d4bc93", "#a98e65"),
    "sage": Material("#c9d5bb", "#a5b593", "#76886b"),
    "forest": Material("#558467", "#2f5e44", "#1b3a2a"),
    "olive": Material("#a3a45f", "#7b7d3e", "#525427"),
    "ink": Material("#4b5774", "#2b3650", "#171e30"),
    "navy": Material("#4d6aa2", "#2b4678", "#182a4c"),
    "sky": Material("#c1dfee", "#93c1da", "#5f93b2"),
    "slate": Material("#98a6b2", "#6f7f8b", "#4a5863"),
    "charcoal": Material("#727476", "#494b4d", "#2a2b2d"),
    "black": Material("#5a5a5f", "#2f2f32", "#151517"),
    "terracotta": Material("#e5a17c", "#c9764f", "#965131"),
    "rust": Material("#d3814f", "#aa542b", "#753717"),
    "mustard": Material("#f3cf6b", "#dbab3b", "#a47c1e"),
    "rose": Material("#f3cac6", "#e0a3a2", "#b37475"),
    "plum": Material("#9f6f95", "#724569", "#482744"),
    "brass": Material("#f4e1a6", "#cba855", "#8a6a26"),
    "copper": Material("#f5bd9b", "#cb8257", "#884a2c"),
    "steel": Material("#f2f5f7", "#bcc4ca", "#78838b"),
    "oak": Material("#e7c796", "#cda067", "#976d3b"),
    "walnut": Material("#a27552", "#735033", "#472d1b"),
    "beech": Material("#f4deba", "#e1bf91", "#b18b5c"),
    "clear": Material("#f5fbfa", "#d5e6e4", "#98b4b3"),
}
_BRIGHT_METAL = {"cream", "sand", "sage", "forest", "olive", "ink", "rust", "mustard", "plum", "walnut", "brass"}
_DARK_WOOD = {"oak", "beech", "white", "sand", "brass", "clear"}


@dataclass(frozen=True)
class Colours:
    """What a drawing is coloured with: the variant's `main`, and a wood, metal and dark that suit it."""

    key: str
    main: Material
    wood: Material
    metal: Material
    dark: Material


def colours(key: str) -> Colours:
    """Return the colours for one colour key; an unknown key is drawn in sand."""
    main = PALETTE.get(key, PALETTE["sand"])
    return Colours(
        key=key,
        main=main,
        wood=PALETTE["walnut" if key in _DARK_WOOD else "oak"],
        metal=PALETTE["brass" if key in _BRIGHT_METAL - {"brass"} else "steel"],
        dark=PALETTE["slate" if key in {"black", "charcoal"} else "charcoal"],
    )


@dataclass(frozen=True)
class Drawing:
    """One product in the 600 x 750 frame: its parts, where it is, what to zoom on, how tall `box` is in cm."""

    parts: tuple[str, ...]
    box: Box
    detail: tuple[int, int, int]  # centre x, centre y, height of the window
    cm: float
    lying: bool = False  # seen from above or hung on a wall: no table under it
    floor: bool = False  # stands on the floor, though it is small enough for a table


Draw = Callable[[Colours], Drawing]

# --- Light: a fill whose name says its colours; scene() writes the gradient for each one it meets.


def _fill(kind: str, *hexes: str) -> str:
    return f"url(#{kind}-" + "-".join(h[1:] for h in hexes) + ")"


def across(m: Material) -> str:
    """Fill a round upright body: cylinder, cone, bottle."""
    return _fill("across", m.base, m.light, m.base, m.dark)


def down(m: Material) -> str:
    """Fill something lit from above: a lying cylinder, a seat, cloth."""
    return _fill("down", m.light, m.base, m.dark)


def slant(m: Material) -> str:
    """Fill a flat face: light at the upper left."""
    return _fill("slant", m.light, m.base, m.dark)


def globe(m: Material) -> str:
    """Fill a ball."""
    return _fill("globe", m.light, m.base, m.dark)


def sheen(m: Material) -> str:
    """Fill polished metal or glaze: bands of light."""
    return _fill("sheen", m.base, m.pale, m.base, m.dark, m.light)


def flat(m: Material) -> str:
    """Fill a quiet face: hardly any light on it."""
    return _fill("slant", mixed(m.base, m.light, 40), m.base, mixed(m.base, m.dark, 30))


_AXES = {
    "across": ("linearGradient", ""),
    "sheen": ("linearGradient", ""),
    "down": ("linearGradient", ' x2="0" y2="1"'),
    "slant": ("linearGradient", ' x2="1" y2="1"'),
    "globe": ("radialGradient", ' cx=".4" cy=".3" r=".7"'),
    "soft": ("radialGradient", ""),
    "glow": ("radialGradient", ""),
}
_STOPS = {
    "across": ("0", ".3", ".6", "1"),
    "sheen": ("0", ".2", ".5", ".8", "1"),
}
_REFERENCE = re.compile(r"url\(#(([a-z]+)((?:-[0-9a-f]{6})+))\)")


def _gradient(name: str, kind: str, hexes: list[str]) -> str:
    tag, axis = _AXES[kind]
    if kind in {"soft", "glow"}:
        strong = ".5" if kind == "soft" else ".9"
        stops = f'<stop stop-color="#{hexes[0]}" stop-opacity="{strong}"/>'
        stops += f'<stop offset="1" stop-color="#{hexes[0]}" stop-opacity="0"/>'
    else:
        offsets = _STOPS.get(kind, ("0", ".5", "1"))
        stops = "".join(
            f'<stop offset="{at}" stop-color="#{tone}"/>' for at, tone in zip(offsets, hexes, strict=True)
        )
    return f'<{tag} id="{name}"{axis}>{stops}</{tag}>'


# --- Shapes


def number(value: float) -> str:
    """Write a number with at most one decimal."""
    return f"{round(value, 1):g}"


def path(d: str, fill: str) -> str:
    """Return a filled outline."""
    return f'<path d="{d}" fill="{fill}"/>'


def stroke(d: str, colour: str, width: float = 3) -> str:
    """Return an open line with round ends; the colour is plain (a gradient vanishes on a straight line)."""
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{number(width)}" {ends}/>'


def dashed(d: str, colour: str, width: float = 2, dash: str = "7 6") -> str:
    """Return a stitched or ruled line."""
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{number(width)}" stroke-dasharray="{dash}"/>'


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str) -> str:
    """Return an ellipse."""
    cx_, cy_, rx_, ry_ = map(number, (cx, cy, rx, ry))
    return f'<ellipse cx="{cx_}" cy="{cy_}" rx="{rx_}" ry="{ry_}" fill="{fill}"/>'


def circle(cx: float, cy: float, r: float, fill: str) -> str:
    """Return a circle."""
    return f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{number(r)}" fill="{fill}"/>'


def ring(cx: float, cy: float, r: tuple[float, float], colour: str, width: float = 3) -> str:
    """Return the outline of an ellipse with radii `r`."""
    at = f'cx="{number(cx)}" cy="{number(cy)}" rx="{number(r[0])}" ry="{number(r[1])}"'
    return f'<ellipse {at} fill="none" stroke="{colour}" stroke-width="{number(width)}"/>'


def rect(box: tuple[float, float, float, float], fill: str, r: float = 0) -> str:
    """Return a rectangle x, y, width, height with corners of radius r."""
    x, y, w, h = map(number, box)
    corner = f' rx="{number(r)}"' if r else ""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}"{corner} fill="{fill}"/>'


def group(*parts: str, transform: str = "", opacity: float = 1) -> str:
    """Return the parts together, moved (`rotate(8 300 400)`, `translate(4 6)`) or made faint."""
    move = f' transform="{transform}"' if transform else ""
    faint = f' opacity="{number(opacity)}"' if opacity < 1 else ""
    return f"<g{move}{faint}>{''.join(parts)}</g>"


def faint(opacity: float, *parts: str) -> str:
    """Return the parts seen through: glints, weave, glass."""
    return group(*parts, opacity=opacity)


def glint(d: str, width: float = 10) -> str:
    """Return a highlight: a faint white line."""
    return faint(0.5, stroke(d, "#ffffff", width))


# --- Ground

SHADOW = "#2b2620"
# Eight quiet tints in four depths; a picture's ground is one of these 32, so a page needs 32 classes.
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


def contact(cx: float, cy: float, rx: float, ry: float = 0) -> str:
    """Return the soft shadow under a standing thing whose foot is `rx` wide each side; it falls to the right."""
    ry = ry or max(8, rx / 8)
    soft = _fill("soft", SHADOW)
    return ellipse(cx + rx * 0.2, cy + ry * 0.2, rx * 1.3, ry * 1.7, soft) + ellipse(cx, cy, rx * 1.1, ry, soft)


def cast(d: str, dx: int = 9, dy: int = 13) -> str:
    """Return the shadow of a flat lying or hanging outline `d`."""
    near = group(path(d, SHADOW), transform=f"translate({dx // 2} {dy // 2})", opacity=0.1)
    return group(path(d, SHADOW), transform=f"translate({dx} {dy})", opacity=0.1) + near


def glow(cx: float, cy: float, r: float, colour: str = "#ffe9b0") -> str:
    """Return the light around a lamp."""
    return circle(cx, cy, r, _fill("glow", colour))


def scene(ground: str, *parts: str) -> str:
    """Return the complete picture on a ground colour."""
    wall = Material(mixed(ground, "#ffffff", 45), ground, mixed(ground, SHADOW, 7))
    body = rect((0, 0, WIDTH, HEIGHT), slant(wall)) + "".join(parts)
    names = dict.fromkeys(_REFERENCE.findall(body))
    gradients = "".join(_gradient(name, kind, hexes[1:].split("-")) for name, kind, hexes in names)
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><defs>{gradients}</defs>{body}</svg>'


