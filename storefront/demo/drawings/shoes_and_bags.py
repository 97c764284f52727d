"""Pictures of the shoes, the bags and the small leather goods."""

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
    group,
    path,
    rect,
    ring,
    sheen,
    slant,
    stroke,
)


def _canvas_sneaker(c: Colours) -> Drawing:
    rubber, cotton = PALETTE["white"], PALETTE["cream" if c.key != "cream" else "white"]
    upper = (
        "M500 462C508 404 506 350 496 300Q490 286 476 293C444 312 412 308 388 288Q372 274 358 288"
        "C330 334 272 372 212 392C150 408 104 420 98 462z"
    )
    stay = "M384 284Q372 274 358 288C334 328 290 360 236 384L256 412C320 392 372 350 398 304z"
    eyes = ((378, 309), (356, 335), (329, 358), (299, 377), (268, 392))
    laces = "".join(f"M{x} {y}l-32-24" for x, y in eyes)
    sole = "M96 458H504Q514 458 513 470L510 490Q508 500 496 500H114Q92 500 87 478Q84 458 96 458z"
    parts = (
        contact(300, 500, 210),
        path("M346 304C344 262 366 236 396 238Q410 244 402 300z", slant(c.main.lit)),
        path("M388 288Q440 270 496 300Q470 330 430 326Q404 320 388 288z", c.main.deep),
        path(upper, slant(c.main)),
        path("M462 296Q484 288 496 300C506 350 508 404 500 462H462Q480 380 462 296z", slant(c.main.shaded)),
        path(stay, slant(c.main.shaded)),
        dashed("M262 420C330 400 388 352 410 306", c.main.pale, 2),
        stroke(laces, cotton.dark, 12),
        stroke(laces, cotton.light, 8),
        *(circle(x, y, 4, c.metal.dark) for x, y in eyes),
        path("M97 462C104 424 140 408 184 401Q222 420 222 462z", slant(rubber)),
        stroke("M184 401Q222 420 222 462", rubber.dark, 2),
        path(sole, down(rubber)),
        stroke("M92 471H510", c.main.dark, 4),
        stroke("M94 488H508", rubber.dark, 2),
    )
    return Drawing(parts, (86, 238, 428, 262), (330, 370, 250), 14)


def _leather_boot(c: Colours) -> Drawing:
    upper = (
        "M468 560C472 480 462 420 460 340L466 168Q400 184 300 166C304 240 306 320 290 372"
        "C270 420 210 434 160 454C112 474 98 510 100 560z"
    )
    eyes = [(318 - max(0, i - 4) * 14, 208 + i * 33) for i in range(7)]
    laces = "".join(f"M{x} {y}l-26-15" for x, y in eyes)
    parts = (
        contact(292, 616, 200),
        path("M300 166Q330 144 384 148Q440 148 466 168Q400 190 300 166z", c.main.deep),
        path("M302 176C276 150 288 130 318 138L334 172z", slant(c.main.lit)),
        stroke("M456 176C484 150 484 200 464 226", c.main.deep, 9),
        path(upper, slant(c.main)),
        path("M460 340L466 168L420 177C424 300 418 420 412 560H468C472 480 462 420 460 340z", slant(c.main.shaded)),
        path("M300 166L348 174C356 270 350 352 318 398Q300 420 262 426L290 372C306 320 304 240 300 166z", c.main.dark),
        path("M100 560C98 510 112 474 160 454Q178 446 196 442Q232 490 226 560z", slant(c.main.lit)),
        dashed("M203 440Q240 490 234 558", c.main.deep, 2),
        dashed("M410 182C414 300 408 420 402 556", c.main.deep, 2),
        faint(0.35, path("M122 520Q130 482 170 468Q140 492 136 524z", c.main.pale)),
        *(circle(x, y, 5, c.metal.base) for x, y in eyes),
        stroke(laces, PALETTE["sand"].dark, 7),
        stroke("M292 193Q250 190 262 232M292 193Q250 160 240 204", PALETTE["sand"].dark, 5),
        rect((92, 556, 384, 14), down(PALETTE["oak"]), 6),
        dashed("M98 562H470", PALETTE["oak"].dark, 2, "5 5"),
        path("M92 570H476V592H350Q330 586 312 592H110Q92 588 92 570z", down(c.dark)),
        path("M352 592H476L472 616H360z", slant(PALETTE["black"])),
    )
    return Drawing(parts, (92, 138, 388, 478), (310, 340, 280), 26)


