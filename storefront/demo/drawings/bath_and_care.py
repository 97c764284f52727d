"""Pictures of what stands in a bathroom."""

from math import cos, pi, sin

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
    sheen,
    slant,
    stroke,
)

_SOAP = Material("#e3e0b8", "#c9c692", "#979460")
_SEA_SPONGE = Material("#f2d79a", "#ddb566", "#a87f38")


def _olive_soap(c: Colours) -> Drawing:
    wood, leaf = PALETTE["walnut"], PALETTE["olive"]
    sprig = "M226 470C280 440 330 430 384 424"
    leaves = ((262, 452, -70), (262, 452, 40), (308, 437, -62), (308, 437, 50), (352, 428, -54), (352, 428, 60))
    blade = "M0 0C14-16 40-18 58 0C40 12 14 12 0 0z"
    parts = (
        contact(300, 594, 216),
        path("M88 536H512Q520 536 518 546L506 582Q504 590 494 590H106Q96 590 94 582L82 546Q80 536 88 536z", down(wood)),
        stroke("M140 538V586M220 538V588M300 538V588M380 538V588M460 538V586", wood.deep, 5),
        path("M112 368H452L500 340L490 336H180Q168 340 160 346z", _SOAP.pale),
        path("M448 372L494 338Q504 340 504 354V504Q504 512 496 516L452 538z", slant(_SOAP.shaded)),
        rect((98, 362, 362, 178), slant(_SOAP), 22),
        stroke("M118 376H442", _SOAP.pale, 5),
        stroke("M120 384Q110 386 110 400V506", _SOAP.pale, 4),
        rect((130, 392, 298, 118), flat(_SOAP), 14),
        stroke("M144 392H414Q428 392 428 406", _SOAP.dark, 3),
        stroke(sprig, leaf.dark, 5),
        *(
            group(
                path(blade, slant(leaf)), stroke("M4 0H46", leaf.dark, 2), transform=f"translate({x} {y}) rotate({a})"
            )
            for x, y, a in leaves
        ),
        group(path(blade, slant(leaf)), transform="translate(380 425) rotate(-8) scale(.7)"),
        ellipse(204, 476, 22, 15, globe(leaf)),
        glint("M196 470q5-5 12-4", 4),
    )
    return Drawing((group(*parts, transform="translate(0 -90)"),), (80, 248, 440, 252), (280, 350, 230), 4.5)


def _hair_brush(c: Colours) -> Drawing:
    m, rubber = c.main, PALETTE["terracotta"]
    body = (
        "M300 76C380 76 412 150 410 236C408 320 366 362 332 390C322 410 322 440 328 480C334 540 340 600 330 640"
        "Q322 668 300 668Q278 668 270 640C260 600 266 540 272 480C278 440 278 410 268 390C234 362 192 320 190 236C188 150 220 76 300 76z"
    )
    tufts = [
        (300 + x * 24 + (row % 2) * 12 - 6, 132 + row * 23)
        for row in range(9)
        for x in range(-3, 4)
        if ((300 + x * 24 + (row % 2) * 12 - 6 - 300) / 78) ** 2 + ((132 + row * 23 - 226) / 112) ** 2 < 0.86
    ]
    parts = (
        cast(body, 14, 18),
        path(body, slant(m)),
        faint(
            0.35,
            stroke(
                "M222 150C206 220 220 320 262 372M286 420C280 500 278 580 288 640M312 430C308 500 318 560 312 640",
                m.dark,
                3,
            ),
        ),
        ellipse(302, 230, 86, 122, m.deep),
        ellipse(300, 226, 84, 120, globe(rubber)),
        *(circle(x + 3, y + 5, 7, rubber.dark) for x, y in tufts),
        *(circle(x, y, 6.5, globe(PALETTE["black"])) for x, y in tufts),
        *(circle(x - 2, y - 2, 1.8, "#d9d4c8") for x, y in tufts),
        faint(0.3, path("M228 200C232 150 262 118 296 112Q250 150 240 250Q226 236 228 200z", "#ffffff")),
        circle(300, 636, 11, m.deep),
        circle(301, 638, 8, m.dark),
        glint("M206 190C210 146 232 112 262 98M280 440C276 490 274 540 278 590", 6),
    )
    return Drawing(
        (group(*parts, transform="rotate(26 300 375)"),), (120, 96, 360, 566), (370, 240, 270), 22, lying=True
    )


