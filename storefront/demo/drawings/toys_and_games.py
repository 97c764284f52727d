"""Pictures of toys and games."""

from storefront.demo.drawings.kit import (
    PALETTE,
    Colours,
    Draw,
    Drawing,
    Material,
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
    group,
    path,
    rect,
    ring,
    slant,
    stroke,
)


def _wheel(x: int, y: int, r: int, m: Material, hub: Material) -> str:
    return "".join(
        (
            circle(x + 3, y + 2, r, m.deep),
            circle(x, y, r, globe(m)),
            ring(x, y, (r * 0.66, r * 0.66), m.dark, 3),
            circle(x, y, r * 0.24, globe(hub)),
        )
    )


def _wooden_train(c: Colours) -> Drawing:
    m, wood, roof = c.main, PALETTE["beech"], PALETTE["ink" if c.key != "navy" else "rust"]
    parts = (
        contact(190, 512, 134),
        contact(430, 512, 100),
        stroke("M300 452H360", PALETTE["steel"].dark, 9),
        rect((66, 432, 242, 40), down(wood), 8),
        path("M128 268L120 226H176L168 268V320H128z", across(wood.shaded)),
        rect((112, 214, 72, 22), across(roof), 8),
        rect((78, 300, 160, 134), down(m), 52),
        ellipse(94, 367, 24, 62, slant(m.shaded)),
        circle(90, 356, 13, globe(PALETTE["mustard"])),
        stroke("M150 302V432M186 302V432", m.dark, 5),
        path("M196 320Q196 282 212 282T228 320z", across(PALETTE["brass"])),
        rect((214, 236, 86, 200), slant(m), 8),
        rect((232, 264, 50, 66), m.deep, 25),
        path("M238 330V290A20 20 0 0 1 272 276z", m.dark),
        rect((198, 206, 118, 34), down(roof), 15),
        glint("M118 328H194", 11),
        rect((352, 432, 170, 40), down(wood), 8),
        rect((364, 372, 146, 62), slant(wood.lit), 6),
        *(
            group(circle(x, y, 26, globe(k)), ring(x, y, (15, 15), k.dark, 2), circle(x, y, 4, k.dark))
            for x, y, k in (
                (396, 352, PALETTE["oak"]),
                (450, 350, PALETTE["beech"]),
                (424, 318, PALETTE["oak"]),
                (484, 358, PALETTE["oak"]),
            )
        ),
        rect((364, 376, 146, 60), slant(m), 6),
        stroke("M372 406H502", m.dark, 3),
        *(_wheel(x, 476, 36, roof, wood) for x in (110, 190, 268)),
        *(_wheel(x, 480, 32, roof, wood) for x in (398, 478)),
    )
    return Drawing(parts, (64, 206, 460, 308), (190, 340, 290), 8)


def _building_blocks(c: Colours) -> Drawing:
    m, wood, red = c.main, PALETTE["beech" if c.key != "beech" else "oak"], PALETTE["terracotta"]
    sea, sun = PALETTE["slate"], PALETTE["mustard"]
    parts = (
        contact(300, 600, 214),
        rect((100, 478, 122, 122), slant(m), 8),
        rect((378, 478, 122, 122), slant(sea), 8),
        path("M222 600V524Q222 516 230 516H370Q378 516 378 524V600H350A50 50 0 0 0 250 600z", slant(wood)),
        path("M250 600A50 50 0 0 1 350 600H342A42 46 0 0 0 258 600z", wood.deep),
        rect((124, 434, 352, 44), down(wood.lit), 7),
        rect((222, 478, 156, 38), down(red), 7),
        rect((140, 326, 78, 108), across(sun), 6),
        ellipse(179, 328, 39, 9, sun.light),
        rect((382, 326, 78, 108), across(m.shaded), 6),
        ellipse(421, 328, 39, 9, m.light),
        rect((246, 338, 108, 96), slant(m.lit), 8),
        circle(300, 386, 27, m.base),
        path("M274 380A27 27 0 0 1 326 380A30 30 0 0 0 274 380z", m.deep),
        path("M126 318L179 238L232 318Q232 324 226 324H132Q126 324 126 318z", slant(red)),
        path("M368 318L421 238L474 318Q474 324 468 324H374Q368 324 368 318z", slant(red.shaded)),
        rect((232, 300, 136, 38), down(sea.lit), 7),
        path("M236 300A64 84 0 0 1 364 300z", slant(wood)),
        circle(300, 194, 24, globe(sun)),
        faint(
            0.35, stroke("M116 500q30 8 90 0M116 548q50-10 90 4M140 450q120 10 300-2M258 284q30-50 70-36", wood.dark, 3)
        ),
        *(
            faint(0.3, stroke(d, "#ffffff", 5))
            for d in ("M110 490V588", "M388 490V588", "M256 350V422", "M150 336V424")
        ),
    )
    return Drawing(parts, (100, 170, 400, 430), (300, 370, 300), 20)