def _sandal(c: Colours) -> str:
    foot = (
        "M0-214C56-218 84-160 80-96C76-40 58 0 60 60C64 120 70 190 8 202C-46 204-56 150-52 100"
        "C-48 40-72-10-82-80C-88-150-58-210 0-214z"
    )
    cork = PALETTE["sand" if c.key != "sand" else "oak"]
    front = "M-92-118Q0-168 88-112L82-38Q0-92-82-44z"
    back = "M-70 14Q0-34 66 18L64 66Q0 20-58 64z"
    return group(
        cast(foot, 10, 16),
        path(foot, c.dark.dark),
        group(path(foot, slant(cork)), transform="translate(-1 -6) scale(.97)"),
        faint(0.25, path("M-4-190C40-190 58-150 50-110Q0-140-54-108C-58-150-40-188-4-190z", cork.dark)),
        cast(front, 4, 8),
        path(front, slant(c.main)),
        path(back, slant(c.main)),
        dashed("M-84-110Q0-156 80-104M-76-52Q0-98 76-48", c.main.pale, 2),
        dashed("M-64 20Q0-24 60 24M-54 56Q0 12 58 58", c.main.pale, 2),
        group(rect((34, -92, 30, 40), c.metal.dark, 5), rect((40, -86, 18, 28), c.main.base, 2)),
        stroke("M34-74h18", c.metal.light, 4),
    )


def _leather_sandal(c: Colours) -> Drawing:
    left = group(_sandal(c), transform="translate(200 380) rotate(-5) scale(1.06)")
    right = group(_sandal(c), transform="translate(400 366) rotate(5) scale(-1.06 1.06)")
    return Drawing((left, right), (104, 140, 392, 458), (220, 300, 250), 29, lying=True)


def _slipper(c: Colours) -> str:
    wool = PALETTE["cream"]
    upper = "M84 462C84 414 118 352 196 330Q258 314 318 338Q338 350 330 372C322 410 330 444 350 462z"
    return group(
        path("M96 448C180 436 420 444 486 424Q508 428 506 462L100 470z", down(wool)),
        path("M318 340Q352 356 346 400Q344 440 358 462H330Q306 400 318 340z", wool.dark),
        path(upper, slant(c.main)),
        faint(0.4, path("M112 428C124 384 156 354 204 346Q160 372 146 424z", c.main.pale)),
        stroke("M318 340Q338 350 330 372C322 410 330 444 350 462", wool.light, 15),
        dashed("M300 338Q316 352 310 376C304 412 312 440 330 460", c.main.deep, 2),
        path("M82 460H506Q516 462 512 474Q506 488 486 488H110Q82 486 82 460z", down(c.dark)),
        stroke("M88 463H506", c.main.dark, 3),
    )


def _house_slippers(c: Colours) -> Drawing:
    behind = group(_slipper(c), transform="translate(78 -40) scale(.9)")
    front = group(_slipper(c), transform="translate(-16 34)")
    parts = (contact(345, 400, 190), behind, contact(285, 520, 215), front)
    return Drawing(parts, (66, 244, 474, 278), (230, 420, 260), 13)


def _city_backpack(c: Colours) -> Drawing:
    body = "M128 580V300C128 190 200 134 300 134S472 190 472 300V580Q472 624 428 624H172Q128 624 128 580z"
    flap = "M138 330V288C140 196 206 146 300 146S460 196 462 288V330Q462 356 436 356H164Q138 356 138 330z"
    strap = "M{x} 330V470"
    parts = (
        contact(300, 622, 176),
        stroke("M258 142C258 96 342 96 342 142", c.main.deep, 18),
        stroke("M258 140C258 94 342 94 342 140", c.main.base, 11),
        path("M132 300Q98 330 100 420V560Q106 600 132 600z", slant(c.main)),
        path("M468 300Q502 330 500 420V560Q494 600 468 600z", slant(c.main.shaded)),
        path(body, slant(c.main)),
        path("M160 420H440V560Q440 596 406 596H194Q160 596 160 560z", slant(c.main.lit)),
        path("M160 420H440V444H160z", c.main.dark),
        stroke("M176 432H424", c.metal.light, 4),
        dashed("M172 452V558Q172 584 196 584H404Q428 584 428 558V452", c.main.dark, 2),
        faint(0.25, path("M146 364H454V392Q300 400 146 392z", c.main.deep)),
        path(flap, slant(c.main)),
        faint(0.3, path("M160 300C164 220 210 174 270 164Q196 206 190 318z", c.main.pale)),
        dashed("M150 326Q150 344 168 344H432Q450 344 450 326", c.main.dark, 2),
        *(stroke(strap.format(x=x), c.wood.dark, 24) for x in (220, 380)),
        *(stroke(strap.format(x=x), c.wood.base, 19) for x in (220, 380)),
        *(rect((x - 18, 372, 36, 30), c.metal.dark, 4) for x in (220, 380)),
        *(rect((x - 10, 379, 20, 16), c.wood.base, 2) for x in (220, 380)),
        *(stroke(f"M{x} 374V400", c.metal.light, 4) for x in (220, 380)),
        rect((264, 214, 72, 44), slant(c.wood), 4),
        dashed("M270 221H330V251H270z", c.wood.light, 2, "5 4"),
    )
    return Drawing(parts, (98, 96, 404, 528), (300, 330, 300), 43)


