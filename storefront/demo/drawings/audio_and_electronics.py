"""Pictures of what sounds, shines, ticks or has a battery."""

from math import cos, pi, sin

from storefront.demo.drawings.kit import (
    PALETTE,
    Colours,
    Draw,
    Drawing,
    across,
    cast,
    circle,
    contact,
    dashed,
    down,
    ellipse,
    faint,
    flat,
    glint,
    globe,
    glow,
    group,
    path,
    rect,
    ring,
    sheen,
    slant,
    stroke,
)


def _spoke(cx: float, cy: float, inner: float, outer: float, degrees: float) -> str:
    """Return the line from the inner to the outer circle; 0 degrees is twelve o'clock."""
    x, y = sin(degrees * pi / 180), -cos(degrees * pi / 180)
    return f"M{cx + x * inner:.1f} {cy + y * inner:.1f}L{cx + x * outer:.1f} {cy + y * outer:.1f}"


def _over_ear_headphones(c: Colours) -> Drawing:
    m, pad = c.main, c.wood if c.key == "cream" else PALETTE["black"]
    if c.key == "charcoal":
        pad = PALETTE["slate"]
    cup = "M96 430C96 366 128 330 168 334C190 336 198 356 198 382V530C198 556 190 574 168 576C128 580 96 540 96 480z"
    pads = "M190 352C226 344 246 380 246 454S226 564 190 556z"
    parts = (
        contact(166, 586, 84, 13),
        contact(434, 586, 84, 13),
        stroke("M138 400C104 50 496 50 462 400", c.metal.dark, 18),
        stroke("M136 400C102 46 494 46 458 400", c.metal.light, 5),
        stroke("M152 282C176 70 424 70 448 282", m.deep, 42),
        stroke("M152 278C176 68 424 68 448 278", m.base, 34),
        stroke("M174 220C200 110 330 96 396 146", m.light, 9),
        dashed("M160 284C184 92 416 92 440 284", m.deep, 2),
        path(pads, across(pad)),
        group(path(pads, across(pad.shaded)), transform="translate(600 0) scale(-1 1)"),
        path(cup, slant(m)),
        group(path(cup, slant(m.shaded)), transform="translate(600 0) scale(-1 1)"),
        stroke("M170 346C140 342 112 376 112 432V480C112 528 138 564 168 564", m.dark, 3),
        stroke("M430 346C460 342 488 376 488 432V480C488 528 462 564 432 564", m.deep, 3),
        stroke("M130 318V456M470 318V456", c.metal.dark, 18),
        stroke("M127 320V456M467 320V456", c.metal.light, 6),
        circle(132, 458, 15, globe(c.metal)),
        circle(468, 458, 15, globe(c.metal)),
        glint("M150 376Q140 400 140 430", 8),
    )
    return Drawing(parts, (94, 116, 412, 466), (170, 430, 280), 20)


def _bluetooth_speaker(c: Colours) -> Drawing:
    m, cloth = c.main, PALETTE["charcoal" if c.key != "charcoal" else "slate"]
    cones = ((196, 396, 78), (404, 396, 78))
    mesh = "".join(f"M{x} 308V498" for x in range(114, 494, 8))
    strap = PALETTE["oak" if c.key == "walnut" else "walnut"]
    parts = (
        contact(300, 534, 214),
        stroke("M178 270C180 190 420 190 422 270", strap.deep, 22),
        stroke("M178 266C180 186 420 186 422 266", strap.base, 14),
        stroke("M192 250C210 200 380 196 404 238", strap.light, 3),
        rect((84, 262, 432, 270), slant(m), 36),
        faint(0.3, stroke("M96 300Q96 276 122 272H480M90 520Q300 508 508 520M100 286Q300 276 500 286", m.dark, 3)),
        rect((104, 296, 392, 212), m.deep, 24),
        rect((108, 300, 384, 204), slant(cloth), 22),
        *(circle(x, y, r, cloth.deep) for x, y, r in cones),
        *(faint(0.9, circle(x, y, r - 10, globe(cloth.shaded)), circle(x, y, 32, globe(cloth))) for x, y, r in cones),
        faint(0.35, stroke(mesh, cloth.dark, 3)),
        faint(0.16, path("M108 322Q108 300 130 300H300L190 504H130Q108 504 108 482z", "#ffffff")),
        rect((276, 480, 48, 10), sheen(PALETTE["brass"]), 4),
        *(circle(x, 282, 6, m.deep) for x in (272, 300, 328)),
        circle(478, 282, 4, "#e9c25a"),
        glint("M100 300Q104 280 124 276H200", 5),
        rect((120, 530, 60, 9), c.dark.deep, 4),
        rect((420, 530, 60, 9), c.dark.deep, 4),
    )
    return Drawing(parts, (84, 196, 432, 342), (200, 390, 280), 14)