def _teddy_bear(c: Colours) -> Drawing:
    m, pad, bow = c.main, PALETTE["cream" if c.key != "slate" else "white"], PALETTE["rust"]
    arm = "M196 364C150 360 96 420 96 476C96 516 146 522 166 488C180 462 206 430 222 408z"
    parts = (
        contact(300, 618, 180),
        circle(192, 158, 56, globe(m)),
        circle(194, 160, 34, globe(pad.shaded)),
        circle(408, 158, 56, globe(m.shaded)),
        circle(406, 160, 34, globe(pad.shaded)),
        path(
            "M300 340C396 336 432 430 426 510C420 590 366 610 300 610S180 590 174 510C168 430 204 336 300 340z",
            globe(m),
        ),
        ellipse(300, 490, 84, 92, globe(pad)),
        path(arm, slant(m)),
        group(path(arm, slant(m.shaded)), transform="translate(600 0) scale(-1 1)"),
        ellipse(182, 562, 66, 62, globe(m)),
        ellipse(418, 562, 66, 62, globe(m.shaded)),
        ellipse(176, 566, 38, 38, globe(pad)),
        ellipse(424, 566, 38, 38, globe(pad.shaded)),
        ellipse(300, 236, 142, 124, globe(m)),
        ellipse(300, 284, 68, 54, globe(pad)),
        path("M272 258Q300 244 328 258Q326 282 300 288Q274 282 272 258z", PALETTE["walnut"].deep),
        stroke("M300 288V308Q282 326 264 312M300 308Q318 326 336 312", PALETTE["walnut"].deep, 5),
        circle(244, 220, 13, "#1d1a18"),
        circle(356, 220, 13, "#1d1a18"),
        circle(240, 216, 4, "#ffffff"),
        circle(352, 216, 4, "#ffffff"),
        dashed("M300 118V180M300 412V400", m.dark, 3),
        path(
            "M300 376C252 336 226 346 232 382C234 416 262 410 300 386C338 410 366 416 368 382C374 346 348 336 300 376z",
            slant(bow),
        ),
        rect((284, 364, 32, 34), globe(bow), 10),
        glint("M190 200C204 164 232 144 258 136", 9),
    )
    return Drawing(parts, (94, 102, 412, 522), (300, 240, 290), 32)


def _spinning_top(c: Colours) -> Drawing:
    m, wood = c.main, PALETTE["beech"]
    contrast = PALETTE["cream"]
    top = (
        path("M286 150Q300 134 314 150L318 300H282z", across(wood)),
        circle(300, 142, 25, globe(wood)),
        path("M110 372C120 300 240 290 300 286C360 290 480 300 490 372A192 34 0 0 1 110 372z", across(m)),
        path("M152 330C190 300 260 292 300 288C340 292 410 300 448 330Q300 352 152 330z", across(contrast)),
        path("M196 310C230 296 270 291 300 288C330 291 370 296 404 310Q300 326 196 310z", across(m)),
        path("M108 372A192 34 0 0 0 492 372V398A192 40 0 0 1 108 398z", across(wood)),
        path(
            "M108 398A192 40 0 0 0 492 398C470 470 360 520 318 590Q300 620 282 590C240 520 130 470 108 398z", across(m)
        ),
        path("M144 450A160 38 0 0 0 456 450Q446 462 432 474A136 36 0 0 1 168 474Q154 462 144 450z", across(contrast)),
        path("M206 506A96 26 0 0 0 394 506L380 518A82 22 0 0 1 220 518z", across(contrast.shaded)),
        path("M276 580A24 8 0 0 0 324 580L304 622Q300 628 296 622z", across(PALETTE["steel"])),
        faint(0.45, path("M150 356C170 322 230 308 270 304Q200 324 180 362z", "#ffffff")),
        faint(0.35, path("M136 420Q170 470 220 496Q180 490 150 462z", "#ffffff")),
    )
    drawn = group(*top, transform="rotate(12 300 624)")
    moved = group(contact(300, 624, 60, 12), drawn, transform="translate(-46 -8)")
    return Drawing((moved,), (92, 118, 424, 502), (330, 400, 300), 7)