def _tote_bag(c: Colours) -> Drawing:
    body = "M124 300Q300 312 476 300L500 610Q502 626 484 628Q300 636 116 628Q98 626 100 610z"
    loop = "M206 {y}C200 {k} 226 120 300 120S400 {k} 394 {y}"
    parts = (
        contact(300, 628, 200),
        group(stroke(loop.format(y=300, k=190), c.main.dark, 22), transform="translate(10 -10)"),
        path("M124 300Q300 282 476 300Q300 318 124 300z", c.main.deep),
        path(body, slant(c.main)),
        faint(0.22, path("M400 306L476 300L500 610Q502 626 484 628L396 632Q446 470 400 306z", c.main.deep)),
        faint(
            0.2, path("M150 330Q196 460 168 620Q142 470 150 330zM330 420Q344 540 320 632Q304 530 330 420z", c.main.dark)
        ),
        faint(0.5, path("M222 360Q250 470 236 590Q206 470 222 360z", c.main.pale)),
        stroke(loop.format(y=404, k=180), c.main.dark, 25),
        stroke(loop.format(y=404, k=180), c.main.light, 20),
        dashed("M123 328Q300 340 478 328", c.main.dark, 2.5),
        stroke("M198 374l16 24M214 374l-16 24M386 374l16 24M402 374l-16 24", c.main.dark, 2.5),
    )
    return Drawing(parts, (98, 118, 404, 514), (300, 360, 260), 62)


def _weekend_bag(c: Colours) -> Drawing:
    hide = PALETTE["walnut"]
    body = "M96 350Q100 276 176 270H424Q500 276 504 350L512 530Q512 562 480 564H120Q88 562 88 530z"
    grip = "M212 {y}V300C212 150 388 150 388 300V{y}"
    parts = (
        contact(300, 566, 214),
        group(stroke("M208 290C216 120 384 120 392 290", hide.deep, 15), transform="translate(12 10)"),
        path(body, slant(c.main)),
        path("M96 350Q100 276 176 270Q146 300 144 360L140 564H120Q88 562 88 530z", slant(hide)),
        path("M504 350Q500 276 424 270Q454 300 456 360L460 564H480Q512 562 512 530z", slant(hide.shaded)),
        dashed("M164 280Q152 310 150 362L147 560M436 280Q448 310 450 362L453 560", c.main.deep, 2),
        path("M150 274H450V290H150z", c.main.deep),
        stroke("M160 282H440", c.metal.base, 5),
        rect((146, 470, 308, 94), slant(c.main.shaded)),
        stroke("M146 470H454", c.main.dark, 3),
        faint(0.3, path("M168 310Q190 300 250 300Q190 330 184 440Q166 380 168 310z", c.main.pale)),
        faint(0.2, path("M400 310Q420 380 410 460Q384 390 400 310z", c.main.deep)),
        stroke(grip.format(y=552), hide.deep, 22),
        stroke(grip.format(y=552), hide.base, 16),
        stroke("M218 290C222 176 378 176 382 284", hide.light, 3),
        stroke("M252 188H348", hide.deep, 26),
        stroke("M254 184H346", hide.base, 16),
        *(rect((x - 14, 392, 28, 24), slant(c.metal), 4) for x in (212, 388)),
        rect((270, 380, 60, 44), slant(hide), 5),
        circle(300, 402, 9, c.metal.base),
    )
    return Drawing(parts, (88, 160, 424, 406), (250, 400, 260), 40)