def _desk_radio(c: Colours) -> Drawing:
    m, front, brass = c.main, PALETTE["cream" if c.key != "cream" else "sage"], PALETTE["brass"]
    dial = "".join(_spoke(394, 390, 62, 72 if i % 2 else 78, i * 22.5 - 135) for i in range(13))
    parts = (
        contact(300, 556, 214),
        stroke("M452 280L512 116", c.metal.dark, 7),
        stroke("M450 280L510 116", c.metal.light, 2),
        circle(512, 114, 8, globe(c.metal)),
        rect((84, 270, 432, 272), slant(m), 30),
        faint(0.3, stroke("M100 290Q300 276 500 290M96 530Q300 518 506 530", m.dark, 3)),
        rect((106, 294, 388, 224), m.deep, 16),
        rect((109, 297, 382, 218), slant(front), 14),
        *(rect((130, y, 150, 9), front.deep, 4) for y in range(322, 500, 19)),
        *(rect((130, y + 5, 150, 3), front.light, 1) for y in range(322, 500, 19)),
        circle(396, 394, 86, front.dark),
        circle(394, 390, 84, slant(PALETTE["white"])),
        stroke(dial, PALETTE["charcoal"].base, 3),
        stroke(_spoke(394, 390, 20, 66, 38), PALETTE["rust"].base, 4),
        circle(396, 394, 42, brass.deep),
        circle(394, 390, 40, sheen(brass)),
        circle(394, 390, 30, globe(brass)),
        circle(324, 492, 14, globe(brass)),
        circle(464, 492, 14, globe(brass)),
        rect((356, 486, 76, 12), front.deep, 6),
        rect((380, 484, 20, 16), c.dark.base, 4),
        rect((122, 540, 46, 16), c.dark.deep, 5),
        rect((432, 540, 46, 16), c.dark.deep, 5),
        glint("M98 310Q98 284 120 282H220", 6),
    )
    return Drawing(parts, (84, 106, 436, 450), (390, 400, 270), 20)


def _record_player(c: Colours) -> Drawing:
    m, steel, black = c.main, PALETTE["steel"], PALETTE["black"]
    parts = (
        contact(300, 566, 226, 22),
        path("M138 308L156 122Q158 112 168 112H452Q462 112 464 122L482 308z", slant(PALETTE["clear"])),
        faint(0.5, path("M176 132H300L210 300H160z", "#ffffff")),
        stroke("M138 308L156 122Q158 112 168 112H452Q462 112 464 122L482 308", PALETTE["clear"].dark, 3),
        path("M72 486H528V540Q528 554 514 554H86Q72 554 72 540z", down(m.shaded)),
        path(
            "M126 304H474Q484 304 488 312L528 478Q530 492 516 492H84Q70 492 72 478L112 312Q116 304 126 304z", slant(m)
        ),
        faint(
            0.35,
            stroke(
                "M110 350Q260 338 490 352M92 430Q120 424 130 430M84 466Q300 478 516 462M90 524Q300 512 512 526",
                m.dark,
                3,
            ),
        ),
        ellipse(270, 402, 168, 82, m.deep),
        ellipse(270, 396, 166, 81, sheen(steel)),
        ellipse(270, 390, 158, 76, black.dark),
        *(ring(270, 390, (r, r * 0.48), black.base, 2) for r in (148, 134, 120, 106, 92, 78)),
        faint(0.22, path("M270 390L130 354A158 76 0 0 1 190 324zM270 390L410 426A158 76 0 0 1 350 456z", "#ffffff")),
        ellipse(270, 390, 54, 26, slant(PALETTE["terracotta"])),
        ring(270, 390, (40, 19), PALETTE["cream"].base, 2),
        ellipse(270, 388, 5, 3, steel.pale),
        ellipse(452, 346, 34, 18, m.deep),
        ellipse(451, 342, 31, 16, slant(steel)),
        stroke("M462 318L450 338L432 420L370 438", steel.deep, 9),
        stroke("M460 316L448 336L430 417L368 435", steel.light, 5),
        path("M380 426L346 432L342 446L378 446z", slant(black)),
        rect((446, 300, 34, 24), across(c.dark), 6),
        ellipse(470, 458, 20, 10, m.deep),
        ellipse(469, 454, 18, 9, slant(steel)),
        stroke("M92 500H508", m.pale, 2),
        rect((104, 554, 54, 14), c.dark.deep, 5),
        rect((442, 554, 54, 14), c.dark.deep, 5),
    )
    return Drawing(parts, (70, 110, 460, 458), (330, 390, 270), 36)