def _diamond_kite(c: Colours) -> Drawing:
    m, pale = c.main, PALETTE["cream"]
    sail = "M300 70L486 250L300 500L114 250z"
    tail = "M300 500C250 540 250 570 300 590S370 640 320 690"
    bow = "M0 0C-26-26-40-16-40 0S-26 26 0 0C26 26 40 16 40 0S26-26 0 0z"
    knots = ((262, 546, -30, m), (318, 598, 24, pale), (342, 652, -40, m))
    parts = (
        cast(sail, 16, 26),
        stroke(tail, PALETTE["walnut"].base, 4),
        path("M300 70L300 250L114 250z", slant(m)),
        path("M300 70L486 250L300 250z", slant(pale)),
        path("M114 250H300V500z", slant(pale.shaded)),
        path("M300 250H486L300 500z", slant(m.shaded)),
        faint(0.25, path("M300 70L114 250L300 190z", "#ffffff")),
        stroke("M300 74V496", PALETTE["oak"].dark, 8),
        stroke("M298 74V494", PALETTE["oak"].light, 3),
        stroke("M120 250Q300 236 480 250", PALETTE["oak"].dark, 8),
        stroke("M120 248Q300 234 480 248", PALETTE["oak"].light, 3),
        stroke("M300 70L486 250L300 500L114 250z", m.dark, 3),
        dashed("M300 86L474 250L300 484L126 250z", m.pale, 2),
        circle(300, 244, 12, globe(PALETTE["brass"])),
        *(
            group(path(bow, slant(k)), circle(0, 0, 8, k.dark), transform=f"translate({x} {y}) rotate({a})")
            for x, y, a, k in knots
        ),
    )
    return Drawing(
        (group(*parts, transform="rotate(12 300 375) translate(0 -6)"),),
        (104, 70, 392, 610),
        (300, 270, 300),
        95,
        lying=True,
    )


def _square(x: float, y: float) -> tuple[float, float]:
    """Return where the corner x, y of the chess board (0 to 8) is seen."""
    half = 150 + 8.5 * y
    return 300 + (x - 4) / 4 * half, 370 + y * 14 + y * y * 1.1


def _tile(x: int, y: int) -> str:
    (a, b), (e, f), (g, h), (i, j) = _square(x, y), _square(x + 1, y), _square(x + 1, y + 1), _square(x, y + 1)
    return f"M{a:.0f} {b:.0f}L{e:.0f} {f:.0f}L{g:.0f} {h:.0f}L{i:.0f} {j:.0f}z"


_BASE = "M-34 0Q-36-16-26-20Q-14-40-13-72H13Q14-40 26-20Q36-16 34 0A34 9 0 0 1-34 0z"
_KING = "M-16-72H16Q16-120 28-148Q0-164-28-148Q-16-120-16-72zM-6-156H6V-168H18V-178H6V-192H-6V-178H-18V-168H-6z"
_KNIGHT = "M-22-70C-26-104-10-112-8-128L-34-116Q-48-120-44-134C-34-154-22-172-4-176L2-190L14-174C40-160 40-110 24-70z"
_ROOK = "M-18-70L-20-108H-28V-136H-14V-126H-7V-136H7V-126H14V-136H28V-108H20L18-70z"
_PAWN = "M-13-66H13Q20-72 13-76H-13Q-20-72-13-66z"


