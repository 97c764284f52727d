"""Pictures of what lies on a writing desk."""

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
    globe,
    group,
    path,
    rect,
    ring,
    sheen,
    slant,
    stroke,
)

_PAPER = Material("#fffdf6", "#f8f3e6", "#ddd4c0")


def _dot_notebook(c: Colours) -> Drawing:
    cover = "M140 130H448Q466 130 466 148V602Q466 620 448 620H140Q132 620 132 612V138Q132 130 140 130z"
    band = PALETTE["black" if c.key != "black" else "sand"]
    dots = "".join(f"M176 {y}H398" for y in range(178, 600, 24))
    parts = (
        cast(cover, 14, 20),
        path("M300 600L318 668L332 650L350 664L338 596z", slant(PALETTE["rust"])),
        path("M148 600V628Q148 636 158 636H466Q478 636 478 624V150L460 140z", down(_PAPER)),
        stroke("M154 626H470M472 160V624", _PAPER.dark, 2),
        path(cover, slant(c.main)),
        faint(0.35, dashed(dots, c.main.pale, 4, "4 20")),
        path("M132 138Q132 130 140 130H162V620H140Q132 620 132 612z", slant(c.main.shaded)),
        stroke("M164 131V619", c.main.deep, 2),
        faint(0.18, path("M172 132H330L190 618H172z", c.main.pale)),
        rect((421, 129, 13, 492), band.deep),
        rect((420, 128, 11, 494), across(band)),
    )
    return Drawing(
        (group(*parts, transform="rotate(-6 300 380)"),), (110, 104, 390, 552), (330, 480, 270), 21, lying=True
    )


def _fountain_pen(c: Colours) -> Drawing:
    barrel = "M60 376Q60 352 88 350L330 344V408L88 402Q60 400 60 376z"
    nib = "M424 358C470 356 504 366 540 376C504 386 470 396 424 394z"
    cap = "M250 470H470Q494 470 494 502T470 534H250Q240 534 240 502T250 470z"
    shade = cast(barrel, 4, 18) + cast("M330 350L424 356L540 376L424 396L330 402z", 4, 18) + cast(cap, 4, 18)
    gold = PALETTE["brass" if c.key != "brass" else "steel"]
    pen = (
        path(nib, down(gold)),
        path("M424 376H534L424 390z", gold.dark),
        stroke("M474 376H536", gold.deep, 2),
        circle(472, 376, 5, gold.deep),
        path("M330 350L424 357Q430 376 424 395L330 402z", down(PALETTE["black"])),
        path(barrel, down(c.main)),
        rect((318, 343, 18, 66), down(gold), 3),
        faint(0.6, path("M92 358L316 353V361L92 365z", c.main.pale)),
    )
    lid = (
        path(cap, down(c.main)),
        rect((240, 470, 22, 64), down(gold), 3),
        rect((470, 476, 14, 52), down(gold), 3),
        faint(0.6, rect((270, 478, 196, 8), c.main.pale, 4)),
        path("M480 494H312Q298 496 300 506Q304 514 316 510L480 506z", down(gold.lit)),
        circle(312, 503, 8, globe(gold)),
    )
    drawn = group(shade, *pen, *lid, transform="translate(6 -46) rotate(-42 300 420)")
    return Drawing((drawn,), (84, 170, 440, 440), (440, 250, 240), 13, lying=True)


def _pencil(x: int, top: int, m: Material) -> str:
    foot, wood, left, right = 590, PALETTE["beech"], x + 15, x + 33
    wave = f"M{x} {top + 78}q8-16 15 0q9-16 18 0q8-16 15 0"
    return "".join(
        (
            path(f"M{x} {top + 84}L{x + 24} {top}L{x + 48} {top + 84}z", across(wood)),
            path(
                f"M{x + 16} {top + 28}L{x + 24} {top}L{x + 32} {top + 28}Q{x + 24} {top + 34} {x + 16} {top + 28}z",
                "#3a3a3d",
            ),
            path(f"{wave}V{foot}H{x}z", m.base),
            path(f"M{x} {top + 78}q8-16 15 0V{foot}H{x}z", m.light),
            path(f"M{right} {top + 78}q8-16 15 0V{foot}H{right}z", m.dark),
            stroke(f"M{left + 4} {top + 84}V{foot - 4}", m.light, 2),
            rect((x, foot - 34, 48, 12), across(PALETTE["brass"])),
        )
    )


