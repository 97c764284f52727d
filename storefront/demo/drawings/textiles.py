"""Textiles: ten drawings."""

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
    faint,
    flat,
    globe,
    group,
    path,
    rect,
    slant,
    stroke,
)


def _fringe(left: int, right: int, y: int, length: int) -> str:
    """Return the outline of a row of threads hanging from y."""
    return "".join(f"M{x} {y}l{(x // 9) % 3 - 1} {length}" for x in range(left, right, 9))


def _stripe(m: Material) -> Material:
    """Return what to weave a stripe of: light on dark cloth, dark on light cloth."""
    return PALETTE["cream"] if int(m.base[1:3], 16) < 170 else PALETTE["slate"]


def linen_cushion(c: Colours) -> Drawing:
    m = c.main
    shape = (
        "M78 158C70 140 92 126 112 134C230 164 370 164 488 134C508 126 530 140 522 158"
        "C498 280 498 470 522 592C530 610 508 624 488 616C370 586 230 586 112 616C92 624 70 610 78 592C102 470 102 280 78 158z"
    )
    return Drawing(
        parts=(
            cast(shape, 16, 24),
            path(shape, globe(m)),
            faint(0.4, stroke("M110 158Q176 214 196 276M490 158Q424 214 404 276M110 592Q176 536 196 474M490 592Q424 536 404 474", m.dark, 4)),
            faint(0.3, dashed("".join(f"M104 {y}Q300 {y + (375 - y) // 12} 496 {y}" for y in range(190, 570, 24)), m.light, 2, "3 6")),
            dashed("M98 156C230 184 370 184 502 156C480 280 480 470 502 594C370 566 230 566 98 594C120 470 120 280 98 156z", m.dark, 2.5),
            *(circle(x, 566, 8, globe(c.wood)) for x in (200, 300, 400)),
            faint(0.5, stroke("M150 240C158 214 176 198 206 192", m.pale, 10)),
        ),
        box=(76, 130, 448, 490),
        detail=(190, 500, 300),
        cm=50,
        lying=True,
    )


def wool_blanket(c: Colours) -> Drawing:
    m = c.main
    s = _stripe(m)
    fold = "M92 {a}C64 {a} 64 {b} 92 {b}H508C524 {b} 524 {a} 508 {a}z"
    layers = "".join(path(fold.format(a=y, b=y + 68), down(m)) for y in (486, 418, 350))
    creases = "".join(stroke(f"M92 {y}H508", m.deep, 3) for y in (418, 486))
    top = "M96 350C80 350 82 334 100 322L148 286H452L500 322C518 334 520 350 504 350z"
    drop = "M336 288H446L486 322C498 336 500 350 498 380V500H370V380C370 350 366 330 358 318z"
    return Drawing(
        parts=(
            contact(304, 552, 220, 18),
            layers,
            creases,
            path(top, flat(m.lit)),
            faint(0.5, stroke("M150 300H340M132 314H350M114 330H360", m.base, 2)),
            path(drop, down(m)),
            path("M370 440H498V456H370zM370 466H498V472H370z", s.base),
            path("M340 296H452L456 300H342z", s.base),
            stroke(_fringe(374, 498, 500, 34), m.base, 4),
            faint(0.5, stroke("M370 380V498", m.deep, 4), stroke("M498 380V498", m.light, 3)),
            faint(0.3, *(dashed(f"M86 {y}H366", m.pale, 2, "2 5") for y in (370, 384, 438, 452, 506, 520))),
        ),
        box=(70, 284, 452, 272),
        detail=(410, 440, 280),
        cm=24,
    )


