"""Pictures of the demo's products, drawn as SVG: `draw("enamel-kettle", "forest", "front")`."""

from functools import cache
from importlib import import_module
from zlib import crc32

from storefront.demo.drawings.framing import at_scale, close_up, whole
from storefront.demo.drawings.kit import GROUNDS, Draw, colours, scene

CATEGORIES = (
    "kitchen",
    "tableware",
    "lighting",
    "furniture",
    "textiles",
    "clothing",
    "shoes_and_bags",
    "stationery",
    "garden",
    "toys_and_games",
    "audio_and_electronics",
    "bath_and_care",
)
VIEWS = ("front", "detail", "scale")

# Which of the eight tints of GROUNDS, and how deep: pale things stand on a deeper ground.
_STONE, _ROSE, _CLAY, _SAND, _LEAF, _MIST, _SKY, _PLUM = range(8)
_GROUND_OF: dict[str, tuple[int, int]] = {
    "cream": (_CLAY, 2),
    "white": (_MIST, 2),
    "sand": (_STONE, 0),
    "sage": (_LEAF, 0),
    "forest": (_LEAF, 1),
    "olive": (_SAND, 0),
    "ink": (_SKY, 1),
    "navy": (_SKY, 0),
    "sky": (_MIST, 0),
    "slate": (_SKY, 0),
    "charcoal": (_STONE, 1),
    "black": (_STONE, 1),
    "terracotta": (_CLAY, 0),
    "rust": (_CLAY, 0),
    "mustard": (_SAND, 0),
    "rose": (_ROSE, 0),
    "plum": (_PLUM, 0),
    "brass": (_LEAF, 1),
    "copper": (_MIST, 0),
    "steel": (_STONE, 1),
    "oak": (_SAND, 0),
    "walnut": (_STONE, 1),
    "beech": (_MIST, 0),
    "clear": (_STONE, 2),
}

# What a product sold in one colour is drawn in.
_ONLY_COLOUR: dict[str, str] = {
    "cast-iron-skillet": "black",
    "wine-glass": "clear",
    "paper-globe-lamp": "white",
    "string-lights": "brass",
    "pencil-set": "mustard",
    "paper-scissors": "steel",
    "brass-ruler": "brass",
    "wall-calendar": "terracotta",
    "terracotta-pot": "terracotta",
    "secateurs": "rust",
    "leaf-rake": "forest",
    "jigsaw-puzzle": "sky",
    "picnic-basket": "oak",
    "bird-house": "oak",
    "linen-curtain": "cream",
    "natural-sponge": "mustard",
    "wooden-comb": "beech",
    "bath-salts": "rose",
    "hand-cream": "sage",
    "olive-soap": "olive",
    "round-mirror": "brass",
    "denim-trousers": "navy",
}


@cache
def _drawing(slug: str) -> Draw:
    for category in CATEGORIES:
        drawings: dict[str, Draw] = import_module(f"{__name__}.{category}").DRAWINGS
        if slug in drawings:
            return drawings[slug]
    raise KeyError(f"no drawing for the product {slug!r}; add it to its category's module in storefront/demo/drawings")


def _colour(slug: str, colour: str) -> str:
    return colour if colour in _GROUND_OF else _ONLY_COLOUR.get(slug, "sand")


def ground(slug: str, colour: str) -> int:
    """Return the index in GROUNDS of the ground this picture stands on."""
    tint, depth = _GROUND_OF[_colour(slug, colour)]
    return tint * 4 + depth + (crc32(slug.encode()) % 2)


def views(slug: str) -> tuple[str, ...]:
    """Return the views a product has, the one for lists first."""
    _drawing(slug)
    return VIEWS


def draw(slug: str, colour: str = "", view: str = "front") -> str:
    """Return one picture as a complete SVG document; without a known colour the product has its own."""
    drawing = _drawing(slug)(colours(_colour(slug, colour)))
    tint = GROUNDS[ground(slug, colour)]
    if view == "detail":
        return scene(tint, close_up(drawing))
    if view == "scale":
        return scene(tint, *at_scale(drawing, tint))
    if view == "front":
        return scene(tint, whole(drawing))
    raise ValueError(f"unknown view {view!r}; choose one of {', '.join(VIEWS)}")