def _leather_belt(c: Colours) -> Drawing:
    metal = PALETTE["brass" if c.key == "walnut" else "steel"]
    side = "M92 330V450A208 92 0 0 0 508 450V330A208 92 0 0 1 92 330z"
    turns = ((208, 92), (178, 76), (150, 62), (124, 49), (100, 37))
    parts = (
        contact(300, 470, 212, 84),
        ellipse(300, 330, 208, 92, c.main.deep),
        *(
            ring(300 + i, 330 - i, (rx - 6, ry - 4), c.main.base if i % 2 else c.main.light, 9)
            for i, (rx, ry) in enumerate(turns)
        ),
        ellipse(304, 327, 84, 28, c.main.deep),
        path(side, across(c.main)),
        dashed("M96 346A208 92 0 0 0 504 346M96 440A208 92 0 0 0 504 440", c.main.pale, 2.5),
        group(
            path("M232 418Q180 412 120 380V490Q180 522 232 530z", slant(c.main.lit)),
            *(ellipse(x, y, 5, 8, c.main.deep) for x, y in ((150, 446), (180, 458), (210, 466))),
            opacity=1,
        ),
        stroke("M106 372V484", c.main.deep, 3),
        rect((246, 396, 26, 154), across(c.main.shaded), 6),
        rect((292, 394, 118, 158), metal.dark, 20),
        rect((290, 390, 118, 158), slant(metal), 20),
        rect((312, 412, 74, 114), slant(c.main), 8),
        stroke("M402 470H306", metal.dark, 13),
        stroke("M402 467H306", metal.light, 7),
    )
    return Drawing(parts, (90, 238, 420, 312), (330, 450, 230), 9)


def _slim_wallet(c: Colours) -> Drawing:
    back = "M118 260H482Q500 260 500 278V520Q500 540 482 540H118Q100 540 100 520V278Q100 260 118 260z"
    card, leaf = PALETTE["cream"], PALETTE["sage"]
    parts = (
        cast(back, 12, 18),
        path(back, slant(c.main.shaded)),
        rect((136, 196, 328, 140), slant(leaf), 14),
        faint(0.35, rect((150, 212, 300, 20), leaf.pale, 4)),
        rect((128, 226, 344, 140), slant(card), 14),
        rect((152, 244, 44, 30), slant(PALETTE["brass"]), 6),
        path("M100 300H250Q256 336 300 336T350 300H500V520Q500 540 482 540H118Q100 540 100 520z", slant(c.main)),
        dashed("M112 312H244Q254 348 300 348T356 312H488", c.main.pale, 2.5, "9 6"),
        dashed("M112 318V516Q112 528 124 528H476Q488 528 488 516V318", c.main.pale, 2.5, "9 6"),
        faint(0.25, path("M124 330H190L130 500Q124 420 124 330z", c.main.pale)),
        faint(0.5, rect((404, 486, 64, 22), c.main.deep, 4)),
    )
    return Drawing(
        (group(*parts, transform="rotate(-7 300 380)"),), (88, 176, 424, 404), (300, 330, 220), 9, lying=True
    )


def _stick_umbrella(c: Colours) -> Drawing:
    dome = "M76 356C84 220 176 130 300 130S516 220 524 356Q486 322 450 356Q412 316 375 356Q338 314 300 356Q262 314 225 356Q188 316 150 356Q114 322 76 356z"
    ribs = ("M300 130C190 150 156 250 150 356", "M300 130C250 180 228 260 225 356", "M300 130V356")
    parts = (
        cast(dome, 12, 20),
        stroke("M300 140V596", c.metal.dark, 11),
        stroke("M298 140V596", c.metal.light, 4),
        path(dome, across(c.main)),
        path("M300 130C350 180 372 260 375 356Q338 314 300 356z", c.main.base),
        path("M300 130C410 150 444 250 450 356Q412 316 375 356C372 260 350 180 300 130z", slant(c.main.shaded)),
        path("M300 130C440 136 516 220 524 356Q486 322 450 356C444 250 410 150 300 130z", slant(c.main.shaded.shaded)),
        path("M300 130C190 150 156 250 150 356Q188 316 225 356C228 260 250 180 300 130z", slant(c.main.lit)),
        *(stroke(rib, c.main.dark, 2) for rib in ribs),
        faint(0.4, path("M116 300C130 230 176 180 226 162Q156 220 138 306z", c.main.pale)),
        rect((294, 96, 12, 40), sheen(c.metal), 5),
        stroke("M300 540V610C300 664 372 664 372 612", c.wood.dark, 23),
        stroke("M298 540V610C298 660 368 660 370 612", c.wood.base, 15),
        stroke("M294 546V606", c.wood.light, 4),
        rect((288, 520, 24, 18), flat(c.metal), 3),
    )
    return Drawing(parts, (76, 96, 448, 562), (300, 250, 280), 90, lying=True)


DRAWINGS: dict[str, Draw] = {
    "canvas-sneaker": _canvas_sneaker,
    "leather-boot": _leather_boot,
    "leather-sandal": _leather_sandal,
    "house-slippers": _house_slippers,
    "city-backpack": _city_backpack,
    "tote-bag": _tote_bag,
    "weekend-bag": _weekend_bag,
    "leather-belt": _leather_belt,
    "slim-wallet": _slim_wallet,
    "stick-umbrella": _stick_umbrella,
}