def bath_towel(c: Colours) -> Drawing:
    m = c.main
    back = "M196 196H448V480H196z"
    front = "M152 190C152 172 164 168 176 168H424C440 168 448 176 448 190V640Q374 650 300 640Q226 632 152 640z"
    return Drawing(
        parts=(
            group(rect((60, 176, 490, 20), "#2b2620", 10), transform="translate(10 22)", opacity=0.1),
            cast(front, 14, 22),
            path(back, m.deep),
            rect((58, 172, 484, 20), down(c.metal), 10),
            circle(66, 182, 17, globe(c.metal)),
            circle(534, 182, 17, globe(c.metal)),
            path(front, across(m)),
            path("M152 192C160 168 440 168 448 192C400 182 200 182 152 192z", m.pale),
            path("M152 560Q226 552 300 560Q374 570 448 560V590Q374 600 300 590Q226 582 152 590z", across(m.shaded)),
            faint(0.5, stroke("M152 566Q226 558 300 566Q374 576 448 566M152 584Q226 576 300 584Q374 594 448 584", m.light, 3)),
            faint(0.3, dashed("".join(f"M160 {y}H442" for y in range(206, 550, 16)), m.pale, 3, "2 7")),
            faint(0.3, stroke("M236 200C228 330 240 450 232 560M372 196C380 330 366 460 374 564", m.dark, 8)),
            stroke("M152 638Q226 630 300 638Q374 648 448 638", m.dark, 4),
        ),
        box=(50, 164, 500, 486),
        detail=(240, 540, 280),
        cm=80,
        lying=True,
    )


def tea_towel(c: Colours) -> Drawing:
    m, s = c.main, _stripe(c.main)
    cloth = "M300 128C250 180 196 236 190 300L168 640C210 654 250 640 300 648C350 656 392 640 432 646L410 300C404 236 350 180 300 128z"
    lines = "M222 244C214 380 208 520 204 646M262 190C252 350 248 520 246 645M338 190C350 350 354 520 356 650M378 244C388 380 394 520 398 645"
    rows = "M186 350Q300 372 414 350M180 430Q300 452 420 430M176 510Q300 532 424 510M172 590Q300 612 428 590"
    return Drawing(
        parts=(
            cast(cloth, 14, 18),
            circle(300, 100, 20, globe(c.wood)),
            stroke("M292 140C270 92 330 92 308 140", s.dark, 5),
            path(cloth, across(m)),
            faint(0.6, stroke(lines, s.base, 9)),
            faint(0.4, stroke(rows, s.base, 9)),
            faint(0.4, path("M300 128C280 240 270 440 276 646L318 650C326 440 318 240 300 128z", m.dark)),
            faint(0.5, path("M300 128C262 200 232 300 222 646L250 644C256 420 272 240 300 128z", m.pale)),
            stroke("M168 638C210 652 250 638 300 646C350 654 392 638 432 644", s.base, 5),
            circle(300, 99, 11, globe(c.wood)),
        ),
        box=(166, 80, 268, 572),
        detail=(300, 230, 300),
        cm=70,
        lying=True,
    )


def woven_rug(c: Colours) -> Drawing:
    m, s = c.main, _stripe(c.main)
    d = PALETTE["rust"] if c.key not in {"rust", "terracotta"} else PALETTE["ink"]
    rug = "M130 120H470V630H130z"
    tooth = "".join(f"L{x} {36 if i % 2 else 0}" for i, x in enumerate(range(0, 341, 17)))
    zigzag = "M" + tooth[1:]
    bands = "".join(
        group(stroke(zigzag, tone, 6), transform=f"translate(130 {y})")
        for y, tone in ((196, s.base), (216, d.base), (498, d.base), (518, s.base))
    )
    gems = path("".join(f"M{x} 325l62 50l-62 50l-62 -50z" for x in (200, 300, 400)), d.base)
    gems += path("".join(f"M{x} 345l38 30l-38 30l-38 -30z" for x in (200, 300, 400)), s.base)
    gems += path("".join(f"M{x} 362l16 13l-16 13l-16 -13z" for x in (200, 300, 400)), d.base)
    return Drawing(
        parts=(
            cast(rug, 10, 14),
            stroke(_fringe(134, 470, 88, 34), PALETTE["cream"].dark, 4),
            stroke(_fringe(134, 470, 628, 34), PALETTE["cream"].dark, 4),
            path(rug, slant(m)),
            bands,
            faint(0.9, gems),
            path("M130 150H470V166H130zM130 584H470V600H130zM130 290H470V298H130zM130 452H470V460H130z", s.base),
            path("M130 174H470V180H130zM130 570H470V576H130z", d.base),
            faint(0.2, stroke("".join(f"M130 {y}H470" for y in range(128, 630, 13)), m.deep, 1.5)),
            stroke("M131 120V630", m.light, 3),
            stroke("M469 120V630", m.dark, 3),
        ),
        box=(128, 88, 344, 574),
        detail=(240, 520, 300),
        cm=230,
        lying=True,
    )


