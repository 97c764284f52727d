"""Clothing: ten drawings, laid flat."""

from storefront.demo.drawings.kit import (
    PALETTE,
    Colours,
    Draw,
    Drawing,
    Material,
    across,
    cast,
    circle,
    dashed,
    down,
    ellipse,
    faint,
    flat,
    globe,
    group,
    path,
    rect,
    sheen,
    slant,
    stroke,
)


def _second(m: Material) -> Material:
    """Return the other yarn: light on dark cloth, dark on light cloth."""
    return PALETTE["cream"] if int(m.base[1:3], 16) < 170 else PALETTE["slate"]


def linen_shirt(c: Colours) -> Drawing:
    m = c.main
    left = "M206 152C172 160 152 176 140 206L60 520L120 544L196 316z"
    right = "M394 152C428 160 448 176 460 206L540 520L480 544L404 316z"
    body = "M222 144L300 168L378 144C402 150 418 160 424 176L412 330L422 620Q362 640 300 632Q238 640 178 620L188 330L176 176C182 160 198 150 222 144z"
    return Drawing(
        parts=(
            cast(left + right + body, 12, 16),
            path(left, slant(m)),
            path(right, slant(m.shaded)),
            path("M62 506L128 530L120 556L54 532zM538 506L472 530L480 556L546 532z", flat(m.lit)),
            path(body, across(m)),
            faint(0.4, stroke("M188 330C196 280 186 220 178 182M412 330C404 280 414 220 422 182M206 600C226 520 216 440 228 370M388 600C374 520 384 440 372 370", m.dark, 6)),
            path("M240 142Q300 196 360 142L356 132Q300 160 244 132z", m.deep),
            path("M286 176H314V634H286z", flat(m.lit)),
            stroke("M286 190V632M314 190V632", m.dark, 2),
            path("M238 130L224 150L262 222L300 180Q256 166 238 130z", slant(m.lit)),
            path("M362 130L376 150L338 222L300 180Q344 166 362 130z", slant(m)),
            stroke("M224 150L262 222L300 180L338 222L376 150", m.dark, 2),
            *(circle(300, y, 6, globe(c.wood)) for y in (214, 284, 354, 424, 494, 564)),
            path("M338 300H392V352L365 366L338 352z", flat(m)),
            stroke("M338 300H392V352L365 366L338 352z", m.dark, 2),
            dashed("M182 612Q240 628 300 622Q360 628 418 612", m.dark, 2, "5 5"),
        ),
        box=(54, 130, 492, 508),
        detail=(300, 240, 300),
        cm=74,
        lying=True,
    )


def wool_sweater(c: Colours) -> Drawing:
    m = c.main
    left = "M200 168C156 180 136 206 124 250L66 556L140 574L190 360z"
    right = "M400 168C444 180 464 206 476 250L534 556L460 574L410 360z"
    body = "M226 154Q300 190 374 154C400 160 416 170 420 190L414 360V592H186V360L180 190C184 170 200 160 226 154z"
    over = "".join(f"M{x} 212" + "c-22 18 -22 34 0 52c22 18 22 34 0 52" * 3 for x in (248, 300, 352))
    under = "".join(f"M{x} 212" + "c22 18 22 34 0 52c-22 18 -22 34 0 52" * 3 for x in (248, 300, 352))
    cables = stroke(over, m.light, 7) + stroke(under, m.dark, 7)
    ribs = "".join(f"M{x} 594V632" for x in range(194, 412, 10))
    cuffs = "".join(f"M{66 + i * 10} {560 + i * 2.5}l-6 30M{534 - i * 10} {560 + i * 2.5}l6 30" for i in range(8))
    return Drawing(
        parts=(
            cast(left + right + body + "M186 592H414V634H186z", 12, 16),
            path(left, slant(m)),
            path(right, slant(m.shaded)),
            path("M65 554L142 574L136 606L58 586zM535 554L458 574L464 606L542 586z", flat(m)),
            path(body, across(m)),
            faint(0.5, cables),
            faint(0.4, stroke("M222 210V590M274 210V590M326 210V590M378 210V590", m.dark, 3)),
            path("M186 590H414V628Q414 636 406 636H194Q186 636 186 628z", across(m)),
            faint(0.6, stroke(ribs, m.dark, 3), stroke(cuffs, m.dark, 3)),
            path("M230 148Q300 136 370 148Q300 176 230 148z", m.deep),
            stroke("M228 152Q300 206 372 152", m.dark, 24),
            stroke("M228 150Q300 202 372 150", m.base, 20),
            dashed("M230 152Q300 204 370 152", m.light, 16, "3 7"),
            faint(0.4, stroke("M190 360C198 300 190 240 184 200M410 360C402 300 410 240 416 200", m.deep, 5)),
        ),
        box=(58, 138, 484, 500),
        detail=(300, 240, 300),
        cm=68,
        lying=True,
    )


