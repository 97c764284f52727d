"""Lighting: ten drawings."""

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
    glow,
    group,
    path,
    rect,
    ring,
    sheen,
    slant,
    stroke,
)

_LIGHT = Material("#fffdf2", "#fff0c4", "#f6d58a")
_LINEN = Material("#fffaf0", "#f4e6cb", "#d8c19a")


def _flame(x: int, y: int) -> str:
    """Return a candle's flame standing on its wick at x, y."""
    drop = f"M{x} {y - 52}C{x + 16} {y - 28} {x + 17} {y - 4} {x} {y - 2}C{x - 17} {y - 4} {x - 16} {y - 28} {x} {y - 52}z"
    return stroke(f"M{x} {y + 8}V{y - 8}", "#4a3b30", 3) + path(drop, down(_LIGHT)) + ellipse(x, y - 12, 6, 10, "#f2a94e")


def desk_lamp(c: Colours) -> Drawing:
    m = c.main
    head = (
        ellipse(0, 128, 92, 20, globe(_LIGHT)),
        path("M-24 6Q0 -26 24 6C36 44 92 64 96 130C60 100 -60 100 -96 130C-92 64 -36 44 -24 6z", across(m)),
        glint("M-72 104C-64 78 -44 62 -28 46", 8),
        rect((-16, -26, 32, 18), sheen(c.metal), 6),
    )
    return Drawing(
        parts=(
            contact(222, 614, 108),
            glow(452, 360, 150),
            stroke("M222 588L146 372L356 196", m.dark, 17),
            stroke("M219 587L144 374L354 196", m.base, 11),
            stroke("M216 580L144 378", m.light, 3),
            stroke("M160 356L340 205", m.light, 3),
            path("M116 596C130 570 190 562 222 562C254 562 314 570 328 596V606C300 628 144 628 116 606z", across(m)),
            ellipse(222, 592, 104, 18, slant(m.lit)),
            rect((206, 566, 32, 26), sheen(c.metal), 5),
            circle(146, 373, 19, globe(c.metal)),
            circle(146, 373, 6, c.metal.deep),
            group(*head, transform="translate(366 196) rotate(-34)"),
            circle(356, 197, 17, globe(c.metal)),
        ),
        box=(116, 160, 412, 464),
        detail=(390, 250, 330),
        cm=48,
    )


def pendant_lamp(c: Colours) -> Drawing:
    m = c.main
    return Drawing(
        parts=(
            stroke("M300 -500V190", c.dark.dark, 5),
            glow(300, 520, 220),
            ellipse(300, 472, 220, 40, down(m.shaded)),
            ellipse(300, 474, 204, 32, globe(_LIGHT)),
            circle(300, 470, 42, _LIGHT.light),
            path("M300 238C420 238 512 330 520 470C440 440 160 440 80 470C88 330 180 238 300 238z", across(m)),
            faint(0.4, stroke("M82 466C162 436 438 436 518 466", m.pale, 4)),
            path("M262 246L276 184H324L338 246Q300 258 262 246z", sheen(c.metal)),
            glint("M122 410C140 346 180 302 230 278", 14),
        ),
        box=(80, 150, 440, 380),
        detail=(300, 290, 330),
        cm=36,
        lying=True,
    )


def floor_lamp(c: Colours) -> Drawing:
    m = c.main
    shade = _LINEN if c.key != "sand" else PALETTE["sand"].lit
    return Drawing(
        parts=(
            contact(300, 676, 78),
            glow(300, 200, 210),
            rect((295, 210, 10, 450), sheen(m)),
            path("M222 668C226 652 270 648 300 648C330 648 374 652 378 668V676C350 690 250 690 222 676z", across(m)),
            faint(0.6, stroke("M236 664Q300 650 352 660", m.pale, 3)),
            circle(300, 236, 9, globe(m)),
            path("M246 72H354L392 214H208z", across(shade)),
            ellipse(300, 72, 54, 9, _LIGHT.base),
            path("M208 214Q300 238 392 214Q300 200 208 214z", _LIGHT.dark),
            faint(0.4, stroke("M262 84L236 208M281 86L268 212M300 86V214M319 86L332 212M338 84L364 208", shade.dark, 2)),
            faint(0.4, path("M252 80H316L336 208H226z", _LIGHT.light)),
            stroke("M336 222V278", c.metal.dark, 2.5),
            circle(336, 282, 5, globe(c.metal)),
        ),
        box=(204, 64, 192, 624),
        detail=(300, 180, 320),
        cm=155,
    )