def _chessman(x: int, y: int, size: float, head: str, m: Material) -> str:
    ball = circle(0, -94, 22, globe(m)) if head == _PAWN else ""
    collar = rect((-20, -80, 40, 10), across(m), 5)
    parts = (contact(0, 2, 32, 9), path(_BASE, across(m)), path(head, across(m)), ball, collar)
    return group(*parts, transform=f"translate({x} {y}) scale({size})")


def _chess_set(c: Colours) -> Drawing:
    pale = PALETTE["beech"] if c.key != "oak" else PALETTE["cream"]
    black = c.main if c.key != "oak" else PALETTE["walnut"]
    corners = [_square(x, y) for x, y in ((0, 0), (8, 0), (8, 8), (0, 8))]
    (a, b), (e, _), (g, h), (i, j) = corners
    frame = f"M{a - 12:.0f} {b - 8:.0f}H{e + 12:.0f}L{g + 18:.0f} {h + 12:.0f}H{i - 18:.0f}z"
    dark = "".join(_tile(x, y) for x in range(8) for y in range(8) if (x + y) % 2)
    parts = (
        contact(300, 580, 224, 24),
        path(f"M{i - 18:.0f} {j + 12:.0f}H{g + 18:.0f}V{h + 44:.0f}H{i - 18:.0f}z", down(c.main.shaded)),
        path(frame, slant(c.main)),
        path(f"M{a:.0f} {b:.0f}H{e:.0f}L{g:.0f} {h:.0f}H{i:.0f}z", slant(pale)),
        path(dark, black.base),
        stroke(f"M300 {j + 14:.0f}V{j + 42:.0f}", c.main.deep, 3),
        rect((284, j + 20, 32, 14), slant(PALETTE["brass"]), 3),
        _chessman(232, 400, 0.95, _ROOK, black),
        _chessman(376, 408, 1.0, _PAWN, black),
        _chessman(304, 446, 1.34, _KING, black),
        _chessman(432, 484, 1.14, _PAWN, pale),
        _chessman(180, 520, 1.5, _KNIGHT, pale),
        _chessman(336, 536, 1.26, _PAWN, pale),
    )
    return Drawing((group(*parts, transform="translate(0 -20)"),), (64, 166, 472, 412), (250, 400, 280), 22)


def _seam(x: int, y: int, across_: bool, out: int) -> str:
    """Return one cut of a puzzle, 96 long, with a knob to one side."""
    run = (
        (32, 0),
        (38, 0, 42, 6 * out, 36, 12 * out),
        (22, 30 * out, 74, 30 * out, 60, 12 * out),
        (54, 6 * out, 58, 0, 64, 0),
        (96, 0),
    )
    spots = [
        " ".join(
            f"{x + step[i]} {y + step[i + 1]}" if across_ else f"{x + step[i + 1]} {y + step[i]}"
            for i in range(0, len(step), 2)
        )
        for step in run
    ]
    return f"{spots[0]}C{spots[1]} {spots[2]} {spots[3]}L{spots[4]}"


def _cuts() -> str:
    """Return the cuts of a puzzle of four by three pieces."""
    return "".join(
        f"M{108 + i * 96} {200 + j * 96}L" + _seam(108 + i * 96, 200 + j * 96, True, 1 if (i + j) % 2 else -1)
        for i in range(4)
        for j in (1, 2)
    ) + "".join(
        f"M{108 + i * 96} {200 + j * 96}L" + _seam(108 + i * 96, 200 + j * 96, False, 1 if (i + j) % 2 else -1)
        for i in (1, 2, 3)
        for j in range(3)
    )