def rain_jacket(c: Colours) -> Drawing:
    m = c.main
    left = "M190 218C150 230 134 256 124 300L76 560L142 576L188 400z"
    right = "M410 218C450 230 466 256 476 300L524 560L458 576L412 400z"
    body = "M214 204H386C406 210 416 222 420 240L414 400L426 646H174L186 400L180 240C184 222 194 210 214 204z"
    hood = "M208 216C190 130 240 84 300 84C360 84 410 130 392 216Q300 262 208 216z"
    return Drawing(
        parts=(
            cast(left + right + body + hood, 12, 16),
            path(left, slant(m)),
            path(right, slant(m.shaded)),
            path(body, across(m)),
            path(hood, globe(m)),
            path("M238 214C230 158 256 126 300 126C344 126 370 158 362 214Q300 244 238 214z", m.deep),
            path("M250 216C244 172 264 146 300 146C336 146 356 172 350 216L300 232z", down(m.shaded)),
            path("M206 212Q300 262 394 212L404 236Q300 284 196 236z", flat(m.lit)),
            path("M288 250H316V646H288z", flat(m.shaded)),
            dashed("M302 252V644", c.metal.light, 4, "3 3"),
            rect((296, 258, 12, 26), sheen(c.metal), 3),
            path("M204 470L266 456V478L210 494zM396 470L334 456V478L390 494z", flat(m.lit)),
            stroke("M204 470L266 456V478L210 494zM396 470L334 456V478L390 494z", m.dark, 2),
            stroke("M250 240C246 276 252 300 248 330M350 240C354 276 348 300 352 330", PALETTE["cream"].base, 4),
            circle(248, 334, 6, globe(c.metal)),
            circle(352, 334, 6, globe(c.metal)),
            dashed("M184 398C240 384 360 384 416 398M178 630H422", m.pale, 2, "6 5"),
            faint(0.5, stroke("M198 262C194 320 200 370 198 440L190 620M112 340L88 540", m.pale, 6)),
            path("M74 548L146 564L140 590L70 574zM526 548L454 564L460 590L530 574z", flat(m.shaded)),
        ),
        box=(70, 84, 460, 564),
        detail=(300, 250, 310),
        cm=82,
        lying=True,
    )


def denim_trousers(c: Colours) -> Drawing:
    m = c.main
    thread = PALETTE["brass"].base if c.key not in {"white", "cream", "sand", "brass", "mustard"} else m.dark
    left = "M186 82H300V236L282 664Q232 676 184 664L164 260C164 190 172 130 186 82z"
    right = "M300 82H414C428 130 436 190 436 260L416 664Q368 676 318 664L300 236z"
    return Drawing(
        parts=(
            cast(left + right, 13, 17),
            path("M192 74H408L404 108H196z", m.deep),
            path(right, across(m)),
            path(left, across(m)),
            faint(0.4, ellipse(224, 330, 26, 120, m.light), ellipse(364, 330, 24, 120, m.light)),
            path("M184 82H416L420 118Q300 130 180 118z", flat(m)),
            *(rect((x, 78, 14, 46), flat(m.lit), 2) for x in (214, 284, 372)),
            circle(306, 103, 9, globe(c.metal)),
            stroke("M300 126V240C318 238 330 214 330 126", m.dark, 2.5),
            dashed("M324 126C324 208 316 228 304 234M182 116Q300 128 418 116M184 88H416", thread, 2.5, "6 4"),
            dashed("M176 170C216 168 232 150 238 124M424 170C384 168 368 150 362 124", thread, 3, "6 4"),
            stroke("M174 176C218 174 238 154 244 124M426 176C382 174 362 154 356 124", m.deep, 2),
            stroke("M300 240L283 660M300 240L317 660", m.deep, 3),
            dashed("M292 262L275 656M178 300L194 656M422 300L406 656", thread, 2, "6 4"),
            path("M182 646Q232 658 284 646L282 672Q232 684 183 672zM316 646Q368 658 418 646L417 672Q368 684 318 672z", flat(m.lit)),
            circle(186, 166, 3.5, thread),
            circle(414, 166, 3.5, thread),
        ),
        box=(164, 74, 272, 604),
        detail=(300, 190, 290),
        cm=104,
        lying=True,
    )