def _shaving_brush(c: Colours) -> Drawing:
    m, hair = c.main, PALETTE["cream"]
    grip = "M226 388H374C390 388 392 408 384 424C370 450 366 470 380 500C396 530 420 560 416 606Q414 628 390 628H210Q186 628 184 606C180 560 204 530 220 500C234 470 230 450 216 424C208 408 210 388 226 388z"
    bristles = "".join(
        f"M{252 + i * 8} 350C{244 + i * 9.4:.0f} 280 {206 + i * 16:.0f} 220 {176 + i * 20.6:.0f} {190 - 66 * sin(i * pi / 12):.0f}"
        for i in range(13)
    )
    parts = (
        contact(300, 626, 122),
        path(
            "M240 352C236 280 186 230 166 190C178 140 240 112 300 112S422 140 434 190C414 230 364 280 360 352z",
            across(hair),
        ),
        path(
            "M240 352C238 326 232 306 222 286Q300 316 378 286C368 306 362 326 360 352z", across(PALETTE["walnut"].lit)
        ),
        faint(
            0.5, path("M222 288Q210 262 196 240Q300 282 404 240Q390 262 378 288Q300 318 222 288z", PALETTE["oak"].base)
        ),
        faint(0.35, stroke(bristles, hair.dark, 2.5)),
        faint(0.6, path("M176 196C190 160 236 136 284 130Q216 164 208 240Q188 214 176 196z", "#ffffff")),
        rect((228, 344, 144, 50), sheen(PALETTE["brass" if c.key != "steel" else "steel"]), 8),
        stroke("M230 358H370M230 380H370", PALETTE["brass" if c.key != "steel" else "steel"].dark, 2),
        path(grip, sheen(m) if c.key in {"steel", "black"} else across(m)),
        faint(0.35, stroke("M186 590A120 20 0 0 0 414 590M226 486Q300 500 374 486", m.deep, 4)),
        glint("M240 404Q238 420 246 440M244 500C226 530 212 560 210 596", 9),
    )
    return Drawing(parts, (164, 112, 272, 518), (300, 340, 280), 10.5)


def _toothbrush(m: Material, degrees: int, x: int) -> str:
    head = "".join(f"M280 {y}h-24" for y in range(112, 172, 9))
    return group(
        stroke(head, PALETTE["cream"].dark, 8),
        stroke(head, PALETTE["white"].light, 5),
        path(
            "M280 108Q280 96 292 96T304 108V180C304 210 298 220 298 250V560H278V250C278 220 280 210 280 180z", across(m)
        ),
        faint(0.6, stroke("M286 108V176M284 260V380", m.pale, 3)),
        transform=f"translate({x} 0) rotate({degrees} 290 540)",
    )


def _toothbrush_cup(c: Colours) -> Drawing:
    m = c.main
    parts = (
        contact(300, 612, 134),
        ellipse(300, 330, 136, 30, m.light),
        ellipse(300, 333, 120, 22, m.deep),
        _toothbrush(PALETTE["beech"], -15, -26),
        _toothbrush(PALETTE["slate" if c.key != "slate" else "terracotta"], 14, 44),
        path("M164 330A136 30 0 0 0 436 330L420 586Q416 614 388 614H212Q184 614 180 586z", across(m)),
        path("M164 330A136 30 0 0 0 436 330L435 344A135 34 0 0 1 165 344z", m.pale),
        path(
            "M170 440A132 26 0 0 0 430 440L420 586Q416 614 388 614H212Q184 614 180 586z",
            across(PALETTE["sand"] if c.key != "terracotta" else PALETTE["cream"]),
        ),
        stroke("M170 440A132 26 0 0 0 430 440", m.dark, 3),
        faint(
            0.3,
            *(
                circle(x, y, r, PALETTE["walnut"].base)
                for x, y, r in (
                    (220, 520, 3),
                    (262, 556, 2),
                    (310, 500, 2.5),
                    (352, 560, 3),
                    (386, 510, 2),
                    (240, 580, 2.5),
                    (330, 592, 2),
                    (284, 484, 2),
                    (400, 556, 2.5),
                    (206, 480, 2),
                )
            ),
        ),
        glint("M192 372L196 424", 12),
    )
    return Drawing(parts, (142, 96, 316, 520), (300, 380, 280), 18)