def table_lantern(c: Colours) -> Drawing:
    m, wax = c.main, PALETTE["cream"]
    return Drawing(
        parts=(
            contact(300, 622, 140),
            ring(300, 156, (62, 66), m.dark, 10),
            ring(299, 154, (62, 66), m.base, 5),
            rect((186, 310, 228, 270), flat(Material("#fffdf6", "#f7ecd2", "#dccfb2"))),
            glow(300, 430, 130),
            path("M256 470H344V580H256z", across(wax)),
            ellipse(300, 470, 44, 10, wax.light),
            _flame(300, 462),
            faint(0.4, path("M196 310H262L216 580H196z", "#ffffff")),
            path("M172 300H194V590H172z", flat(m.lit)),
            path("M406 300H428V590H406z", flat(m.shaded)),
            path("M150 318L224 226H376L450 318Q300 336 150 318z", across(m)),
            rect((214, 206, 172, 26), across(m), 8),
            faint(0.7, *(ellipse(x, 219, 8, 5, m.deep) for x in (244, 281, 319, 356))),
            path("M146 582H454V610Q454 622 442 622H158Q146 622 146 610z", across(m)),
            stroke("M150 586H450", m.pale, 3),
            glint("M172 304L226 240", 6),
        ),
        box=(146, 86, 308, 538),
        detail=(300, 400, 340),
        cm=22,
    )


def clip_lamp(c: Colours) -> Drawing:
    m, board = c.main, c.wood
    neck = "M236 500C180 400 232 330 316 320C362 314 386 280 378 236"
    head = (
        ellipse(0, 134, 84, 17, globe(_LIGHT)),
        path("M-30 0Q0 -16 30 0L86 136C50 116 -50 116 -86 136z", across(m)),
        rect((-24, -34, 48, 38), across(m.shaded), 9),
        glint("M-64 112L-26 16", 7),
    )
    return Drawing(
        parts=(
            glow(318, 240, 120),
            rect((150, 548, 330, 34), down(board), 3),
            path("M480 548L500 540V572L480 582z", board.deep),
            stroke(neck, c.metal.deep, 16),
            stroke(neck, c.metal.base, 10),
            stroke("M233 492C184 400 234 326 314 316", c.metal.light, 3),
            path("M210 492H264L284 548H172Q168 520 210 492z", across(m)),
            path("M172 582H284L262 634Q236 650 214 634z", across(m.shaded)),
            circle(238, 566, 21, globe(c.metal)),
            path("M268 505L330 470L340 486L280 530z", slant(m)),
            path("M262 622L328 652L322 668L250 642z", slant(m.shaded)),
            group(*head, transform="translate(380 214) rotate(38)"),
        ),
        box=(150, 172, 350, 496),
        detail=(290, 530, 330),
        cm=33,
        lying=True,
    )


def paper_globe_lamp(c: Colours) -> Drawing:
    paper = Material("#fffdf4", _lit_paper(c), "#e2c795")
    ribs = "".join(
        f"M{300 - w} {y}Q300 {y + bow} {300 + w} {y}"
        for y, w, bow in _RIBS
    )
    return Drawing(
        parts=(
            stroke("M300 -500V160", "#4b4843", 4),
            glow(300, 380, 300, "#fff3cf"),
            circle(300, 380, 214, globe(paper)),
            glow(300, 360, 150, "#fff6d8"),
            faint(0.5, stroke(ribs, "#c9a86e", 2)),
            ellipse(300, 170, 50, 10, c.main.deep),
            ellipse(300, 168, 50, 8, c.main.base),
            ellipse(300, 590, 48, 7, _LIGHT.base),
            rect((288, 140, 24, 28), across(c.wood), 5),
            glint("M132 330C146 270 182 226 232 204", 8),
        ),
        box=(86, 140, 428, 454),
        detail=(240, 270, 300),
        cm=60,
        lying=True,
    )


def _lit_paper(c: Colours) -> str:
    """Return the colour of lit paper: between the variant's colour and warm white."""
    return "#fbf0d6" if c.key in {"white", "cream"} else c.main.light


_RIBS = (
    *((192, 102, 16), (222, 145, 22), (254, 173, 26), (288, 193, 28), (322, 206, 28), (358, 213, 26)),
    *((394, 213, 24), (430, 208, 22), (466, 196, 20), (500, 177, 18), (532, 151, 14), (562, 112, 10)),
)


def wall_sconce(c: Colours) -> Drawing:
    m = c.main
    plate = "M228 330H372Q390 330 390 348V602Q390 620 372 620H228Q210 620 210 602V348Q210 330 228 330z"
    return Drawing(
        parts=(
            glow(300, 210, 260, "#fff1c8"),
            cast(plate, 14, 18),
            path(plate, slant(c.wood)),
            glint("M222 350V600", 5),
            circle(300, 586, 9, globe(c.metal)),
            circle(300, 366, 9, globe(c.metal)),
            path("M286 560H314V470H286z", sheen(c.metal)),
            cast("M262 480H338L420 250H180z", 12, 30),
            ellipse(300, 244, 122, 24, globe(_LIGHT)),
            path("M178 244C210 274 390 274 422 244L350 478Q300 494 250 478z", across(m)),
            stroke("M178 245C210 275 390 275 422 245", m.pale, 4),
            rect((270, 474, 60, 26), sheen(c.metal), 8),
            glint("M206 292L258 456", 9),
        ),
        box=(178, 180, 244, 442),
        detail=(300, 320, 340),
        cm=26,
        lying=True,
    )


