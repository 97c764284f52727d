"""Pictures of garden tools and of what stands outside."""

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


def _watering_can(c: Colours) -> Drawing:
    m, brass = c.main, PALETTE["brass"]
    body = "M256 300L244 548Q244 566 262 568H446Q464 566 464 548L452 300z"
    parts = (
        contact(354, 566, 126),
        stroke("M300 300C290 150 470 150 500 290C516 380 500 440 462 470", m.dark, 24),
        stroke("M300 296C290 146 468 148 496 290C510 376 496 432 460 464", m.base, 14),
        stroke("M310 240C326 184 430 176 470 250", m.pale, 4),
        stroke("M150 292L258 414", m.dark, 3),
        path("M252 476L264 536L116 272L142 256z", slant(m)),
        path("M264 536L250 512L126 262L142 256L252 476z", m.dark),
        path("M64 292L156 220L166 250L116 290z", slant(brass)),
        group(
            ellipse(0, 0, 62, 18, brass.dark),
            ellipse(-2, -4, 60, 16, slant(brass.lit)),
            transform="translate(108 254) rotate(-38)",
        ),
        group(
            *(circle(x, y, 2.6, brass.deep) for x in range(-44, 50, 14) for y in (-7, 0)),
            transform="translate(108 252) rotate(-38)",
        ),
        ellipse(354, 300, 98, 20, m.deep),
        path(body, across(m)),
        path("M252 300A102 22 0 0 0 456 300L455 312A102 22 0 0 1 252 312z", m.light),
        path("M254 296A100 20 0 0 1 354 280V314A100 20 0 0 1 254 302z", across(m.lit)),
        stroke("M251 404Q354 424 457 404M246 520Q354 540 462 520", m.dark, 4),
        glint("M286 336L278 500", 12),
        stroke("M252 300A102 22 0 0 0 456 300", m.pale, 4),
    )
    return Drawing(parts, (56, 176, 454, 394), (330, 330, 280), 36)


def _terracotta_pot(c: Colours) -> Drawing:
    m, soil = PALETTE["terracotta"], PALETTE["walnut"]
    parts = (
        contact(300, 600, 158),
        path("M140 556H460L440 594Q436 604 424 604H176Q164 604 160 594z", across(m.shaded)),
        ellipse(300, 556, 160, 20, m.dark),
        path("M164 290H436L400 552Q300 576 200 552z", across(m)),
        faint(0.35, path("M163 286H437L435 304Q300 326 165 304z", m.deep)),
        path("M132 190V268A168 34 0 0 0 468 268V190z", across(m)),
        ellipse(300, 190, 168, 36, m.light),
        ellipse(300, 192, 148, 27, m.deep),
        path("M156 200A148 22 0 0 1 444 200A148 27 0 0 1 156 200z", slant(soil)),
        stroke("M134 232A168 36 0 0 0 466 232", m.dark, 2),
        glint("M170 238L172 268M196 320L224 520", 11),
    )
    return Drawing(parts, (132, 154, 336, 450), (250, 280, 270), 17)


def _secateurs(c: Colours) -> Drawing:
    steel, grip = PALETTE["steel"], PALETTE["rust"]
    blade = "M292 336C250 300 236 226 262 136Q268 122 278 134C318 186 336 262 330 330z"
    hook = "M300 336C340 330 368 296 372 216Q374 202 362 206C348 210 346 240 336 262C324 286 306 300 288 310z"
    arm = "M284 352C262 400 214 440 214 520C214 566 222 604 240 634Q252 650 266 640Q276 630 268 606C254 560 262 500 290 452C310 418 322 388 318 350z"
    other = "M316 352C344 396 386 440 390 520C392 566 384 604 368 634Q354 650 342 640Q332 630 340 606C352 560 340 500 312 452C294 418 280 388 284 350z"
    parts = (
        cast(blade, 10, 15) + cast(arm, 10, 15) + cast(other, 10, 15),
        path(hook, slant(steel.shaded)),
        path(arm.replace("M284", "M286"), slant(grip)),
        stroke("M272 470q60 10 4 20q60 10 0 20q66 10 2 20q60 8 54 12", steel.deep, 5),
        stroke("M272 468q60 10 4 20q60 10 0 20q66 10 2 20", steel.light, 2),
        path(other, slant(grip.shaded)),
        path(blade, slant(steel)),
        path("M262 136C236 226 250 300 292 336L300 326C266 290 254 220 270 132z", steel.pale),
        glint("M232 500C230 560 240 590 248 616M372 500C374 560 366 590 358 616", 7),
        circle(302, 350, 27, globe(steel)),
        circle(302, 350, 12, globe(PALETTE["brass"])),
        stroke("M296 354L308 346", PALETTE["brass"].deep, 3),
    )
    return Drawing(
        (group(*parts, transform="rotate(22 300 385)"),), (130, 118, 330, 540), (310, 340, 260), 20, lying=True
    )


