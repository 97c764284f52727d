"""The other two views: closer, and beside a thing whose size everyone knows."""

from storefront.demo.drawings.kit import (
    HEIGHT,
    PALETTE,
    SHADOW,
    WIDTH,
    Drawing,
    Material,
    across,
    contact,
    down,
    ellipse,
    flat,
    group,
    mixed,
    number,
    path,
    rect,
    slant,
    stroke,
)

_FLOOR = 570


def whole(drawing: Drawing) -> str:
    """Return the drawing in the middle of the frame, filling about seven tenths of it."""
    x, y, width, height = drawing.box
    share = max(0.8, min(1.5, 448 / width, 556 / height))
    wide, tall = WIDTH / share, HEIGHT / share
    window = " ".join(map(number, (x + width / 2 - wide / 2, y + height / 2 - tall * 0.51, wide, tall)))
    return f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="{window}">{"".join(drawing.parts)}</svg>'


def close_up(drawing: Drawing) -> str:
    """Return the window of the drawing that shows how it is made."""
    cx, cy, height = drawing.detail
    width = height * WIDTH / HEIGHT
    window = " ".join(map(number, (cx - width / 2, cy - height / 2, width, height)))
    return f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="{window}">{"".join(drawing.parts)}</svg>'


def at_scale(drawing: Drawing, ground: str) -> tuple[str, ...]:
    """Return the drawing true to scale beside a tape, a ruler, a mug or a door."""
    if drawing.lying:
        return _beside_tape(drawing)
    _x, _y, width, height = drawing.box
    ratio = width / height
    if drawing.floor or drawing.cm > 50 or drawing.cm * ratio > 75:
        return _before_door(drawing, ground)
    if max(drawing.cm, drawing.cm * ratio) < 13:
        return _beside_ruler(drawing, ground)
    return _beside_mug(drawing, ground)


def _placed(drawing: Drawing, left: float, foot: float, px_per_cm: float) -> str:
    """Return the drawing with its box's lower left corner at left, foot."""
    x, y, _width, height = drawing.box
    share = drawing.cm * px_per_cm / height
    at = f'x="{number(left - x * share)}" y="{number(foot - (y + height) * share)}"'
    size = f'width="{number(WIDTH * share)}" height="{number(HEIGHT * share)}"'
    view = f'viewBox="0 0 {WIDTH} {HEIGHT}" overflow="visible"'
    return f"<svg {at} {size} {view}>{''.join(drawing.parts)}</svg>"


def _width_cm(drawing: Drawing) -> float:
    return drawing.cm * drawing.box[2] / drawing.box[3]


def _table(ground: str) -> str:
    wood = PALETTE["beech"]
    wall = mixed(ground, "#ffffff", 20)
    top = rect((0, _FLOOR - 46, WIDTH, 80), down(Material(wood.pale, wood.light, wood.base)))
    edge = rect((0, _FLOOR + 34, WIDTH, 26), down(Material(wood.base, wood.base, wood.dark)))
    under = rect((0, _FLOOR + 60, WIDTH, HEIGHT - _FLOOR - 60), down(Material(wood.deep, wood.dark, wood.dark)))
    return rect((0, 0, WIDTH, _FLOOR - 46), flat(Material(wall, ground, mixed(ground, SHADOW, 8)))) + top + edge + under


def _beside_ruler(drawing: Drawing, ground: str) -> tuple[str, ...]:
    wide, per_cm = _width_cm(drawing), 34.0
    per_cm = min(per_cm, 400 / wide, 460 / drawing.cm)
    total = (wide + 4.5) * per_cm
    left = (WIDTH - total) / 2
    steel = PALETTE["steel"]
    tall = 15 * per_cm
    body = rect((left, _FLOOR - tall, 2.6 * per_cm, tall), slant(steel), 4)
    ticks = "".join(
        f"M{number(left + 1)} {number(_FLOOR - i * per_cm / 2)}h{number(per_cm * (1.2 if i % 10 == 0 else 0.8 if i % 2 == 0 else 0.4))}"
        for i in range(1, 30)
    )
    ruler = contact(left + 1.3 * per_cm, _FLOOR, 1.4 * per_cm, 9) + body + stroke(ticks, steel.deep, 2)
    return _table(ground), ruler, _placed(drawing, left + 4.5 * per_cm, _FLOOR, per_cm)


def _mug(left: float, per_cm: float) -> str:
    """Return a mug 9.5 cm tall and 8 cm wide."""
    clay = PALETTE["white"]
    tall, wide = 9.5 * per_cm, 8 * per_cm
    x, top, r = number(left), number(_FLOOR - tall), number(wide / 8)
    body = f"M{x} {top}h{number(wide)}v{number(tall - wide / 8)}q0 {r}-{r} {r}h-{number(wide * 0.75)}q-{r} 0-{r}-{r}z"
    ear = f"M{number(left + 2)} {number(_FLOOR - tall * 0.78)}c-{number(wide * 0.45)} 0-{number(wide * 0.45)} {number(tall * 0.5)} 0 {number(tall * 0.5)}"
    rim = ellipse(left + wide / 2, _FLOOR - tall, wide / 2, wide / 11, clay.dark)
    handle = stroke(ear, clay.dark, wide / 8)
    return contact(left + wide / 2, _FLOOR, wide / 2) + handle + path(body, across(clay)) + rim


