"""Kitchen: ten drawings."""

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

_METALS = {"steel", "brass", "copper"}


def _grip(c: Colours) -> Material:
    """Return what a handle is made of: the variant's colour, unless that is the metal's."""
    return c.wood if c.key in _METALS else c.main


def enamel_kettle(c: Colours) -> Drawing:
    m, rim = c.main, c.dark.dark
    body = "M146 566C136 468 162 372 236 338H364C438 372 464 468 454 566Q454 592 428 592H172Q146 592 146 566z"
    spout = "M428 540C486 512 480 424 512 372L552 388C536 440 530 540 440 574z"
    return Drawing(
        parts=(
            contact(300, 590, 160),
            path(spout, across(m.shaded)),
            stroke("M510 370L554 387", rim, 7),
            stroke("M182 392C150 128 450 128 418 392", c.metal.dark, 9),
            stroke("M180 390C149 126 449 126 416 390", c.metal.light, 3),
            path(body, across(m)),
            glint("M186 540C180 460 196 404 232 374", 12),
            circle(184, 396, 11, globe(c.metal)),
            circle(417, 396, 11, globe(c.metal)),
            path("M228 340C236 300 364 300 372 340Q300 352 228 340z", across(m)),
            stroke("M228 341Q300 353 372 341", rim, 6),
            stroke("M150 586Q300 598 450 586", rim, 6),
            ellipse(300, 292, 21, 17, globe(c.wood)),
            stroke("M243 211Q300 178 357 211", c.wood.dark, 28),
            stroke("M243 207Q300 174 357 207", c.wood.base, 20),
            faint(0.6, stroke("M248 200Q300 170 350 202", c.wood.light, 6)),
        ),
        box=(142, 180, 412, 414),
        detail=(390, 330, 400),
        cm=21,
    )


def moka_pot(c: Colours) -> Drawing:
    m, k = c.main, PALETTE["black"] if c.key != "black" else PALETTE["walnut"]
    return Drawing(
        parts=(
            contact(300, 602, 130),
            stroke("M418 250H486Q504 250 500 268L482 400", k.dark, 30),
            stroke("M418 246H480Q494 247 491 262L476 388", k.light, 7),
            path("M184 238L132 216L196 300z", slant(m)),
            path("M212 402L182 590Q182 604 196 604H252L264 402z", flat(m.lit)),
            path("M264 402L250 604H350L336 402z", slant(m)),
            path("M336 402L350 604H404Q418 604 418 590L388 402z", flat(m.shaded)),
            path("M170 232L214 384H266L248 232z", flat(m.lit)),
            path("M248 232L266 384H334L352 232z", slant(m)),
            path("M352 232L334 384H386L430 232z", flat(m.shaded)),
            rect((204, 380, 192, 26), sheen(m.shaded), 6),
            path("M166 234L238 188H362L434 234z", slant(m)),
            path("M260 188L248 234H352L340 188z", flat(m.lit)),
            path("M362 188L434 234H352L340 188z", flat(m.shaded)),
            path("M288 188L282 152Q300 140 318 152L312 188z", across(k)),
            circle(382, 500, 11, globe(PALETTE["brass"])),
            glint("M226 420L206 578", 6),
            glint("M190 250L222 366", 6),
        ),
        box=(132, 146, 370, 458),
        detail=(300, 310, 340),
        cm=20,
    )


def cast_iron_skillet(c: Colours) -> Drawing:
    m = c.main
    outline = (
        "M300 74C340 74 374 84 400 100Q446 84 444 138C466 166 478 200 478 236"
        "C478 318 420 384 342 402C332 430 326 520 334 640C336 690 264 690 266 640"
        "C274 520 268 430 258 402C180 384 122 318 122 236C122 200 134 166 156 138Q154 84 200 100C226 84 260 74 300 74z"
    )
    return Drawing(
        parts=(
            cast(outline),
            path(outline, slant(m)),
            circle(300, 240, 160, m.deep),
            circle(303, 244, 156, slant(m.shaded)),
            faint(0.3, ring(303, 244, (118, 118), m.light, 1.5), ring(303, 244, (70, 70), m.light, 1.5)),
            glint("M160 180C178 132 214 104 262 94", 5),
            path("M288 450C290 530 286 580 284 620H316C314 580 310 530 312 450Q300 436 288 450z", down(m.shaded)),
            circle(300, 642, 15, m.deep),
            circle(301, 643, 12, "#d9d4cc"),
            glint("M279 440C282 520 279 580 274 630", 3),
        ),
        box=(122, 74, 356, 604),
        detail=(300, 480, 400),
        cm=43,
        lying=True,
    )


