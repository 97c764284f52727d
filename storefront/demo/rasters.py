"""Each product's first drawing as a JPEG for link previews, which show no SVG: on 1200 × 630, nothing cut off."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import resvg_py
from PIL import Image

from storefront.catalogue.images import jpeg, shared_path, write
from storefront.catalogue.previews import DRAWN_CANVAS
from storefront.demo import content, drawings

Front = tuple[str, str]
# more wait for the disk only
MOST_PROCESSES = 4


def missing(media: Path) -> list[Front]:
    """(slug, colour) of the fronts that have no JPEG yet."""
    return [front for front in fronts() if not shared_path(drawings.draw(*front), media).exists()]


def fronts() -> list[Front]:
    """(slug, colour) of what each product shows first."""
    products = [product for file in content.category_files() for product in file["products"]]
    return [(product["slug"], content.colours(product)[0]) for product in products]


def draw(wanted: Sequence[Front], media: Path) -> Iterator[str]:
    """Draw and keep them, as many at once as there are processors; each one's slug when it is done."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(wanted))
    if processes < 2:
        yield from (draw_one(front, media) for front in wanted)
        return
    # resvg keeps Python's lock while it draws, so threads would gain nothing
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(draw_one, wanted, [media] * len(wanted), chunksize=4)


def draw_one(front: Front, media: Path) -> str:
    """Draw and keep one."""
    svg = drawings.draw(*front)
    write(shared_path(svg, media), shared_picture(svg))
    return front[0]


def shared_picture(svg: str) -> bytes:
    """The drawing in the middle of the canvas, its edges drawn out to the sides."""
    width, height = DRAWN_CANVAS
    drawn = resvg_py.svg_to_bytes(svg_string=svg, height=height, skip_system_fonts=True)
    with Image.open(BytesIO(drawn)) as found:
        middle = found.convert("RGB")
    left = (width - middle.width) // 2
    right = width - middle.width - left
    canvas = Image.new("RGB", DRAWN_CANVAS)
    canvas.paste(middle.crop((0, 0, 1, height)).resize((left, height)), (0, 0))
    canvas.paste(middle.crop((middle.width - 1, 0, middle.width, height)).resize((right, height)), (width - right, 0))
    canvas.paste(middle, (left, 0))
    return jpeg(canvas)