def _bath_salts(c: Colours) -> Drawing:
    glass, cork, salt = PALETTE["clear"], PALETTE["oak"], PALETTE["white"]
    herb = PALETTE["plum"]
    flecks = [(176 + (i * 61) % 250, 352 + (i * 97) % 220) for i in range(46)]
    parts = (
        contact(300, 610, 168),
        path("M146 296Q146 262 176 252H424Q454 262 454 296V576Q454 610 420 610H180Q146 610 146 576z", across(glass)),
        path(
            "M160 342Q230 318 300 338T440 336V572Q440 598 414 598H186Q160 598 160 572z",
            across(Material("#ffffff", "#f4ecee", "#c9bcc4")),
        ),
        *(rect((x, y, 9, 9), salt.dark if i % 3 else "#ffffff", 2) for i, (x, y) in enumerate(flecks)),
        *(
            faint(0.75, ellipse(x + 7, y + 14, 6, 3, herb.base if i % 2 else PALETTE["sage"].dark))
            for i, (x, y) in enumerate(flecks[::3])
        ),
        rect((176, 224, 248, 34), across(glass.shaded), 12),
        path("M190 130H410L402 232H198z", across(cork)),
        ellipse(300, 132, 110, 18, cork.light),
        *(circle(206 + (i * 53) % 190, 156 + (i * 29) % 62, 3, cork.dark) for i in range(16)),
        rect((214, 420, 172, 116), slant(PALETTE["cream"]), 4),
        stroke("M300 516C298 486 300 462 306 438", PALETTE["sage"].dark, 4),
        *(ellipse(304 + (6 if i % 2 else -6) - i, 440 + i * 9, 7, 6, globe(herb)) for i in range(6)),
        stroke("M300 508Q276 496 268 474M300 508Q326 496 332 474", PALETTE["sage"].base, 5),
        stroke("M178 244Q300 256 422 244", PALETTE["sand"].dark, 7),
        stroke("M178 242Q300 254 422 242", PALETTE["sand"].light, 4),
        stroke("M392 250C420 270 420 300 408 318M392 250C404 276 396 296 386 306", PALETTE["sand"].dark, 4),
        faint(0.55, path("M164 300Q166 276 186 270L200 274Q188 300 188 400V580Q164 580 164 560z", "#ffffff")),
        faint(0.3, rect((424, 300, 14, 270), "#ffffff", 7)),
    )
    return Drawing(parts, (146, 114, 308, 498), (300, 330, 280), 13)


def _hand_cream(c: Colours) -> Drawing:
    tube, ink = PALETTE["steel"], PALETTE["sage"]
    body = "M176 122H424L396 520Q392 540 366 546H234Q208 540 204 520z"
    folds = "M176 122H424L422 152H178z"
    parts = (
        contact(300, 636, 84),
        path(body, across(tube)),
        path("M182 206H418L401 450H199z", across(ink)),
        path("M182 206H418L417 222H183z", ink.pale),
        path("M198 436H402L401 450H199z", ink.pale),
        faint(
            0.3, path("M236 152Q250 330 238 520Q214 340 204 160zM360 160Q344 300 356 500Q376 330 384 160z", "#ffffff")
        ),
        faint(0.22, path("M392 152H420L396 520Q392 540 370 546Q394 340 392 152z", tube.deep)),
        path(folds, sheen(tube)),
        stroke("M178 138H423M178 152H422", tube.dark, 3),
        stroke("M206 124V150M236 124V150M266 124V150M296 124V150M326 124V150M356 124V150M386 124V150", tube.dark, 2),
        rect((222, 250, 156, 150), slant(PALETTE["cream"]), 76),
        stroke(
            "M300 376C296 340 304 312 316 282M300 352Q268 346 258 318Q292 322 300 352M304 330Q340 326 352 296Q314 298 304 330",
            ink.dark,
            4,
        ),
        faint(
            0.6, path("M300 352Q268 346 258 318Q292 322 300 352zM304 330Q340 326 352 296Q314 298 304 330z", ink.base)
        ),
        path("M234 544H366L352 566H248z", across(tube.shaded)),
        path("M236 562H364L356 628Q354 638 344 638H256Q246 638 244 628z", across(PALETTE["charcoal"])),
        stroke("".join(f"M{x} 570V630" for x in range(254, 350, 12)), PALETTE["charcoal"].deep, 3),
        glint("M204 172L216 480", 7),
    )
    return Drawing(parts, (174, 120, 252, 520), (300, 330, 280), 15)