def chef_knife(c: Colours) -> Drawing:
    steel, h = PALETTE["steel"], _grip(c)
    blade = "M352 62C356 190 356 330 352 446H236C240 300 286 160 352 62z"
    bevel = "M352 62C286 160 240 300 236 446H258C264 310 300 180 352 62z"
    handle = "M286 466H352C354 540 362 600 368 652C370 692 326 700 312 678C300 640 290 560 286 466z"
    whole = blade + "M286 440H352V470H286z" + handle
    knife = (
        cast(whole),
        path(blade, slant(steel)),
        path(bevel, flat(steel.lit)),
        stroke("M352 70C355 190 355 330 352 444", steel.dark, 3),
        rect((282, 440, 72, 30), sheen(steel), 4),
        path(handle, across(h)),
        faint(0.3, stroke("M306 480C310 560 318 620 326 670M330 480C334 560 340 620 346 676", h.dark, 3)),
        *(circle(x, y, 8, globe(c.metal)) for x, y in ((320, 505), (328, 570), (339, 638))),
    )
    return Drawing(
        parts=(group(*knife, transform="rotate(14 300 375)"),),
        box=(170, 70, 270, 620),
        detail=(312, 480, 380),
        cm=33,
        lying=True,
    )


def mortar_and_pestle(c: Colours) -> Drawing:
    m = c.main
    bowl = (
        "M126 340C130 450 170 520 232 548C236 566 222 582 190 594Q184 612 200 612H400"
        "Q416 612 410 594C378 582 364 566 368 548C430 520 470 450 474 340z"
    )
    pestle = "M286 372L412 150C424 122 470 146 456 174L352 396Q316 424 286 372z"
    return Drawing(
        parts=(
            contact(300, 610, 120),
            path(bowl, across(m)),
            ellipse(300, 340, 174, 44, flat(m.lit)),
            ellipse(300, 344, 148, 33, down(m.shaded)),
            path(pestle, slant(m)),
            glint("M316 352L428 160", 8),
            path("M152 344C200 388 400 388 448 344C440 470 160 470 152 344z", across(m)),
            stroke("M152 345C200 388 400 388 448 345", m.pale, 4),
            glint("M166 420C182 474 208 506 240 526", 10),
            stroke("M238 550Q300 562 362 550", m.dark, 3),
            faint(0.4, *(circle(x, y, 3, m.deep) for x, y in _SPECKS)),
        ),
        box=(126, 130, 348, 482),
        detail=(340, 330, 350),
        cm=19,
    )


_SPECKS = (
    *((210, 440), (250, 490), (300, 430), (330, 510), (370, 450), (400, 480)),
    *((280, 530), (230, 590), (340, 580), (300, 600), (190, 420), (430, 420)),
)


def salad_bowl(c: Colours) -> Drawing:
    m, w = c.main, c.wood
    body = "M84 350C92 470 170 566 250 572H350C430 566 508 470 516 350z"
    return Drawing(
        parts=(
            contact(300, 570, 110),
            path(body, across(m)),
            ellipse(300, 350, 216, 58, flat(m.lit)),
            ellipse(300, 354, 200, 48, down(m.shaded)),
            stroke("M330 380L470 196", w.dark, 21),
            stroke("M327 378L466 195", w.base, 16),
            stroke("M324 375L462 193", w.light, 4),
            stroke("M292 384L386 176", w.dark, 21),
            stroke("M289 382L382 175", w.base, 16),
            stroke("M285 380L377 174", w.light, 4),
            path("M100 358C150 416 450 416 500 358C480 520 120 520 100 358z", across(m)),
            stroke("M100 358C150 416 450 416 500 358", m.pale, 4),
            glint("M128 432C148 484 180 522 218 544", 12),
            faint(0.4, stroke("M120 430Q300 500 480 430M150 480Q300 546 450 480", m.dark, 2)),
        ),
        box=(84, 168, 432, 406),
        detail=(370, 320, 330),
        cm=26,
    )


def pepper_mill(c: Colours) -> Drawing:
    m = _grip(c)
    head = "M252 268C214 250 214 196 254 178C262 168 338 168 346 178C386 196 386 250 348 268z"
    body = (
        "M246 284H354C362 330 330 356 328 400C326 460 372 520 380 612Q380 628 364 628H236"
        "Q220 628 220 612C228 520 274 460 272 400C270 356 238 330 246 284z"
    )
    return Drawing(
        parts=(
            contact(300, 626, 84),
            path(body, across(m)),
            rect((250, 264, 100, 22), sheen(c.metal), 5),
            path(head, across(m)),
            rect((290, 142, 20, 32), sheen(c.metal), 3),
            circle(300, 132, 21, globe(c.metal)),
            glint("M242 214C244 200 252 194 262 190", 8),
            glint("M288 410C284 474 250 520 244 600", 8),
            faint(0.4, stroke("M228 570Q300 582 372 570M226 586Q300 598 374 586M264 320Q300 328 336 320", m.deep, 3)),
        ),
        box=(220, 112, 160, 516),
        detail=(300, 240, 300),
        cm=18,
    )