def _power_bank(c: Colours) -> Drawing:
    m, rubber = c.main, PALETTE["cream" if c.key in {"sky", "charcoal"} else "charcoal"]
    shell = "M206 150H374Q414 150 414 190V560Q414 600 374 600H206Q166 600 166 560V190Q166 150 206 150z"
    lead = "M290 152V120C290 60 470 60 470 160V480C470 520 462 540 462 570"
    parts = (
        cast(shell, 16, 22),
        faint(0.14, group(stroke(lead, "#2b2620", 14), transform="translate(10 14)")),
        path("M206 156H374Q422 156 422 198V566Q422 608 374 608H206Q174 608 170 570z", m.deep),
        path(shell, slant(m)),
        rect((178, 162, 224, 426), flat(m), 30),
        faint(0.4, path("M208 162H310L178 480V192Q178 162 208 162z", m.pale)),
        stroke("M178 540V192Q178 162 208 162H372", m.pale, 3),
        stroke(lead, rubber.deep, 15),
        stroke(lead, rubber.base, 10),
        rect((276, 118, 28, 42), across(rubber.shaded), 6),
        rect((446, 560, 32, 58), across(rubber), 7),
        rect((452, 616, 20, 26), sheen(PALETTE["steel"]), 5),
        *(circle(252 + i * 26, 540, 6, "#fff6cf" if i < 3 else m.dark) for i in range(4)),
        path("M300 328L262 392H288L278 438L320 370H292z", m.dark),
        circle(390, 220, 7, m.dark),
    )
    return Drawing(
        (group(*parts, transform="rotate(8 300 375) translate(-14 10)"),),
        (110, 80, 400, 590),
        (290, 470, 260),
        18,
        lying=True,
    )


def _alarm_clock(c: Colours) -> Drawing:
    m, brass = c.main, PALETTE["brass" if c.key != "black" else "steel"]
    marks = "".join(_spoke(300, 396, 128, 142, i * 30) for i in range(12))
    strong = "".join(_spoke(300, 396, 120, 142, i * 90) for i in range(4))
    parts = (
        contact(300, 612, 150),
        stroke("M204 536L168 604M396 536L432 604", m.deep, 26),
        stroke("M202 534L166 600M394 534L428 600", m.light, 7),
        stroke("M262 182V150Q262 126 300 126T338 150V182", brass.dark, 11),
        stroke("M260 180V150Q260 123 300 123T335 150", brass.light, 4),
        stroke("M300 228V190", brass.dark, 9),
        rect((286, 170, 28, 30), across(brass), 6),
        path("M134 264C126 196 190 150 252 180Q260 186 256 194L152 276Q138 282 134 264z", slant(brass)),
        path("M466 264C474 196 410 150 348 180Q340 186 344 194L448 276Q462 282 466 264z", slant(brass.shaded)),
        glint("M152 236Q158 204 188 190", 6),
        circle(304, 400, 190, m.deep),
        circle(300, 396, 188, globe(m)),
        circle(300, 396, 160, brass.dark),
        circle(298, 394, 157, brass.light),
        circle(300, 396, 152, slant(PALETTE["white"])),
        stroke(marks, PALETTE["slate"].base, 4),
        stroke(strong, PALETTE["charcoal"].dark, 7),
        stroke(_spoke(300, 396, 0, 72, 146), PALETTE["rust"].base, 4),
        stroke(_spoke(300, 396, 0, 82, 304), PALETTE["charcoal"].dark, 11),
        stroke(_spoke(300, 396, 0, 116, 60), PALETTE["charcoal"].dark, 7),
        circle(300, 396, 13, globe(brass)),
        faint(0.35, path("M180 360A130 130 0 0 1 290 268Q220 310 204 430Q180 400 180 360z", "#ffffff")),
        glint("M132 420C120 340 160 260 220 232", 9),
    )
    return Drawing(parts, (112, 116, 380, 496), (300, 260, 280), 12)