def _pencil_set(c: Colours) -> Drawing:
    keys = ("ink", "slate", "sage", "mustard", "terracotta", "rust")
    tops = (200, 184, 208, 190, 202, 186)
    tin = Material("#e4e7e6", "#c4cac9", "#8c9694")
    tray = "M116 140H484Q500 140 500 156V614Q500 630 484 630H116Q100 630 100 614V156Q100 140 116 140z"
    pencils = (_pencil(135 + i * 56, top, PALETTE[key]) for i, (key, top) in enumerate(zip(keys, tops, strict=True)))
    parts = (
        cast(tray, 14, 20),
        path(tray, slant(tin)),
        rect((116, 156, 368, 458), slant(tin.shaded), 8),
        rect((122, 164, 362, 450), slant(PALETTE["cream"]), 6),
        *(faint(0.2, rect((143 + i * 56, top + 84, 48, 516 - top), "#2b2620", 3)) for i, top in enumerate(tops)),
        *pencils,
        rect((116, 470, 368, 62), slant(PALETTE["white"]), 0),
        stroke("M140 494H270M140 508H220", PALETTE["slate"].base, 4),
        circle(452, 501, 15, PALETTE["rust"].base),
        faint(0.5, stroke("M110 156Q110 150 118 150H480", tin.pale, 4)),
    )
    return Drawing(parts, (100, 140, 400, 490), (300, 270, 240), 18, lying=True)


def _desk_organiser(c: Colours) -> Drawing:
    wood, inside = c.main, c.main.deep
    brass, card = PALETTE["brass"], PALETTE["cream"]
    grain = "M110 380Q180 366 262 384M110 430Q190 446 262 426M106 500Q170 482 266 506M306 446Q380 432 480 450"
    parts = (
        contact(300, 562, 216),
        group(
            rect((138, 166, 26, 260), across(PALETTE["mustard"])),
            path("M138 166L151 126L164 166z", PALETTE["beech"].base),
            transform="rotate(-7 150 330)",
        ),
        group(
            rect((196, 190, 22, 240), across(PALETTE["slate"]), 8),
            rect((196, 230, 22, 10), brass.base),
            transform="rotate(4 206 330)",
        ),
        rect((238, 150, 34, 270), slant(brass), 2),
        stroke("".join(f"M240 {y}h{14 if y % 50 else 20}" for y in range(170, 340, 10)), brass.dark, 2),
        rect((322, 280, 140, 180), slant(PALETTE["sage"]), 4),
        rect((334, 296, 140, 180), slant(card), 4),
        stroke("M356 326H450M356 344H430", card.dark, 4),
        path("M90 330L118 310H296V420H90z", inside),
        path("M296 400L316 386H508V470H296z", inside),
        rect((90, 330, 192, 232), slant(wood), 6),
        path("M282 330L300 312V560H282z", wood.dark),
        rect((282, 404, 214, 158), slant(wood), 6),
        path("M496 404L512 390V552L496 562z", wood.dark),
        path("M90 336L112 314H300L282 336z", wood.light),
        path("M282 410L302 392H512L496 410z", wood.light),
        path("M106 330L118 320H290L282 330z", inside),
        path("M300 404L310 396H500L492 404z", inside),
        rect((316, 470, 150, 66), slant(wood.shaded), 6),
        circle(391, 503, 10, globe(brass)),
        faint(0.4, stroke(grain, wood.dark, 3)),
    )
    return Drawing(parts, (88, 124, 426, 440), (220, 300, 300), 22)


def _blade(steel: Material) -> str:
    return path("M286 404L276 372L292 118Q300 104 306 120L324 372L312 412z", slant(steel)) + path(
        "M306 120L324 372L312 412L302 400z", steel.dark
    )


def _handle(m: Material, side: int) -> str:
    bow = "M300 396C312 440 330 452 356 468C404 500 410 570 372 596C332 614 296 570 300 520C302 480 290 440 284 404z"
    hole = "M330 494C362 500 380 548 358 566C332 576 318 540 318 514Q318 496 330 494z"
    drawn = f'<path d="{bow}{hole}" fill="{slant(m)}" fill-rule="evenodd"/>'
    shine = faint(0.5, stroke("M350 474C390 496 402 546 384 576", m.pale, 5))
    return group(drawn, shine, transform=f"translate({300 - side * 300} 0) scale({side} 1)")


def _paper_scissors(c: Colours) -> Drawing:
    steel, grip = PALETTE["steel"], PALETTE["black"]
    left = group(_blade(steel), transform="rotate(13 300 390)")
    right = group(_blade(steel.shaded), transform="translate(600 0) scale(-1 1) rotate(13 300 390)")
    one = group(_handle(grip, 1), transform="rotate(-10 300 390)")
    two = group(_handle(grip, -1), transform="rotate(10 300 390)")
    edge = "M292 118L306 120L330 380L312 412L286 404z"
    shadow = group(cast(edge, 0, 0), transform="translate(8 16) rotate(13 300 390)")
    shadow += group(cast(edge, 0, 0), transform="translate(8 16) rotate(-13 300 390)")
    screw = circle(300, 392, 15, globe(steel)) + stroke("M292 400L308 384", steel.deep, 3)
    parts = (shadow, two, right, one, left, screw)
    drawn = group(*parts, transform="rotate(24 300 375) translate(0 14)")
    return Drawing((drawn,), (120, 120, 360, 520), (310, 380, 240), 19, lying=True)