def _round_mirror(c: Colours) -> Drawing:
    m, strap = c.main, PALETTE["walnut" if c.key != "black" else "oak"]
    glass = Material("#fbfdfd", "#d5e2e4", "#a9bcc2")
    disc = "M300 210A198 198 0 1 0 300 606A198 198 0 1 0 300 210z"
    parts = (
        cast(disc, 18, 26),
        stroke("M300 110L168 268M300 110L432 268", strap.deep, 15),
        stroke("M300 108L168 266M300 108L432 266", strap.base, 10),
        circle(302, 112, 17, PALETTE["brass"].deep),
        circle(300, 108, 16, globe(PALETTE["brass"])),
        circle(302, 411, 200, m.deep),
        circle(300, 408, 198, slant(m)),
        ring(300, 408, (194, 194), m.pale, 3),
        circle(300, 408, 178, m.deep),
        circle(301, 410, 174, slant(glass)),
        faint(0.6, path("M176 300L344 242Q380 250 404 266L134 456Q124 420 130 386z", "#ffffff")),
        faint(0.5, path("M148 494L446 316Q458 334 466 354L166 528z", "#ffffff")),
        faint(0.35, path("M300 584A174 174 0 0 0 474 408Q440 520 300 584z", glass.dark)),
        rect((154, 254, 30, 30), slant(PALETTE["brass"]), 4),
        rect((416, 254, 30, 30), slant(PALETTE["brass"]), 4),
    )
    return Drawing((group(*parts, transform="translate(0 14)"),), (102, 106, 398, 514), (390, 300, 260), 65, lying=True)


def _wooden_comb(c: Colours) -> Drawing:
    m = c.main
    wide = [(58 + i * 20, 12) for i in range(11)]
    fine = [(280 + i * 11.5, 6.5) for i in range(23)]
    teeth = "".join(f"M{x:.1f} 366V{482 - abs(x - 300) * 0.06:.0f}q{w / 2:g} 12 {w:g} 0V366z" for x, w in wide + fine)
    outer = "M28 366V462Q28 488 46 486L56 470V366zM546 366V470L556 486Q574 488 574 462V366z"
    back = "M28 372C28 290 140 268 300 268S574 290 574 372Q572 384 560 384H42Q28 384 28 372z"
    parts = (
        cast(back, 8, 18) + cast(teeth, 8, 14) + cast(outer, 8, 14),
        path(teeth, m.base),
        faint(0.6, stroke("".join(f"M{x + 2:.1f} 384V{474 - abs(x - 300) * 0.06:.0f}" for x, _ in wide), m.light, 3)),
        path(outer, slant(m)),
        path(back, down(m)),
        faint(
            0.35,
            stroke(
                "M60 350C140 310 300 320 420 306T556 350M50 366Q180 336 300 346T550 366M140 300Q260 290 330 296",
                m.dark,
                3,
            ),
        ),
        faint(0.7, stroke("M62 326C120 292 210 280 300 280S450 288 500 306", m.pale, 5)),
        stroke("M42 384H560", m.dark, 3),
        circle(510, 346, 10, m.deep),
        circle(511, 348, 7, m.dark),
    )
    drawn = group(*parts, transform="rotate(-32 300 375) translate(300 375) scale(.92) translate(-300 -378)")
    return Drawing((drawn,), (60, 190, 480, 380), (260, 400, 250), 12, lying=True)


def _wicker(m: Material) -> tuple[str, ...]:
    """Return the stakes and the strands of the basket."""
    rows = range(262, 622, 24)
    strips = "".join(
        f"M{x} {y + 11 * (1 - ((x + 12 - 300) / 170) ** 2):.0f}h24"
        for i, y in enumerate(rows)
        for x in range(136 + (i % 2) * 36 + i, 440 - i, 72)
    )
    stakes = "".join(
        f"M{300 + k * 34} {232 + 18 * (1 - (k / 5) ** 2):.0f}L{300 + k * 29} {632 - (k / 5) ** 2 * 14:.0f}"
        for k in range(-4, 5)
    )
    return (
        faint(0.55, stroke(stakes, m.deep, 6)),
        *(
            faint(0.5, stroke(f"M{129 + i * 1.5:.0f} {y}Q300 {y + 26} {471 - i * 1.5:.0f} {y}", m.deep, 3))
            for i, y in enumerate(rows)
        ),
        stroke(strips, m.light, 11),
    )