def _pocket_torch(c: Colours) -> Drawing:
    m, steel = c.main, PALETTE["steel" if c.key != "steel" else "charcoal"]
    outline = "M100 340H392L430 312H500V438H430L392 410H100Q84 410 84 394V356Q84 340 100 340z"
    ribs = "".join(f"M{x} 344V406" for x in range(204, 344, 11))
    parts = (
        cast(outline, 4, 22),
        rect((70, 352, 22, 46), down(c.dark), 6),
        path("M100 338H392V412H100Q84 412 84 396V354Q84 338 100 338z", down(m)),
        rect((198, 338, 152, 74), down(m.shaded), 2),
        stroke(ribs, m.deep, 5),
        faint(0.5, stroke("".join(f"M{x + 3} 350V366" for x in range(204, 344, 11)), m.pale, 2)),
        path("M392 338L436 308V442L392 412z", down(m.shaded)),
        path("M436 308H492Q504 308 504 320V430Q504 442 492 442H436z", down(m)),
        stroke("M452 310V440M468 310V440", m.deep, 4),
        rect((384, 336, 10, 78), down(steel), 2),
        ellipse(502, 375, 15, 65, down(steel)),
        ellipse(505, 375, 11, 56, "#fff3c4"),
        ellipse(506, 372, 6, 34, "#ffffff"),
        rect((146, 352, 38, 20), down(c.dark), 9),
        faint(0.5, rect((100, 348, 92, 8), m.pale, 4), rect((442, 322, 50, 9), m.pale, 4)),
        ring(60, 374, (16, 16), steel.dark, 4),
        stroke("M46 380C10 420 30 476 76 470S140 440 170 474", c.dark.base, 6),
    )
    drawn = group(glow(540, 375, 105), *parts, transform="translate(0 30) rotate(-38 300 375) translate(10 0)")
    return Drawing((drawn,), (90, 150, 400, 460), (400, 310, 250), 11, lying=True)


def _film_camera(c: Colours) -> Drawing:
    steel, m = PALETTE["steel"], c.main
    top = steel if c.key == "steel" else m.lit
    skin = PALETTE["black"] if c.key == "steel" else m
    knurl = "".join(f"M{x} 252V278" for x in range(118, 176, 7))
    parts = (
        contact(300, 540, 216),
        stroke(
            "M76 336C30 300 60 190 120 150S250 96 300 96S480 100 520 170S560 310 524 336", PALETTE["walnut"].dark, 9
        ),
        stroke("M76 336C30 298 60 188 120 148S250 93 300 93S478 98 516 168", PALETTE["oak"].base, 4),
        rect((112, 246, 70, 36), across(steel), 6),
        stroke(knurl, steel.dark, 2),
        rect((424, 250, 62, 32), across(steel), 6),
        rect((380, 262, 30, 20), across(PALETTE["brass"]), 5),
        path("M222 290L238 238Q242 230 252 230H348Q358 230 362 238L378 290z", across(top)),
        rect((76, 278, 448, 260), across(top), 30),
        rect((76, 336, 448, 162), slant(skin), 0),
        faint(0.18, dashed("".join(f"M80 {y}H520" for y in range(344, 496, 9)), "#ffffff", 3, "3 6")),
        stroke("M76 336H524M76 498H524", top.deep, 3),
        rect((250, 248, 100, 42), c.dark.deep, 8),
        rect((256, 254, 88, 30), slant(PALETTE["sky"]), 5),
        rect((116, 296, 40, 24), PALETTE["black"].dark, 5),
        circle(470, 308, 12, PALETTE["black"].dark),
        circle(470, 308, 8, globe(PALETTE["clear"])),
        circle(306, 424, 122, PALETTE["black"].dark),
        circle(300, 418, 120, sheen(steel)),
        circle(300, 418, 104, globe(PALETTE["black"])),
        stroke("".join(_spoke(300, 418, 90, 101, i * 12) for i in range(30)), PALETTE["charcoal"].light, 2),
        circle(300, 418, 80, sheen(PALETTE["charcoal"])),
        circle(300, 418, 66, PALETTE["black"].dark),
        circle(300, 418, 52, globe(PALETTE["navy"])),
        circle(300, 418, 28, PALETTE["ink"].dark),
        faint(0.7, ellipse(278, 392, 18, 12, "#ffffff")),
        faint(0.4, ellipse(322, 446, 10, 6, PALETTE["plum"].light)),
        glint("M92 306Q94 292 110 290H210", 6),
    )
    return Drawing(parts, (60, 90, 480, 450), (310, 390, 300), 13)