def _harbour() -> tuple[str, ...]:
    """Return the picture on the puzzle."""
    sea, hill = PALETTE["slate"], PALETTE["sage"]
    return (
        circle(402, 252, 30, PALETTE["mustard"].light),
        path("M108 352Q170 280 236 330T360 310T492 340V400H108z", flat(hill)),
        *(
            rect((x, y, 34, 380 - y), slant(PALETTE[k]))
            for x, y, k in ((124, 330, "cream"), (162, 318, "rose"), (200, 336, "white"), (238, 322, "mustard"))
        ),
        *(
            path(f"M{x - 4} {y}L{x + 17} {y - 22}L{x + 38} {y}z", PALETTE["rust"].base)
            for x, y in ((124, 330), (162, 318), (200, 336), (238, 322))
        ),
        path("M108 376H492V488H108z", slant(sea)),
        stroke("M130 410h40M200 430h60M140 460h70M280 470h50", sea.light, 4),
        path("M298 300V404L356 404z", slant(PALETTE["white"])),
        path("M290 316V404H250z", slant(PALETTE["cream"])),
        path("M246 410H366Q356 438 336 440H278Q256 438 246 410z", slant(PALETTE["rust"])),
    )


def _jigsaw_puzzle(c: Colours) -> Drawing:
    sky, sea, cuts = PALETTE["sky"], PALETTE["slate"], _cuts()
    notch = (
        "M396 392L"
        "428 392C434 392 438 398 432 404C418 422 470 422 456 404C450 398 454 392 460 392L492 392V488H396V456C396 450 402 446 408 452C426 466 426 414 408 428C402 434 396 430 396 424z"
    )
    sheet = rect((108, 200, 384, 288), slant(sky))
    parts = (
        cast("M108 200H492V488H108z", 12, 18),
        rect((108, 204, 384, 288), PALETTE["sand"].dark, 3),
        sheet,
        *_harbour(),
        path(notch, PALETTE["sand"].light),
        faint(0.4, stroke(cuts, "#ffffff", 4)),
        faint(0.75, stroke(cuts, sea.deep, 2)),
        group(
            cast(notch, 8, 12),
            path(notch, slant(sea)),
            stroke("M420 440h34M440 462h30", sea.light, 4),
            transform="translate(14 98) rotate(14 444 440)",
        ),
    )
    return Drawing(
        (group(*parts, transform="rotate(-5 300 375) translate(0 -20)"),),
        (92, 160, 430, 440),
        (400, 420, 280),
        24,
        lying=True,
    )


def _rocking_horse(c: Colours) -> Drawing:
    m, wood, mane = c.main, PALETTE["beech" if c.key != "cream" else "oak"], PALETTE["walnut"]
    body = (
        "M150 330C126 322 104 312 98 292C94 276 108 270 118 258C130 238 150 206 182 196L190 170L208 196"
        "C236 214 246 262 270 290C330 318 390 300 436 308C470 316 478 360 470 396L492 566H444L420 448C380 462 300 460 262 446"
        "L220 566H172L200 430C186 392 196 352 186 318Q172 332 150 330z"
    )
    parts = (
        contact(310, 622, 140, 14),
        stroke("M458 330C506 320 520 380 500 438", mane.dark, 22),
        stroke("M456 328C500 320 514 376 496 432", mane.base, 14),
        path("M252 446L250 566H208L232 430zM410 440L416 566H460L440 420z", m.deep),
        stroke("M70 530C170 640 450 640 550 530", wood.deep, 30),
        stroke("M70 526C170 636 450 636 550 526", wood.base, 21),
        stroke("M74 524C172 630 448 630 546 524", wood.light, 6),
        path(body, slant(m)),
        path("M208 196C252 186 300 240 292 296L268 304C248 270 240 220 200 200z", slant(mane)),
        path("M190 190Q168 196 160 224Q184 218 202 204z", mane.base),
        circle(158, 246, 7, "#1d1a18"),
        circle(156, 244, 2.5, "#ffffff"),
        stroke("M104 300Q116 306 126 302M112 280v4", m.deep, 4),
        stroke("M138 322Q156 290 134 262M146 290L232 300", PALETTE["rust"].dark, 6),
        path(
            "M292 292Q346 312 404 292Q414 340 400 366Q346 380 300 366Q288 330 292 292z",
            slant(PALETTE["rust" if c.key != "rust" else "navy"]),
        ),
        path("M388 306C392 260 404 236 424 230Q440 232 436 252C424 276 424 296 424 312z", slant(wood.shaded)),
        stroke("M224 244V292", wood.deep, 1),
        stroke("M206 268H262", wood.dark, 17),
        stroke("M206 265H260", wood.light, 9),
        glint("M284 320M220 340Q216 380 226 410", 8),
        rect((164, 556, 66, 20), down(wood.shaded), 6),
        rect((436, 556, 66, 20), down(wood.shaded), 6),
    )
    return Drawing(parts, (56, 170, 508, 454), (190, 280, 280), 64)