def _garden_trowel(c: Colours) -> Drawing:
    steel, wood = PALETTE["steel"], c.main
    blade = "M230 360Q228 348 242 346H358Q372 348 370 360C372 470 356 570 300 640C244 570 228 470 230 360z"
    grip = "M270 120C262 84 338 84 330 120C322 160 336 190 330 246H270C264 190 278 160 270 120z"
    parts = (
        cast(blade, 12, 12) + cast(grip, 12, 12),
        stroke("M300 244V290Q300 320 300 352", steel.dark, 22),
        stroke("M296 246V350", steel.light, 7),
        path(blade, across(steel)),
        path("M300 346H358Q372 348 370 360C372 470 356 570 300 640z", slant(steel.shaded)),
        path("M284 346H316L304 560H296z", slant(steel.lit)),
        stroke("M300 640C356 570 372 470 370 360M300 640C244 570 228 470 230 360", steel.pale, 3),
        path(grip, across(wood)),
        faint(0.4, stroke("M292 130C288 160 296 190 290 240M312 110C308 160 318 200 312 240", wood.dark, 3)),
        glint("M280 116Q286 150 280 180", 6),
        rect((266, 236, 68, 22), sheen(PALETTE["brass"]), 4),
        circle(300, 110, 7, wood.deep),
    )
    return Drawing(
        (group(*parts, transform="rotate(28 300 375)"),), (130, 110, 340, 530), (300, 300, 250), 31, lying=True
    )


def _wheelbarrow(c: Colours) -> Drawing:
    m, tube, grip = c.main, PALETTE["charcoal"], PALETTE["black"]
    spokes = "".join(f"M122 498L{122 + 44 * cos(a * pi / 4):.0f} {498 + 44 * sin(a * pi / 4):.0f}" for a in range(8))
    parts = (
        contact(122, 566, 62),
        contact(400, 566, 60, 8),
        stroke("M346 440L376 560H424L410 424", tube.deep, 14),
        stroke("M122 498L300 452L548 344", tube.dark, 16),
        stroke("M122 494L300 448L548 340", tube.light, 5),
        stroke("M490 366L550 340", grip.deep, 26),
        stroke("M492 362L548 338", grip.base, 18),
        stroke("M122 498L196 402M300 452L330 410", tube.dark, 11),
        path("M92 300L150 446Q156 458 170 458H380Q394 458 402 446L478 290Q280 250 92 300z", m.deep),
        path("M92 300Q280 254 478 290Q486 296 478 304Q280 340 96 312z", m.dark),
        path("M92 304Q280 344 480 298L404 446Q396 458 382 458H172Q156 458 150 446z", slant(m)),
        path("M340 330Q420 322 480 298L404 446Q396 458 382 458H340z", slant(m.shaded)),
        stroke("M90 302Q280 342 482 296", m.pale, 8),
        glint("M142 344L178 430", 11),
        stroke("M214 344L226 440M290 344L292 440", m.dark, 3),
        circle(122, 498, 68, tube.deep),
        circle(120, 496, 60, globe(PALETTE["black"])),
        circle(122, 498, 46, slant(PALETTE["steel"])),
        circle(122, 498, 38, tube.deep),
        stroke(spokes, PALETTE["steel"].light, 6),
        circle(122, 498, 13, globe(PALETTE["steel"])),
    )
    return Drawing(parts, (54, 270, 506, 296), (200, 420, 300), 62)