def _laundry_basket(c: Colours) -> Drawing:
    m, cloth = c.main, PALETTE["cream" if c.key != "white" else "sand"]
    parts = (
        contact(300, 630, 152),
        path("M126 222L150 606Q152 622 170 626Q300 650 430 626Q448 622 450 606L474 222z", across(m)),
        *_wicker(m),
        stroke("M152 612Q300 644 448 612", m.dark, 16),
        stroke("M152 608Q300 640 448 608", m.base, 9),
        path(
            "M120 206Q300 246 480 206L478 286Q452 300 434 284Q410 312 384 292Q350 318 318 298Q284 318 250 296Q222 312 196 288Q160 304 122 286z",
            across(cloth),
        ),
        faint(0.5, stroke("M180 226L184 276M252 236L250 284M326 238L324 286M396 232L392 280", cloth.dark, 4)),
        path("M108 190Q300 238 492 190V206Q490 216 480 218Q300 254 120 218Q110 216 108 206z", across(m.shaded)),
        ellipse(300, 188, 192, 44, slant(m)),
        *(faint(0.5, ring(300, 188, (rx, rx * 0.23), m.deep, 3)) for rx in (180, 150, 120, 90, 60)),
        faint(
            0.4,
            stroke(
                "".join(
                    f"M{300 + 44 * cos(a * pi / 12):.0f} {188 + 10 * sin(a * pi / 12):.0f}L{300 + 184 * cos(a * pi / 12):.0f} {188 + 42 * sin(a * pi / 12):.0f}"
                    for a in range(24)
                ),
                m.light,
                5,
            ),
        ),
        stroke("M262 184C262 120 338 120 338 184", PALETTE["walnut"].deep, 15),
        stroke("M261 182C261 118 336 118 336 180", PALETTE["walnut"].base, 9),
        *(stroke(d, PALETTE["walnut"].dark, 15) for d in ("M140 350Q112 372 144 396", "M460 350Q488 372 456 396")),
    )
    return Drawing(parts, (108, 130, 384, 506), (300, 260, 300), 56)


# fmt: off
_PORES = (
    (170, 370, 17), (230, 310, 20), (296, 284, 13), (350, 300, 20), (410, 330, 14), (270, 366, 24), (330, 374, 14),
    (394, 396, 24), (450, 380, 14), (200, 440, 23), (270, 446, 14), (326, 450, 22), (390, 470, 15), (450, 450, 20),
    (150, 470, 13), (230, 500, 16), (290, 510, 18), (356, 518, 13), (416, 512, 14), (190, 336, 8), (312, 330, 8),
    (234, 402, 9), (360, 424, 8), (434, 420, 8), (140, 420, 11), (474, 420, 8), (250, 476, 8), (384, 356, 9),
    (330, 262, 9), (260, 274, 8), (304, 410, 7), (418, 292, 8), (172, 502, 8), (476, 480, 8),
)
# fmt: on


def _natural_sponge(c: Colours) -> Drawing:
    m = _SEA_SPONGE
    blob = (
        "M110 470C84 440 96 400 116 384C102 346 126 310 162 306C166 264 212 236 252 252C280 222 340 224 364 250"
        "C406 240 446 268 448 306C488 316 508 356 494 392C516 420 512 466 486 486C480 526 436 544 400 530"
        "C370 556 312 556 286 536C250 556 200 550 180 526C142 530 112 506 110 470z"
    )
    parts = (
        contact(300, 540, 190),
        path(blob, globe(m)),
        faint(
            0.3,
            path(
                "M110 470C112 506 142 530 180 526C200 550 250 556 286 536C312 556 370 556 400 530C436 544 480 526 486 486Q400 520 300 506T110 470z",
                m.deep,
            ),
        ),
        *(ellipse(x, y, r, r * 0.86, m.dark) for x, y, r in _PORES),
        *(ellipse(x + 1.5, y - 2, r * 0.76, r * 0.6, m.deep) for x, y, r in _PORES),
        *(
            faint(
                0.8,
                stroke(
                    f"M{x - r * 0.7:.0f} {y + r * 0.62:.0f}Q{x} {y + r * 1.1:.0f} {x + r * 0.7:.0f} {y + r * 0.6:.0f}",
                    m.pale,
                    3,
                ),
            )
            for x, y, r in _PORES
            if r > 9
        ),
    )
    return Drawing((group(*parts, transform="translate(0 -28)"),), (92, 206, 418, 312), (280, 360, 250), 9)


DRAWINGS: dict[str, Draw] = {
    "olive-soap": _olive_soap,
    "hair-brush": _hair_brush,
    "shaving-brush": _shaving_brush,
    "toothbrush-cup": _toothbrush_cup,
    "bath-salts": _bath_salts,
    "hand-cream": _hand_cream,
    "round-mirror": _round_mirror,
    "wooden-comb": _wooden_comb,
    "laundry-basket": _laundry_basket,
    "natural-sponge": _natural_sponge,
}