def cotton_t_shirt(c: Colours) -> Drawing:
    m = c.main
    shirt = (
        "M220 142Q300 204 380 142C420 152 450 164 468 188L546 320L468 374L424 306L428 630Q364 644 300 640"
        "Q236 644 172 630L176 306L132 374L54 320L132 188C150 164 180 152 220 142z"
    )
    return Drawing(
        parts=(
            path("M222 140Q300 126 378 140Q340 190 300 192Q260 190 222 140z", m.deep),
            cast(shirt, 12, 16),
            path(shirt, slant(m)),
            faint(0.4, stroke("M176 306C184 260 174 220 160 196M424 306C416 260 426 220 440 196", m.dark, 5)),
            faint(0.3, stroke("M230 620C250 520 236 430 262 350M370 620C350 540 366 450 342 390M196 330C240 350 270 340 300 320", m.dark, 9)),
            faint(0.5, stroke("M192 240C186 360 196 480 188 600", m.pale, 9)),
            stroke("M226 142Q300 212 374 142", m.dark, 17),
            stroke("M225 140Q300 208 375 140", m.base, 14),
            dashed("M214 152Q300 232 386 152", m.dark, 2, "5 4"),
            dashed("M66 314L138 364M534 314L462 364M174 616Q236 630 300 626Q364 630 426 616", m.dark, 2, "5 4"),
        ),
        box=(54, 134, 492, 510),
        detail=(250, 230, 300),
        cm=70,
        lying=True,
    )


def summer_dress(c: Colours) -> Drawing:
    m, s = c.main, _second(c.main)
    top = "M232 176Q300 236 368 176C374 220 388 252 386 280L376 330H224L214 280C212 252 226 220 232 176z"
    skirt = "M224 328H376C404 430 450 540 486 634Q440 662 392 646Q346 668 300 650Q254 668 208 646Q160 662 114 634C150 540 196 430 224 328z"
    sprig = ellipse(0, 0, 9, 4, s.light) + ellipse(0, 0, 4, 9, s.light) + circle(0, 0, 3, c.metal.base)
    places = (
        *((262, 250), (336, 262), (300, 290), (250, 390), (320, 400), (366, 430), (220, 470), (286, 470)),
        *((402, 520), (340, 520), (190, 550), (252, 560), (306, 590), (384, 600), (440, 590), (160, 610), (230, 624)),
    )
    sprigs = "".join(group(sprig, transform=f"translate({x} {y})") for x, y in places)
    return Drawing(
        parts=(
            stroke("M240 184C236 140 248 110 262 92M360 184C364 140 352 110 338 92", m.dark, 11),
            stroke("M239 182C235 140 247 110 261 93M359 182C363 140 351 110 337 93", m.base, 7),
            cast(top + skirt, 12, 16),
            path(skirt, across(m)),
            faint(0.4, stroke("M246 350C226 450 196 560 176 640M284 350C276 460 262 560 254 648M318 350C326 460 340 560 346 648M352 350C374 450 408 560 424 642", m.dark, 8)),
            faint(0.4, stroke("M234 352C206 460 170 560 140 630M300 350V636", m.pale, 7)),
            path(top, across(m)),
            faint(0.4, stroke("M240 230C252 270 250 300 254 326M360 230C348 270 350 300 346 326", m.dark, 5)),
            sprigs,
            path("M222 318H378L382 344H218z", flat(m.shaded)),
            stroke("M232 178Q300 238 368 178", m.light, 5),
            stroke("M300 332C262 300 246 322 262 340C274 350 290 342 300 332C310 342 326 350 338 340C354 322 338 300 300 332L284 388M300 332L318 384", m.deep, 6),
            dashed("M122 624Q164 644 208 632Q254 652 300 636Q346 652 392 632Q436 644 478 624", m.dark, 2, "5 5"),
        ),
        box=(114, 90, 372, 572),
        detail=(300, 280, 300),
        cm=108,
        lying=True,
    )