def rolling_pin(c: Colours) -> Drawing:
    m = c.main
    handle = c.wood if c.key != "walnut" else PALETTE["black"]
    left = "M148 352C120 340 74 346 66 352C44 358 44 392 66 398C74 404 120 410 148 398z"
    right = "M452 352C480 340 526 346 534 352C556 358 556 392 534 398C526 404 480 410 452 398z"
    pin = (
        cast("M150 318H450V432H150z" + left + right),
        path(left, down(handle)),
        path(right, down(handle)),
        rect((140, 356, 20, 38), down(c.metal), 4),
        rect((440, 356, 20, 38), down(c.metal), 4),
        rect((152, 314, 296, 122), down(m), 14),
        glint("M172 338H428", 9),
        faint(0.3, stroke("M170 366Q260 360 330 368T430 364M180 394Q260 402 420 392M168 416Q300 408 432 418", m.dark, 2.5)),
    )
    return Drawing(
        parts=(group(*pin, transform="rotate(-38 300 375)"),),
        box=(90, 190, 420, 370),
        detail=(400, 300, 320),
        cm=34,
        lying=True,
    )


def colander(c: Colours) -> Drawing:
    m = c.main
    bowl = "M104 330C108 450 176 546 240 556H360C424 546 492 450 496 330z"
    rows = ((392, 9, 38, 0.9), (430, 8, 38, 0.9), (468, 7, 36, 0.8), (504, 5, 36, 0.7))
    holes = "".join(
        ellipse(300 + (i - (n - 1) / 2) * gap, y - abs(i - (n - 1) / 2) ** 2 * 1.1, 8 * s, 8, m.deep)
        for y, n, gap, s in rows
        for i in range(n)
    )
    return Drawing(
        parts=(
            contact(300, 592, 100),
            path("M232 548L222 590Q300 606 378 590L368 548z", across(m.shaded)),
            stroke("M112 344C44 330 44 402 122 398", m.dark, 13),
            stroke("M488 344C556 330 556 402 478 398", m.deep, 13),
            stroke("M110 340C48 328 48 396 118 394", m.light, 4),
            path(bowl, across(m)),
            holes,
            ellipse(300, 330, 200, 50, sheen(m)),
            ellipse(300, 334, 184, 41, down(m.shaded)),
            faint(0.5, *(ellipse(300 + x, 352 - x * x / 1600, 8, 4, m.deep) for x in range(-120, 121, 40))),
            glint("M126 400C138 452 164 496 198 524", 10),
        ),
        box=(60, 280, 480, 318),
        detail=(400, 400, 300),
        cm=19,
    )


def cutting_board(c: Colours) -> Drawing:
    m = c.main
    board = (
        "M262 108Q262 74 300 74Q338 74 338 108V176Q340 196 364 196H446Q476 196 476 226V646"
        "Q476 676 446 676H154Q124 676 124 646V226Q124 196 154 196H236Q260 196 262 176z"
    )
    grain = (
        "M160 214C170 340 150 480 162 660M196 212C190 330 214 500 200 662M238 206C246 360 228 520 240 664"
        "M284 120C276 300 296 470 282 664M322 110C330 260 312 420 326 664M372 210C362 340 384 520 372 662"
        "M412 212C420 360 404 500 414 662M446 216C440 380 452 540 444 656"
    )
    return Drawing(
        parts=(
            cast(board),
            path(board, slant(m)),
            group(path(board, flat(m.lit)), transform="translate(-2 -3)"),
            faint(0.5, stroke(grain, m.base, 3)),
            faint(0.7, stroke("M168 240H432V632H168z", m.dark, 7)),
            stroke("M168 244H432M168 636H432", m.pale, 2),
            circle(300, 116, 17, m.deep),
            circle(302, 119, 14, "#d9d4cc"),
        ),
        box=(124, 74, 352, 602),
        detail=(360, 250, 320),
        cm=40,
        lying=True,
    )


DRAWINGS: dict[str, Draw] = {
    "enamel-kettle": enamel_kettle,
    "moka-pot": moka_pot,
    "cast-iron-skillet": cast_iron_skillet,
    "chef-knife": chef_knife,
    "mortar-and-pestle": mortar_and_pestle,
    "salad-bowl": salad_bowl,
    "pepper-mill": pepper_mill,
    "rolling-pin": rolling_pin,
    "colander": colander,
    "cutting-board": cutting_board,
}