def _bird_house(c: Colours) -> Drawing:
    wood, roof = PALETTE["beech"], PALETTE["walnut"]
    front = "M168 320L300 206L432 320V560Q432 568 424 568H176Q168 568 168 560z"
    parts = (
        cast(front, 16, 22),
        path("M284 110H316V640H284z", flat(PALETTE["oak"].shaded)),
        circle(300, 138, 7, PALETTE["steel"].deep),
        circle(300, 620, 7, PALETTE["steel"].deep),
        path(front, slant(wood)),
        path("M168 320L300 206L432 320V352L300 240L168 352z", wood.dark),
        stroke("M256 280V566M344 280V566", wood.dark, 3),
        faint(
            0.4, stroke("M200 380q14 40 0 90M226 420q-10 50 2 110M382 380q12 60-2 120M404 430q-8 40 0 90", wood.dark, 3)
        ),
        path("M300 186L462 326L444 348L300 224z", slant(roof.shaded)),
        path("M300 186L138 326L156 348L300 224z", slant(roof)),
        path(
            "M300 186L138 326L134 318Q132 310 140 304L292 172Q300 166 308 172L460 304Q468 310 466 318L462 326z",
            roof.light,
        ),
        circle(300, 382, 50, wood.dark),
        circle(300, 384, 44, PALETTE["black"].dark),
        faint(0.5, path("M260 402A44 44 0 0 0 340 402A46 46 0 0 1 260 402z", wood.light)),
        stroke("M303 474V498", wood.deep, 15),
        circle(300, 482, 12, globe(PALETTE["oak"])),
        rect((156, 556, 288, 18), down(wood.shaded), 3),
        glint("M184 360V520", 7),
    )
    return Drawing(parts, (132, 110, 336, 530), (300, 370, 280), 31, lying=True)


def _garden_hose(c: Colours) -> Drawing:
    m, brass = c.main, PALETTE["brass"]
    coils = [(300 + (i % 2) * 3, 350 + i * 2, 196 - i * 23) for i in range(5)]
    ties = "M292 {a}Q312 {b} 330 {a}V{c}Q312 {d} 292 {c}z"
    tail = "M300 552C420 556 474 580 480 634"
    parts = (
        faint(0.16, ring(312, 374, (196, 192), "#2b2620", 32), ring(308, 370, (140, 136), "#2b2620", 90)),
        stroke(tail, m.deep, 31),
        *(
            group(
                ring(x, y, (r, r), m.deep, 31),
                ring(x, y, (r, r), m.dark, 27),
                ring(x - 2, y - 2, (r, r), m.base, 19),
                ring(x - 4, y - 4, (r, r), m.light, 4),
            )
            for x, y, r in reversed(coils)
        ),
        stroke(tail, m.dark, 27),
        stroke("M300 549C420 553 470 580 477 632", m.base, 19),
        stroke("M310 545C416 550 462 576 470 626", m.light, 4),
        path(ties.format(a=136, b=128, c=282, d=290), slant(PALETTE["sand"])),
        stroke("M292 164Q312 156 330 164M292 254Q312 262 330 254", PALETTE["sand"].dark, 2),
        rect((456, 622, 46, 24), sheen(brass), 5),
        rect((462, 644, 34, 34), sheen(brass), 3),
        stroke("M470 628v12M480 628v12M490 628v12", brass.deep, 3),
        rect((458, 676, 42, 16), sheen(brass), 4),
    )
    return Drawing((group(*parts, transform="translate(0 -24)"),), (88, 116, 424, 552), (420, 540, 280), 45, lying=True)


def _picnic_basket(c: Colours) -> Drawing:
    m, cloth = c.main, PALETTE["rust"]
    rows = range(388, 560, 22)
    weave = "".join(
        f"M{x} {y}q13-13 26 0" for i, y in enumerate(rows) for x in range(100 + i * 3 + (i % 2) * 13, 476 - i * 3, 26)
    )
    checks = "".join(f"M{x} 376V420" for x in range(336, 440, 22)) + "M331 384H435M331 406H435"
    parts = (
        contact(300, 562, 200),
        stroke("M150 330C150 110 450 110 450 330", m.deep, 22),
        stroke("M148 326C148 106 448 106 448 326", m.base, 13),
        faint(0.6, stroke("M150 300C160 130 430 120 446 300", m.deep, 4)),
        path("M96 366H504L480 548Q478 562 462 562H138Q122 562 120 548z", slant(m)),
        path("M96 366H504L480 548Q478 562 462 562H138Q122 562 120 548z", m.shaded.base if c.key != "cream" else m.base),
        stroke(weave, m.deep, 9),
        stroke(weave, m.light, 6),
        faint(0.25, path("M400 366H504L480 548Q478 562 462 562H380z", m.deep)),
        path("M326 330H440V420Q424 440 404 424Q384 444 362 426Q344 440 326 420z", slant(PALETTE["white"])),
        faint(0.55, stroke(checks, cloth.base, 10)),
        path("M84 336Q84 318 104 316H496Q516 318 516 336V356Q516 372 500 372H100Q84 372 84 356z", down(m)),
        stroke("M292 318V370", m.deep, 4),
        stroke("".join(f"M{x} 322l14 44" for x in range(96, 500, 22)), m.dark, 4),
        stroke("M92 326H508", m.pale, 4),
        *(stroke(f"M{x} 352V424", PALETTE["walnut"].dark, 20) for x in (176, 260)),
        *(stroke(f"M{x} 352V422", PALETTE["walnut"].base, 14) for x in (176, 260)),
        *(rect((x - 15, 384, 30, 22), slant(PALETTE["brass"]), 4) for x in (176, 260)),
    )
    return Drawing(parts, (84, 156, 432, 408), (240, 390, 270), 40)