def candle_holder(c: Colours) -> Drawing:
    m, wax = c.main, PALETTE["cream"]
    return Drawing(
        parts=(
            contact(290, 596, 150),
            glow(290, 150, 150),
            rect((258, 200, 64, 260), across(wax)),
            ellipse(290, 200, 32, 9, wax.light),
            path("M262 210C268 250 264 274 274 286C282 274 276 240 280 212z", wax.light),
            _flame(290, 194),
            ring(470, 540, (48, 46), m.dark, 17),
            ring(468, 537, (48, 46), m.base, 9),
            path("M92 540C100 584 180 604 290 604C400 604 480 584 488 540z", across(m.shaded)),
            ellipse(290, 540, 198, 42, sheen(m)),
            ellipse(290, 544, 170, 31, slant(m.shaded)),
            path("M262 552C254 510 246 470 244 432H336C334 470 326 510 318 552Q290 562 262 552z", sheen(m)),
            ellipse(290, 432, 56, 13, slant(m.lit)),
            ellipse(290, 432, 34, 7, m.deep),
            rect((258, 400, 64, 32), across(wax)),
            path("M258 430Q290 442 322 430V436Q290 446 258 436z", wax.dark),
            glint("M112 556C132 576 170 588 214 594", 6),
        ),
        box=(92, 140, 428, 466),
        detail=(300, 470, 330),
        cm=16,
    )


def string_lights(c: Colours) -> Drawing:
    wire = PALETTE["charcoal"].dark
    spots = ((96, 226, 3), (196, 278, 8), (318, 246, -8), (420, 196, -6), (508, 190, 6))
    swag = "M36 160C110 300 240 310 310 244C390 168 450 160 564 210"
    socket = rect((-15, -6, 30, 38), sheen(c.main), 5)
    glass = path("M-13 32C-44 66 -42 118 0 126C42 118 44 66 13 32z", globe(_LIGHT))
    thread = stroke("M-8 82L-4 58L0 74L4 58L8 82", "#e39b35", 2.5)
    bulb = glow(0, 80, 90) + socket + glass + thread

    def strand(down_by: int) -> str:
        shadow = group(stroke(swag, "#2b2620", 6), transform="translate(7 11)", opacity=0.1)
        hung = "".join(group(bulb, transform=f"translate({x} {y}) rotate({turn})") for x, y, turn in spots)
        return group(shadow, stroke(swag, wire, 6), hung, transform=f"translate(0 {down_by})")

    return Drawing(parts=(strand(0), strand(230)), box=(40, 150, 520, 490), detail=(250, 300, 320), cm=90, lying=True)


def bedside_lamp(c: Colours) -> Drawing:
    m = c.main
    shade = "M206 130H394L470 366H130z"
    foot = (
        "M272 366H328C326 404 352 424 372 456C402 506 396 566 356 592Q376 602 376 616H224Q224 602 244 592"
        "C204 566 198 506 228 456C248 424 274 404 272 366z"
    )
    return Drawing(
        parts=(
            contact(300, 616, 96),
            glow(300, 320, 260),
            path(foot, across(m)),
            rect((276, 372, 48, 18), sheen(c.metal), 4),
            faint(0.5, stroke("M232 592Q300 604 368 592M262 420Q300 430 338 420", m.deep, 3)),
            glint("M244 466C222 504 224 544 242 570", 9),
            path(shade, across(_LINEN)),
            faint(0.6, path("M236 140H334L372 360H196z", _LIGHT.light)),
            path("M130 366Q300 392 470 366Q300 346 130 366z", _LIGHT.dark),
            ellipse(300, 130, 94, 12, _LIGHT.base),
            faint(0.3, stroke("M132 358Q300 382 468 358M206 136Q300 150 394 136", _LINEN.dark, 5)),
            faint(0.2, stroke("M168 280Q300 300 432 280M184 222Q300 240 416 222M152 330Q300 350 448 330", _LINEN.dark, 2)),
        ),
        box=(130, 118, 340, 500),
        detail=(300, 440, 330),
        cm=28,
    )


DRAWINGS: dict[str, Draw] = {
    "desk-lamp": desk_lamp,
    "pendant-lamp": pendant_lamp,
    "floor-lamp": floor_lamp,
    "table-lantern": table_lantern,
    "clip-lamp": clip_lamp,
    "paper-globe-lamp": paper_globe_lamp,
    "wall-sconce": wall_sconce,
    "candle-holder": candle_holder,
    "string-lights": string_lights,
    "bedside-lamp": bedside_lamp,
}