def _wooden_yo_yo(c: Colours) -> Drawing:
    m, wood = c.main, PALETTE["beech"]
    cord = "M330 452C470 430 500 300 420 230C360 180 330 160 334 112"
    parts = (
        faint(0.14, circle(318, 474, 162, "#2b2620")),
        faint(0.14, group(stroke(cord, "#2b2620", 7), transform="translate(8 14)")),
        ring(334, 92, (24, 26), PALETTE["sand"].dark, 7),
        ring(333, 91, (24, 26), PALETTE["cream"].light, 4),
        circle(334, 446, 152, globe(m.shaded)),
        circle(322, 448, 140, wood.deep),
        stroke(cord, PALETTE["sand"].dark, 8),
        stroke(cord, PALETTE["cream"].light, 5),
        dashed(cord, PALETTE["sand"].dark, 5, "2 8"),
        circle(284, 458, 160, m.deep),
        circle(280, 456, 158, globe(m)),
        ring(280, 456, (128, 128), m.light, 4),
        circle(280, 456, 104, globe(wood)),
        ring(280, 456, (103, 103), wood.dark, 3),
        faint(0.5, ring(280, 456, (80, 76), wood.dark, 2), ring(282, 458, (56, 50), wood.dark, 2)),
        circle(280, 456, 32, globe(m)),
        ring(280, 456, (31, 31), m.deep, 2),
        glint("M146 420C160 366 200 330 248 322", 12),
    )
    return Drawing(parts, (122, 64, 366, 552), (270, 430, 300), 11, lying=True)


def _stacking_rings(c: Colours) -> Drawing:
    tones = (
        ("slate", "sage", "mustard", "cream", "terracotta", "rose", "sky")
        if c.key == "sage"
        else ("rust", "terracotta", "mustard", "cream", "sage", "slate", "rose")
    )
    rings = [(PALETTE[key], 574 - i * 58, 188 - i * 19) for i, key in enumerate(tones)]
    parts = (
        contact(300, 630, 200),
        path("M96 594H504V612Q504 632 480 632H120Q96 632 96 612z", across(PALETTE["beech"])),
        ellipse(300, 594, 204, 20, PALETTE["beech"].light),
        *(
            group(
                rect((300 - w, y - 40, 2 * w, 60), across(m), 29),
                faint(
                    0.35,
                    path(
                        f"M{300 - w} {y - 8}A{w} 16 0 0 0 {300 + w} {y - 8}Q{300 + w} {y + 20} {272 + w} {y + 20}H{328 - w}Q{300 - w} {y + 20} {300 - w} {y - 8}z",
                        m.deep,
                    ),
                ),
                faint(0.5, stroke(f"M{322 - w} {y - 26}Q{340 - w} {y - 33} {360 - w} {y - 32}", "#ffffff", 6)),
            )
            for m, y, w in rings
        ),
        path("M262 190C262 120 338 120 338 190z", across(PALETTE["beech"])),
        circle(300, 150, 46, globe(c.main if c.key != "sage" else PALETTE["terracotta"])),
        glint("M276 146Q280 128 294 122", 6),
    )
    return Drawing(parts, (96, 104, 408, 528), (270, 300, 290), 19)


DRAWINGS: dict[str, Draw] = {
    "wooden-train": _wooden_train,
    "building-blocks": _building_blocks,
    "teddy-bear": _teddy_bear,
    "spinning-top": _spinning_top,
    "diamond-kite": _diamond_kite,
    "chess-set": _chess_set,
    "jigsaw-puzzle": _jigsaw_puzzle,
    "rocking-horse": _rocking_horse,
    "wooden-yo-yo": _wooden_yo_yo,
    "stacking-rings": _stacking_rings,
}