def _chair_frame(m: Material, dx: int, dy: int) -> str:
    back, front = "M310 130L110 640", "M76 436L304 640"
    rear = stroke(front, m.deep, 20) + group(stroke(front, m.dark, 13), transform="translate(-2 -2)")
    post = stroke(back, m.deep, 20) + group(stroke(back, m.base, 13), transform="translate(-2 0)")
    return group(rear, post, circle(198, 545, 7, globe(PALETTE["steel"])), transform=f"translate({dx} {dy})")


def _folding_chair(c: Colours) -> Drawing:
    m = c.main
    seat = [(62 + i * 30, 430) for i in range(5)]
    back = [(304 - i * 17, 146 + i * 43) for i in range(4)]
    parts = (
        contact(240, 636, 176, 24),
        _chair_frame(m.shaded, 160, -50),
        stroke("M150 596L310 546M262 600L420 550", m.deep, 11),
        path("M60 432H214L374 382V396L214 446H60z", m.deep),
        *(path(f"M{x} {y}l160-50h24l-160 50z", slant(m)) for x, y in seat),
        *(path(f"M{x} {y}h24v11h-24z", m.dark) for x, y in seat),
        *(path(f"M{x} {y}l164-52l-11 32l-164 52z", slant(m)) for x, y in back),
        *(path(f"M{x - 11} {y + 32}l164-52l-2 7l-164 52z", m.deep) for x, y in back),
        _chair_frame(m, 0, 0),
        glint("M300 150L262 246", 4),
    )
    return Drawing((group(*parts, transform="translate(30 20)"),), (82, 86, 424, 584), (330, 300, 320), 82)


def _leaf_rake(c: Colours) -> Drawing:
    wood, steel = PALETTE["oak"], PALETTE["steel"]
    angles = [(-39 + i * 6.5) * pi / 180 for i in range(13)]
    ends = [(300 + 300 * sin(a), 370 + 270 * cos(a)) for a in angles]
    tines = "".join(
        f"M{300 + (x - 300) * 0.05:.0f} 380L{x:.0f} {y:.0f}q{(x - 300) * 0.03:.0f} 20-4 22" for x, y in ends
    )
    bar = f"M{300 + 0.62 * (ends[0][0] - 300):.0f} {370 + 0.62 * (ends[0][1] - 370):.0f}Q300 566 {300 + 0.62 * (ends[-1][0] - 300):.0f} {370 + 0.62 * (ends[-1][1] - 370):.0f}"
    parts = (
        faint(
            0.14, group(stroke(tines, "#2b2620", 7), stroke("M300 80V380", "#2b2620", 24), transform="translate(12 12)")
        ),
        stroke("M301 78V372", wood.dark, 24),
        stroke("M299 78V372", wood.base, 17),
        stroke("M295 80V368", wood.light, 6),
        stroke(tines, steel.deep, 8),
        stroke(tines, steel.base, 5),
        faint(0.8, group(stroke(tines, steel.pale, 1.5), transform="translate(-1.5 0)")),
        stroke(bar, steel.deep, 13),
        stroke(bar, steel.light, 8),
        path("M284 330H316L326 396Q300 410 274 396z", across(steel)),
        rect((285, 318, 30, 16), sheen(PALETTE["brass"]), 3),
        stroke("M300 62V92", PALETTE["charcoal"].base, 26),
    )
    return Drawing(parts, (104, 50, 392, 620), (300, 460, 320), 160, lying=True)


DRAWINGS: dict[str, Draw] = {
    "watering-can": _watering_can,
    "terracotta-pot": _terracotta_pot,
    "secateurs": _secateurs,
    "garden-trowel": _garden_trowel,
    "wheelbarrow": _wheelbarrow,
    "bird-house": _bird_house,
    "garden-hose": _garden_hose,
    "picnic-basket": _picnic_basket,
    "folding-chair": _folding_chair,
    "leaf-rake": _leaf_rake,
}