def _steel_stapler(c: Colours) -> Drawing:
    steel = PALETTE["steel" if c.key != "steel" else "slate"]
    arm = "M104 404C100 372 112 348 144 336L440 262C486 252 516 290 512 344L508 392L470 404L150 436Q108 440 104 404z"
    parts = (
        contact(300, 516, 210),
        path("M86 496Q86 482 104 480L300 468H500Q518 470 518 490V508Q518 518 506 518H96Q86 518 86 508z", down(c.dark)),
        rect((110, 476, 64, 10), steel.dark, 3),
        path("M440 470L452 380H508L514 470z", slant(steel.shaded)),
        path("M112 420L470 388V414L116 448z", down(steel)),
        stroke("M118 434L466 402", steel.deep, 2),
        path("M104 414H134V456H112Q104 456 104 446z", slant(steel)),
        path(arm, slant(c.main)),
        faint(
            0.55,
            path(
                "M134 358C140 350 150 346 160 344L436 276C466 270 486 284 492 300Q470 284 440 290L166 358Q142 366 130 388z",
                c.main.pale,
            ),
        ),
        path("M106 420L470 380L508 376V392L470 404L150 436Q108 440 106 420z", c.main.dark),
        circle(478, 388, 15, globe(steel)),
        circle(478, 388, 5, steel.deep),
        rect((86, 506, 432, 12), c.dark.deep, 5),
    )
    return Drawing(parts, (86, 260, 432, 258), (420, 370, 250), 9)


def _brass_ruler(c: Colours) -> Drawing:
    brass = PALETTE["brass"]
    body = "M40 334H548Q560 334 560 346V426Q560 438 548 438H40z"
    fine = "".join(f"M{52 + i * 8} 336v{26 if i % 10 == 0 else 19 if i % 5 == 0 else 12}" for i in range(58))
    coarse = "".join(f"M{52 + i * 40} 436v-{24 if i % 2 == 0 else 15}" for i in range(12))
    parts = (
        cast(body, 2, 18),
        path(body, sheen(brass)),
        path("M40 334H560V340H40z", brass.pale),
        path("M40 430H560V438H40z", brass.dark),
        stroke(fine, brass.deep, 2),
        stroke(coarse, brass.deep, 2),
        faint(0.5, path("M200 334H270L220 438H150zM300 334H316L266 438H250z", brass.pale)),
        circle(534, 386, 13, brass.deep),
        circle(535, 388, 11, "#e8e4dc"),
        ring(534, 386, (14, 14), brass.light, 2),
    )
    return Drawing(
        (group(*parts, transform="rotate(-52 300 375)"),), (90, 120, 420, 510), (300, 380, 240), 18, lying=True
    )


def _ink_bottle(c: Colours) -> Drawing:
    glass = Material("#eef5f6", "#c6d6d9", "#7f969b")
    body = "M232 318H368Q376 352 430 366Q470 378 470 420V560Q470 598 432 598H168Q130 598 130 560V420Q130 378 170 366Q224 352 232 318z"
    fluid = "M150 424Q300 412 450 424V556Q450 580 426 580H174Q150 580 150 556z"
    parts = (
        contact(300, 598, 170),
        path(body, across(glass)),
        path(fluid, across(c.main)),
        ellipse(300, 424, 150, 12, c.main.light),
        faint(
            0.5,
            path(
                "M148 424Q146 396 176 386Q222 374 240 340Q240 388 190 402Q166 410 164 560Q148 560 148 540z", glass.pale
            ),
        ),
        faint(0.35, path("M446 430Q454 500 444 566Q430 580 414 578Q432 500 424 420z", glass.pale)),
        rect((218, 296, 164, 30), across(glass.shaded), 8),
        path(
            "M206 180H394Q402 180 402 190V292Q402 304 390 304H210Q198 304 198 292V190Q198 180 206 180z", across(c.dark)
        ),
        ellipse(300, 184, 98, 14, c.dark.light),
        stroke("".join(f"M{x} 206V292" for x in range(216, 398, 14)), c.dark.deep, 3),
        rect((210, 446, 180, 92), slant(PALETTE["cream"]), 3),
        path("M300 460C322 492 328 500 328 510A28 24 0 0 1 272 510C272 500 278 492 300 460z", c.main.base),
    )
    return Drawing(parts, (130, 172, 340, 428), (300, 300, 260), 6.5)