def knit_beanie(c: Colours) -> Drawing:
    m = c.main
    cap = "M118 470C104 300 180 170 300 164C420 170 496 300 482 470z"
    stitches = "".join(
        f"M{x} {y}l8 12l8 -12"
        for y in range(226, 460, 26)
        for x in range(int(300 - (y + 90) * 0.4), int(300 + (y + 90) * 0.4) - 16, 24)
        if abs(x - 292) < min(160, 36 + (y - 200) * 0.75)
    )
    ribs = "".join(f"M{x} 466Q{x - (300 - x) // 30} 520 {x} 574" for x in range(124, 490, 22))
    return Drawing(
        parts=(
            cast(cap + "M100 456H500V580H100z", 14, 18),
            path(cap, globe(m)),
            faint(0.4, stroke("M300 168C240 240 208 350 206 460M300 168C360 240 392 350 394 460M300 168V460", m.dark, 5)),
            faint(0.5, stroke(stitches, m.light, 3)),
            path("M96 470Q94 452 112 450Q300 432 488 450Q506 452 504 470L500 566Q500 582 484 584Q300 602 116 584Q100 582 100 566z", across(m)),
            faint(0.5, stroke(ribs, m.dark, 6)),
            faint(0.5, group(stroke(ribs, m.pale, 2), transform="translate(-6 0)")),
            stroke("M98 466Q300 446 502 466", m.deep, 3),
            rect((392, 500, 56, 34), c.wood.base, 3),
            dashed("M397 505H443V529H397z", c.wood.pale, 2, "4 3"),
        ),
        box=(94, 162, 412, 432),
        detail=(380, 460, 290),
        cm=24,
        lying=True,
    )


def wool_scarf(c: Colours) -> Drawing:
    m, s = c.main, _second(c.main)
    loop = "M176 232C176 100 424 100 424 232C424 290 372 330 300 336C228 330 176 290 176 232z"
    hole = "M232 226C232 160 368 160 368 226C368 250 340 268 300 270C260 268 232 250 232 226z"
    long = "M246 300L346 316C352 420 332 520 340 632H224C228 520 240 420 246 300z"
    short = "M286 308L372 284C400 360 416 450 432 540L326 566C318 470 306 390 286 308z"
    fringe = "".join(f"M{x} 632L{x + (x // 11 % 3 - 1) * 3} 676" for x in range(230, 340, 11))
    fringe_short = "".join(f"M{331 + i * 11} {564 - i * 3}l{4 + i % 3 * 2} 40" for i in range(10))
    return Drawing(
        parts=(
            cast(loop + long + short, 12, 16),
            path(loop, across(m.shaded)),
            path(hole, m.deep),
            faint(0.3, path("M240 226C244 172 356 172 360 226C340 200 260 200 240 226z", m.light)),
            stroke(fringe_short, m.dark, 4.5),
            path(short, across(m.shaded)),
            path("M321 500L426 476L430 494L323 520zM318 462L420 438L423 450L319 476z", s.base),
            stroke(fringe, m.base, 4.5),
            path(long, across(m)),
            path("M230 560H336V584H229zM232 522H336V536H231zM231 596H337V604H230z", s.base),
            path("M176 226C176 290 230 332 330 340L380 300C300 300 236 280 232 226C230 200 180 196 176 226z", slant(m)),
            path("M368 226C366 260 330 288 268 296L246 330C350 340 424 290 424 232C424 200 372 200 368 226z", slant(m.lit)),
            faint(0.4, stroke("M196 240C206 290 260 318 330 324M404 240C396 290 340 316 268 316M266 350C262 440 250 520 248 620M312 350C312 440 300 520 304 620", m.dark, 4)),
            faint(0.4, dashed("".join(f"M244 {y}H338" for y in range(350, 520, 14)), m.pale, 2, "3 5")),
        ),
        box=(174, 130, 266, 550),
        detail=(300, 310, 300),
        cm=88,
        lying=True,
    )