def linen_curtain(c: Colours) -> Drawing:
    m = c.main

    def panel(x: int) -> str:
        edge = "M0 148H188L200 640Q174 656 150 642Q124 630 100 644Q74 656 50 642Q24 632 -6 644z"
        folds = "".join(
            path(f"M{p} 150L{p + 3 * i - 6} 644L{p + 3 * i + 18} 646L{p + 20} 150z", across(m.shaded))
            for i, p in enumerate((24, 72, 118, 162))
        )
        light = faint(0.5, stroke("M12 160L4 630M60 160L58 630M108 160L110 630M152 160L160 630", m.pale, 8))
        hem = faint(0.4, stroke("M-4 616Q24 604 50 614Q74 626 100 616Q124 604 150 614Q174 626 198 614", m.dark, 3))
        return group(cast(edge, 10, 12), path(edge, across(m)), faint(0.6, folds), light, hem, transform=f"translate({x} 0)")

    hoops = "".join(stroke(f"M{x} 128C{x - 12} 132 {x - 12} 150 {x} 152", c.metal.dark, 4) for x in range(102, 500, 44) if x != 278)
    return Drawing(
        parts=(
            rect((252, 170, 96, 440), flat(Material("#fdfdf8", "#eef4f4", "#d6e3e6"))),
            faint(0.6, stroke("M300 172V608M254 330H346M254 480H346", "#c3cfd2", 4)),
            panel(76),
            panel(332),
            hoops,
            rect((52, 118, 496, 14), down(c.wood), 7),
            circle(52, 125, 17, globe(c.wood)),
            circle(548, 125, 17, globe(c.wood)),
        ),
        box=(35, 106, 530, 550),
        detail=(160, 240, 300),
        cm=250,
        lying=True,
    )


def cotton_apron(c: Colours) -> Drawing:
    m, tie = c.main, c.main.shaded
    body = "M232 170H368C376 240 404 296 452 322V630Q452 646 436 646H164Q148 646 148 630V322C196 296 224 240 232 170z"
    return Drawing(
        parts=(
            stroke("M240 176C220 60 380 60 360 176", tie.dark, 13),
            stroke("M239 174C221 62 379 62 361 174", tie.light, 7),
            stroke("M152 332C112 350 124 410 96 462M448 332C488 350 476 410 504 462", tie.dark, 12),
            stroke("M151 330C111 348 123 408 95 458M449 330C489 348 477 408 505 458", tie.light, 6),
            cast(body, 10, 14),
            path(body, slant(m)),
            faint(0.3, stroke("M210 340C200 440 206 560 196 640M402 340C410 440 396 560 406 640M252 210C250 260 230 300 200 330", m.dark, 7)),
            path("M206 420H394V520Q394 540 374 540H226Q206 540 206 520z", flat(m)),
            dashed("M212 428H388V520Q388 534 374 534H226Q212 534 212 520z", m.pale, 2.5),
            stroke("M206 420H394M300 422V538", m.dark, 3),
            rect((232, 170, 136, 18), flat(m.shaded)),
            dashed("M236 192H364M156 634H444", m.pale, 2.5),
            circle(244, 179, 7, globe(c.metal)),
            circle(356, 179, 7, globe(c.metal)),
            rect((404, 470, 30, 20), PALETTE["walnut"].base, 2),
        ),
        box=(90, 84, 420, 564),
        detail=(280, 440, 300),
        cm=95,
        lying=True,
    )


def oven_glove(c: Colours) -> Drawing:
    m, s = c.main, _stripe(c.main)
    mitt = (
        "M208 560L196 300C190 160 230 92 300 92C372 92 404 160 400 280C400 310 408 318 418 300"
        "C440 252 496 250 500 300C502 350 452 410 420 450C404 472 402 520 400 560z"
    )
    quilt = "M206 470L400 300M202 380L396 200M200 290L370 130M214 560L412 400M206 300L404 500M200 210L402 400M216 150L420 340M204 400L350 556"
    return Drawing(
        parts=(
            cast(mitt + "M196 552H412V660H196z", 12, 18),
            path(mitt, slant(m)),
            faint(0.4, stroke(quilt, m.dark, 3)),
            faint(0.4, group(stroke(quilt, m.pale, 2), transform="translate(-2 -3)")),
            faint(0.5, stroke("M224 250C224 170 250 122 296 112", m.pale, 10)),
            stroke("M404 440C396 400 400 340 410 312", m.dark, 4),
            rect((192, 548, 220, 106), across(s), 8),
            dashed("M196 562H408M196 640H408", s.dark, 2.5),
            stroke("M404 600C450 596 456 660 412 646", s.dark, 8),
            stroke("M404 598C446 596 450 652 412 642", s.light, 3),
        ),
        box=(190, 90, 312, 568),
        detail=(300, 520, 300),
        cm=32,
        lying=True,
    )