def _wall_calendar(c: Colours) -> Drawing:
    sheet = "M110 130H490V640H110z"
    days = [(140 + (i % 7) * 48, 444 + (i // 7) * 36) for i in range(2, 32)]
    hills = PALETTE["sage"], PALETTE["forest"], PALETTE["slate"]
    parts = (
        cast(sheet, 14, 20),
        circle(300, 92, 7, PALETTE["steel"].dark),
        stroke("M250 130L300 94L350 130", PALETTE["steel"].dark, 3),
        path(sheet, slant(_PAPER)),
        rect((132, 160, 336, 232), slant(PALETTE["sky"])),
        circle(394, 218, 26, PALETTE["mustard"].light),
        path("M132 320Q190 240 244 292T360 268T468 300V392H132z", flat(hills[2])),
        path("M132 346Q220 290 300 344T468 330V392H132z", flat(hills[0])),
        path("M132 378Q240 330 330 374T468 366V392H132z", flat(hills[1])),
        stroke("M140 416H238", hills[2].deep, 8),
        *(rect((x, y, 22, 16), _PAPER.dark, 3) for x, y in days),
        *(rect((x, y, 22, 16), PALETTE["terracotta"].light, 3) for x, y in days if x > 400),
        ring(247, 524, (22, 19), PALETTE["rust"].base, 4),
        rect((104, 124, 392, 16), across(PALETTE["oak"]), 3),
        stroke("".join(f"M{x} 116v18" for x in range(126, 480, 17)), PALETTE["steel"].dark, 4),
    )
    return Drawing(parts, (104, 86, 392, 554), (300, 320, 300), 42, lying=True)


def _sketchbook(c: Colours) -> Drawing:
    book = "M70 190H530V560H70z"
    coils = range(204, 556, 22)
    lead = PALETTE["slate"].deep
    leaf = "M414 500C412 440 414 380 424 290M416 420Q372 410 356 366Q404 372 416 420M418 390Q462 380 476 334Q430 344 418 390M420 340Q386 326 378 292Q414 300 420 340M422 324Q452 312 456 278Q426 290 422 324M415 460Q458 452 474 414Q428 422 415 460"
    parts = (
        cast(book, 12, 18),
        path("M70 190H302V560H70Q62 560 62 552V198Q62 190 70 190z", slant(c.main)),
        dashed("M76 204H290V546H76z", c.main.light, 2),
        rect((104, 420, 140, 88), slant(c.main.shaded), 3),
        rect((118, 386, 112, 78), slant(_PAPER), 2),
        path("M104 436H244V508H104z", slant(c.main)),
        path("M304 190H534Q540 190 540 198V556Q540 566 532 566H304z", slant(c.main.shaded)),
        path("M304 196H532V560H304z", _PAPER.dark),
        path("M304 192H528V556H304z", slant(_PAPER)),
        faint(0.7, stroke(leaf, lead, 3)),
        faint(
            0.25,
            path(
                "M416 420Q372 410 356 366Q404 372 416 420M418 390Q462 380 476 334Q430 344 418 390M415 460Q458 452 474 414Q428 422 415 460z",
                lead,
            ),
        ),
        faint(0.4, dashed("M360 524H478", lead, 2, "16 5")),
        *(stroke(f"M288 {y}Q302 {y - 12} 318 {y}", PALETTE["steel"].deep, 5) for y in coils),
        *(stroke(f"M288 {y - 1}Q302 {y - 13} 316 {y - 2}", PALETTE["steel"].light, 2) for y in coils),
        group(
            cast("M360 600H560V618H360z", 4, 10),
            rect((360, 598, 190, 20), down(PALETTE["mustard"])),
            path("M360 598L318 608L360 618z", PALETTE["beech"].base),
            path("M332 604L318 608L332 612z", lead),
            rect((550, 598, 22, 20), down(PALETTE["rose"]), 4),
            transform="rotate(-16 440 600) translate(0 -20)",
        ),
    )
    drawn = group(*parts, transform="rotate(-4 300 375) translate(-1 0)")
    return Drawing((drawn,), (48, 170, 510, 440), (330, 380, 250), 25, lying=True)


DRAWINGS: dict[str, Draw] = {
    "dot-notebook": _dot_notebook,
    "fountain-pen": _fountain_pen,
    "pencil-set": _pencil_set,
    "desk-organiser": _desk_organiser,
    "paper-scissors": _paper_scissors,
    "steel-stapler": _steel_stapler,
    "brass-ruler": _brass_ruler,
    "ink-bottle": _ink_bottle,
    "wall-calendar": _wall_calendar,
    "sketchbook": _sketchbook,
}