def leather_gloves(c: Colours) -> Drawing:
    m = c.main
    hand = (
        "M-74 220C-84 120 -92 60 -88 20L-96 -84C-98 -112 -64 -116 -60 -88L-50 -20L-48 -142C-48 -172 -10 -172 -10 -142L-8 -24"
        "L0 -152C2 -180 38 -178 38 -150L32 -14L50 -118C56 -144 88 -136 84 -110L72 30C92 0 112 -24 132 -12C150 0 134 30 118 56"
        "C100 90 84 120 78 220z"
    )
    seams = "M-34 -110L-32 40M16 -120L14 44M-72 -60L-64 50"
    glove = (
        cast(hand, 10, 14)
        + path(hand, slant(m))
        + faint(0.5, stroke("M-50 -20L-46 24M-8 -24L-8 24M32 -14L30 30M72 30L62 70", m.deep, 4))
        + dashed(seams, m.deep, 2.5, "5 4")
        + faint(0.5, stroke("M-86 -70L-80 30C-76 90 -72 140 -68 180M-38 -136V-60M10 -144L6 -70M62 -110L50 -50", m.pale, 5))
        + path("M-78 196Q0 210 82 196L80 250Q0 264 -72 250z", across(m.shaded))
        + dashed("M-76 204Q0 218 80 204", m.pale, 2, "5 4")
        + rect((-6, 214, 28, 22), sheen(c.metal), 4)
        + faint(0.6, stroke("M-70 160Q0 172 76 160", m.dark, 4))
    )
    return Drawing(
        parts=(
            group(glove, transform="translate(392 340) rotate(12)"),
            group(group(glove, transform="scale(-1 1)"), transform="translate(212 400) rotate(-8)"),
        ),
        box=(66, 168, 470, 484),
        detail=(350, 470, 300),
        cm=27,
        lying=True,
    )


def wool_socks(c: Colours) -> Drawing:
    m, s = c.main, _second(c.main)
    sock = (
        "M-70 -220H70L66 40C70 80 100 112 150 150C196 186 190 250 130 252C70 252 10 214 -40 168C-84 128 -66 60 -68 -20z"
    )
    ribs = "".join(f"M{x} -216V-132" for x in range(-60, 68, 12))
    one = (
        cast(sock, 10, 14)
        + path(sock, across(m))
        + path("M-66 60C-84 128 -70 150 -40 168L-18 184C0 150 -20 90 -66 60z", s.base)
        + path("M116 126C110 170 96 220 78 240C96 250 112 252 130 252C190 250 196 186 150 150z", s.base)
        + path("M-69 -112H69V-92H-69zM-69 -78H69V-68H-69z", s.base)
        + path("M-72 -224Q0 -234 72 -224L70 -132Q0 -122 -70 -132z", across(m))
        + faint(0.5, stroke(ribs, m.dark, 4))
        + faint(0.4, dashed("".join(f"M-62 {y}H62" for y in range(-52, 60, 15)), m.pale, 2.5, "3 5"))
        + faint(0.4, stroke("M-20 180C0 150 20 90 66 50M20 210C40 180 60 130 90 100", m.dark, 4))
        + faint(0.5, stroke("M-54 -120C-56 -40 -54 20 -52 60", m.pale, 7))
    )
    return Drawing(
        parts=(
            group(one, transform="translate(330 340) rotate(-6)"),
            group(one, transform="translate(196 400) rotate(6)"),
        ),
        box=(96, 106, 420, 556),
        detail=(230, 250, 300),
        cm=40,
        lying=True,
    )


DRAWINGS: dict[str, Draw] = {
    "linen-shirt": linen_shirt,
    "wool-sweater": wool_sweater,
    "rain-jacket": rain_jacket,
    "denim-trousers": denim_trousers,
    "cotton-t-shirt": cotton_t_shirt,
    "summer-dress": summer_dress,
    "knit-beanie": knit_beanie,
    "wool-scarf": wool_scarf,
    "leather-gloves": leather_gloves,
    "wool-socks": wool_socks,
}