def _beside_mug(drawing: Drawing, ground: str) -> tuple[str, ...]:
    wide = _width_cm(drawing)
    per_cm = min(500 / (wide + 14), 440 / drawing.cm)
    left = (WIDTH - (wide + 14) * per_cm) / 2 + 2.5 * per_cm
    return _table(ground), _mug(left, per_cm), _placed(drawing, left + 11 * per_cm, _FLOOR, per_cm)


def _before_door(drawing: Drawing, ground: str) -> tuple[str, ...]:
    """Return the drawing in a room; the door is 200 cm tall and 82 cm wide, its handle 103 cm high."""
    wide = _width_cm(drawing)
    per_cm = min(4.0, 540 / (wide + 62), 510 / drawing.cm)
    floor, broad = 630.0, 82 * per_cm
    space = WIDTH - wide * per_cm
    right = max(space / 2, space - 60)
    left = min(70.0, right - 8 * per_cm - broad)
    if left < -broad * 0.5:
        left = -broad * 0.5
    placed = _placed(drawing, right, floor + 62, per_cm)
    return *_room(ground, floor), _door(left, floor, per_cm, ground), placed


def _room(ground: str, floor: float) -> tuple[str, ...]:
    wall, board = mixed(ground, "#ffffff", 30), PALETTE["oak"]
    planks = down(Material(mixed(board.light, "#ffffff", 25), board.light, mixed(board.light, board.base, 60)))
    seams = "M0 668H600M0 706H600M130 632V668M420 632V668M270 668V706M560 668V706M90 706V750M380 706V750"
    return (
        rect((0, 0, WIDTH, floor), flat(Material(wall, ground, mixed(ground, SHADOW, 6)))),
        rect((0, floor, WIDTH, HEIGHT - floor), planks),
        group(stroke(seams, board.dark, 1.5), opacity=0.3),
        rect((0, floor - 18, WIDTH, 18), mixed(wall, "#ffffff", 50)),
        rect((0, floor, WIDTH, 3), board.dark),
    )


def _door(left: float, floor: float, per_cm: float, ground: str) -> str:
    tall, broad = 200 * per_cm, 82 * per_cm
    top, inset = floor - tall, 12 * per_cm
    leaf = Material(mixed(ground, "#ffffff", 80), mixed(ground, "#ffffff", 60), mixed(ground, "#ffffff", 20))
    line = mixed(ground, SHADOW, 18)
    panel = Material(mixed(ground, SHADOW, 4), leaf.dark, leaf.light)
    frame = rect((left - 14, top - 14, broad + 28, tall + 14), leaf.dark, 2)
    boards = rect((left, top, broad, tall), line) + rect((left + 2, top + 2, broad - 4, tall - 2), flat(leaf))
    upper = rect((left + inset, top + inset, broad - 2 * inset, 78 * per_cm), slant(panel), 2)
    lower = rect((left + inset, floor - 82 * per_cm, broad - 2 * inset, 68 * per_cm), slant(panel), 2)
    x, y, brass = left + broad - 5 * per_cm, floor - 103 * per_cm, PALETTE["brass"]
    plate = rect((x - per_cm, y - 6 * per_cm, 2.4 * per_cm, 14 * per_cm), brass.base, 2)
    return group(frame, boards, upper, lower, plate, stroke(f"M{number(x)} {number(y)}h-{number(11 * per_cm)}", brass.dark, 2 * per_cm))


def _beside_tape(drawing: Drawing) -> tuple[str, ...]:
    """Return the drawing beside a measuring tape as long as it is tall, marked every 1 or 10 cm."""
    wide = _width_cm(drawing)
    per_cm = min(500 / drawing.cm, 420 / wide)
    tall = drawing.cm * per_cm
    foot = (HEIGHT + tall) / 2
    left = (WIDTH - wide * per_cm - 70) / 2 + 70
    step = 1 if drawing.cm <= 35 else 5 if drawing.cm <= 90 else 10
    tape, x = PALETTE["mustard"], left - 70
    count = round(drawing.cm / step)
    marks = "".join(
        f"M{number(x + 2)} {number(foot - i * step * per_cm)}h{20 if i % 5 == 0 else 11}" for i in range(1, count)
    )
    body = rect((x, foot - tall, 34, tall), flat(Material(tape.light, tape.light, tape.base)))
    ends = rect((x - 3, foot - tall - 8, 40, 10), PALETTE["steel"].dark, 2)
    shade = group(rect((x + 5, foot - tall + 4, 34, tall + 4), SHADOW), opacity=0.1)
    return shade, body, stroke(marks, tape.deep, 2), ends, _placed(drawing, left, foot, per_cm)