def _keys() -> list[tuple[float, float, float, int]]:
    """Return x, y, width and kind (0 letter, 1 control, 2 accent) of every key."""
    rows = (
        (1, *(1,) * 12, 2),
        (1.5, *(1,) * 12, 1.5),
        (1.75, *(1,) * 11, 2.25),
        (2.25, *(1,) * 10, 1, 1.75),
        (1.25, 1.25, 1.25, 6.25, 1, 1, 1, 1, 1),
    )
    keys: list[tuple[float, float, float, int]] = []
    for y, row in enumerate(rows):
        x = 0.0
        for i, width in enumerate(row):
            space = width > 6
            kind = 2 if (y, i) in {(0, 0), (2, 12)} else 1 if (width != 1 or y == 4) and not space else 0
            keys.append((x, y, width, kind))
            x += width
    return keys


def _compact_keyboard(c: Colours) -> Drawing:
    m, accent = c.main, PALETTE["terracotta" if c.key != "charcoal" else "mustard"]
    tones = (m.lit, m.shaded, accent) if c.key != "charcoal" else (PALETTE["slate"], m, accent)
    unit = 33.6
    caps = "".join(
        rect((50 + x * unit + 2, 284 + y * 40 + 3, w * unit - 4, 36), tones[kind].deep, 6)
        + rect((50 + x * unit + 2, 284 + y * 40, w * unit - 4, 34), flat(tones[kind]), 6)
        + rect((50 + x * unit + 6, 284 + y * 40 + 2, w * unit - 12, 25), tones[kind].light, 5)
        for x, y, w, kind in _keys()
    )
    case = "M44 262H556Q574 262 574 280V492Q574 510 556 510H44Q26 510 26 492V280Q26 262 44 262z"
    parts = (
        cast(case, 12, 24),
        path("M26 490V504Q26 522 44 522H556Q574 522 574 504V490z", m.deep),
        path(case, slant(m)),
        rect((42, 276, 516, 220), m.deep, 8),
        caps,
        circle(536, 269, 3, "#8fd18a"),
        stroke("M40 266H560", m.pale, 3),
    )
    drawn = group(*parts, transform="rotate(-28 300 385) translate(300 385) scale(.94) translate(-300 -390)")
    return Drawing((drawn,), (50, 180, 500, 420), (330, 400, 260), 28, lying=True)


def _desk_fan(c: Colours) -> Drawing:
    m, wire = c.main, c.metal
    leaf = "M300 300C250 270 240 180 290 146C350 132 396 176 388 220C376 256 330 262 300 300z"
    cage = "".join(_spoke(300, 300, 42, 190, i * 18) for i in range(20))
    parts = (
        contact(300, 642, 134),
        path("M276 470H324L334 612H266z", across(m)),
        path("M166 620C180 590 250 588 300 588S420 590 434 620Q440 644 414 644H186Q160 644 166 620z", down(m)),
        *(circle(x, 618, 8, m.deep) for x in (260, 287, 314)),
        circle(341, 618, 8, globe(PALETTE["brass"])),
        circle(300, 484, 28, globe(m.shaded)),
        faint(0.16, circle(308, 308, 196, "#2b2620")),
        faint(0.35, circle(300, 300, 190, m.deep)),
        *(
            group(path(leaf, slant(m.lit if i != 1 else m)), transform=f"rotate({i * 120 + 10} 300 300)")
            for i in range(3)
        ),
        *(
            faint(
                0.35,
                group(
                    stroke("M296 286C262 250 262 190 296 164", "#ffffff", 5),
                    transform=f"rotate({i * 120 + 10} 300 300)",
                ),
            )
            for i in range(3)
        ),
        stroke(cage, wire.dark, 2.5),
        faint(0.6, group(stroke(cage, wire.pale, 1.2), transform="translate(-1 -1)")),
        ring(300, 300, (100, 100), wire.dark, 3),
        ring(300, 300, (148, 148), wire.dark, 3),
        ring(302, 302, (192, 192), m.deep, 13),
        ring(300, 300, (192, 192), m.base, 11),
        stroke("M124 232A192 192 0 0 1 246 116", m.pale, 4),
        circle(300, 300, 44, globe(m)),
        ring(300, 300, (43, 43), m.dark, 2),
        circle(300, 300, 16, globe(PALETTE["brass"])),
    )
    return Drawing(parts, (102, 102, 396, 542), (300, 290, 280), 29)


DRAWINGS: dict[str, Draw] = {
    "over-ear-headphones": _over_ear_headphones,
    "bluetooth-speaker": _bluetooth_speaker,
    "desk-radio": _desk_radio,
    "record-player": _record_player,
    "power-bank": _power_bank,
    "alarm-clock": _alarm_clock,
    "pocket-torch": _pocket_torch,
    "film-camera": _film_camera,
    "compact-keyboard": _compact_keyboard,
    "desk-fan": _desk_fan,
}