def table_runner(c: Colours) -> Drawing:
    m, s, table = c.main, _stripe(c.main), PALETTE["oak" if c.key not in {"oak", "sand"} else "walnut"]
    tassel = path("M290 672H310L318 730H282z", across(s)) + circle(300, 670, 11, globe(s))
    return Drawing(
        parts=(
            contact(310, 250, 220, 22),
            path("M86 196H514L580 300H20z", slant(table.lit)),
            faint(0.4, stroke("M100 214C220 206 400 220 500 212M72 250C220 240 380 258 540 244M50 280C200 270 420 288 560 276", table.base, 3)),
            rect((20, 299, 560, 30), down(table), 3),
            cast("M216 300H384V590L300 672L216 590z", 10, 12),
            path("M236 196H364L384 302H216z", slant(m.lit)),
            path("M216 300H384V590L300 672L216 590z", down(m)),
            tassel,
            path("M216 520H384V534H216zM216 546H384V552H216zM216 502H384V508H216z", s.base),
            path("M217 292H383L384 302H216z", m.pale),
            dashed("M226 304V586L300 658L374 586V304M245 200L227 298M355 200L373 298", m.dark, 2.5, "5 5"),
            faint(0.3, stroke("M258 310C252 400 262 500 256 620M344 310C350 400 338 500 346 620", m.dark, 6)),
        ),
        box=(20, 186, 560, 546),
        detail=(300, 560, 300),
        cm=95,
        lying=True,
    )


def bed_linen(c: Colours) -> Drawing:
    m, s = c.main, _stripe(c.main)

    def fold(y: int, tall: int, inset: int, stuff: Material) -> str:
        left, right, mid, foot = 96 + inset, 504 - inset, y + tall // 2, y + tall
        edge = f"M{left + 20} {y}H{right}V{foot}H{left + 20}C{left - 10} {foot} {left - 10} {y} {left + 20} {y}z"
        seam = stroke(f"M{left + 22} {mid}H{right}", stuff.deep, 2)
        return path(edge, down(stuff)) + seam + stroke(f"M{right} {y}V{foot}", stuff.light, 3)

    button = "".join(circle(x, 352, 7, globe(PALETTE["white"])) for x in (380, 424, 468))
    return Drawing(
        parts=(
            contact(304, 586, 212, 18),
            fold(500, 84, 0, m),
            fold(418, 82, 6, s.lit),
            fold(336, 82, 2, m),
            path("M118 336C112 322 128 312 146 300L176 282H440L482 312C496 322 504 330 502 336z", flat(m.lit)),
            path("M128 282C118 262 130 240 170 238C260 232 360 232 430 240C470 244 482 266 470 286C440 304 160 304 128 282z", down(PALETTE["white"] if c.key != "white" else PALETTE["cream"])),
            faint(0.4, stroke("M140 282C240 292 380 290 462 280", m.dark, 3)),
            button,
            rect((228, 336, 30, 248), across(c.wood.lit)),
            path("M228 337L234 284H262L258 337z", c.wood.light),
            path("M244 290C210 262 176 270 180 292C184 310 222 304 244 292C266 304 304 312 308 292C312 270 278 262 244 290z", across(c.wood.lit)),
            circle(244, 291, 10, globe(c.wood)),
            faint(0.3, *(dashed(f"M272 {y}H494", m.pale, 2, "2 5") for y in (524, 540, 560))),
        ),
        box=(92, 234, 414, 354),
        detail=(270, 340, 300),
        cm=28,
    )


DRAWINGS: dict[str, Draw] = {
    "linen-cushion": linen_cushion,
    "wool-blanket": wool_blanket,
    "bath-towel": bath_towel,
    "tea-towel": tea_towel,
    "woven-rug": woven_rug,
    "linen-curtain": linen_curtain,
    "cotton-apron": cotton_apron,
    "oven-glove": oven_glove,
    "table-runner": table_runner,
    "bed-linen": bed_linen,
}
