"""Furniture: ten drawings."""

from storefront.demo.drawings.kit import (
    PALETTE,
    Colours,
    Draw,
    Drawing,
    Material,
    across,
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
    sheen,
    slant,
    stroke,
)

_LINEN = PALETTE["cream"]


def dining_chair(c: Colours) -> Drawing:
    m = c.main
    seat = PALETTE["sand"] if c.key != "sand" else PALETTE["charcoal"]
    return Drawing(
        parts=(
            contact(306, 660, 150, 16),
            path("M190 420H214L206 640H192zM386 420H410L408 640H394z", down(m.shaded)),
            path("M176 92Q188 82 198 92L216 420H190zM424 92Q412 82 402 92L384 420H410z", across(m)),
            path("M178 96C240 124 360 124 422 96L416 168C360 192 240 192 184 168z", across(m)),
            faint(0.5, stroke("M184 104C240 130 360 130 416 104", m.pale, 3)),
            path("M194 256C250 274 350 274 406 256L404 292C350 310 250 310 196 292z", across(m.shaded)),
            path("M186 396H414L456 462H144z", slant(seat)),
            faint(0.4, stroke("M180 408H422M172 420H430M164 434H438M155 448H446", seat.dark, 2)),
            faint(0.4, stroke("M216 396L182 462M258 396L240 462M300 396V462M342 396L360 462M384 396L418 462", seat.dark, 2)),
            path("M142 460H458V488Q458 494 450 494H150Q142 494 142 488z", down(m)),
            path("M146 490H182L172 676H156z", across(m)),
            path("M418 490H454L444 676H428z", across(m.shaded)),
            rect((170, 566, 262, 13), down(m.shaded), 4),
            glint("M156 500L162 660", 4),
        ),
        box=(142, 86, 316, 592),
        detail=(300, 420, 360),
        cm=78,
    )


def three_leg_stool(c: Colours) -> Drawing:
    m = c.main
    return Drawing(
        parts=(
            contact(300, 620, 170, 16),
            path("M286 280H314L318 598H290z", across(m.shaded)),
            path("M194 446L424 462L422 480L194 464z", down(m.shaded)),
            path("M206 280H246L170 632H142z", across(m)),
            path("M354 280H394L458 632H430z", across(m.shaded)),
            glint("M212 320L152 610", 5),
            path("M124 246V270C124 330 476 330 476 270V246z", across(m)),
            ellipse(300, 244, 176, 42, slant(m.lit)),
            faint(0.4, stroke("M150 236Q300 226 448 240M136 250Q300 262 464 250M170 266Q300 278 430 266M196 220Q300 214 400 222", m.dark, 2.5)),
            ellipse(212, 244, 13, 5, c.wood.dark),
            ellipse(378, 238, 13, 5, c.wood.dark),
            ellipse(300, 264, 13, 5, c.wood.dark),
        ),
        box=(124, 200, 352, 434),
        detail=(240, 290, 320),
        cm=45,
        floor=True,
    )


def side_table(c: Colours) -> Drawing:
    m, leaf, book = c.main, PALETTE["forest"], PALETTE["terracotta" if c.key == "cream" else "cream"]
    return Drawing(
        parts=(
            contact(300, 632, 132, 18),
            path("M168 616C168 590 250 584 300 584C350 584 432 590 432 616V626C420 654 180 654 168 626z", across(m.shaded)),
            ellipse(300, 612, 130, 25, slant(m)),
            rect((286, 320, 28, 296), sheen(m)),
            path("M256 604Q284 596 286 540H314Q316 596 344 604Q300 620 256 604z", across(m)),
            path("M84 300V326C84 384 516 384 516 326V300z", across(m)),
            ellipse(300, 300, 216, 47, flat(m.lit)),
            ellipse(300, 303, 204, 41, slant(Material(m.dark, m.base, m.light))),
            path("M290 306L420 296L446 314L308 328z", slant(book)),
            path("M308 328L446 314V326L308 340z", PALETTE["white"].base),
            ellipse(214, 312, 36, 8, m.dark),
            path("M178 236H238C246 270 240 306 226 312H190C176 306 170 270 178 236z", across(PALETTE["white"])),
            ellipse(208, 236, 30, 7, PALETTE["white"].dark),
            stroke("M206 236C206 190 196 160 176 136M208 236C210 186 222 160 246 142M207 236V168", leaf.base, 4),
            *(group(ellipse(0, 0, 9, 20, globe(leaf)), transform=f"translate({x} {y}) rotate({a})") for x, y, a in _LEAVES),
            glint("M98 326C120 352 170 364 220 368", 5),
        ),
        box=(84, 176, 432, 474),
        detail=(230, 300, 330),
        cm=63,
    )


_LEAVES = ((172, 132, -40), (250, 138, 45), (207, 158, 0), (186, 176, -60), (232, 176, 60), (196, 206, -50), (222, 206, 50))


def bookshelf(c: Colours) -> Drawing:
    m = c.main
    tones = [PALETTE[k] for k in ("navy", "terracotta", "cream", "sage", "mustard", "slate", "rust", "forest")]

    def books(x: int, foot: int, row: tuple[tuple[int, int, int], ...]) -> str:
        drawn = ""
        for wide, tall, tone in row:
            drawn += rect((x, foot - tall, wide, tall), tones[tone].base) + rect((x + 3, foot - tall, 4, tall), tones[tone].light)
            x += wide + 1
        return drawn

    vase = path("M0 0C-24 -20 -20 -50 -8 -62V-74H12V-62C24 -50 28 -20 4 0z", across(PALETTE["white"]))
    box = rect((0, -52, 84, 52), down(PALETTE["sand"]), 3) + stroke("M30 -28H54", PALETTE["sand"].deep, 5)
    rows = (
        books(194, 190, ((17, 74, 0), (22, 82, 2), (14, 70, 1), (20, 78, 3)))
        + group(vase, transform="translate(372 190)"),
        books(284, 302, ((20, 80, 4), (15, 72, 5), (24, 84, 6), (18, 76, 2), (14, 70, 7), (22, 78, 1)))
        + group(circle(228, 276, 25, globe(PALETTE["copper"]))),
        group(box, transform="translate(196 414)") + books(318, 414, ((22, 82, 5), (18, 76, 0), (16, 84, 3), (22, 70, 2))),
        books(194, 526, ((24, 84, 1), (16, 76, 2), (20, 70, 7), (20, 82, 5), (15, 74, 4), (22, 84, 0), (18, 72, 3))),
        group(box, transform="translate(196 638)") + group(box, transform="translate(308 638)"),
    )
    shelves = "".join(rect((190, y, 220, 12), down(m.lit)) for y in (190, 302, 414, 526))
    return Drawing(
        parts=(
            contact(310, 668, 150, 12),
            rect((176, 76, 248, 578), flat(m.shaded)),
            *(rect((190, y, 220, 94), flat(Material(m.dark, m.dark, m.deep))) for y in (96, 209, 321, 433, 545)),
            *rows,
            shelves,
            rect((174, 72, 18, 596), across(m)),
            rect((408, 72, 18, 596), across(m.shaded)),
            rect((168, 66, 264, 20), down(m.lit), 3),
            rect((188, 638, 224, 16), down(m)),
        ),
        box=(168, 66, 264, 604),
        detail=(290, 240, 300),
        cm=180,
    )


def lounge_armchair(c: Colours) -> Drawing:
    m, legs = c.main, c.wood
    return Drawing(
        parts=(
            contact(300, 632, 220, 18),
            path("M128 560H156L136 634H120zM444 560H472L480 634H464z", across(legs)),
            path("M152 470C128 300 134 168 180 144C220 124 380 124 420 144C466 168 472 300 448 470z", across(m)),
            path("M184 420C168 300 176 190 204 176C240 160 360 160 396 176C424 190 432 300 416 420z", slant(m)),
            faint(0.5, stroke("M192 420C176 300 184 196 208 182C240 168 360 168 392 182", m.pale, 3)),
            path("M158 432C158 404 190 398 300 398C410 398 442 404 442 432V480H158z", down(m.lit)),
            path("M158 440C180 428 420 428 442 440V500H158z", down(m)),
            stroke("M160 446C190 432 410 432 440 446", m.pale, 3),
            path("M140 494H460V570Q460 582 446 582H154Q140 582 140 570z", down(m.shaded)),
            path("M72 372C72 330 160 322 172 366L168 582H110Q92 582 90 560z", across(m)),
            path("M528 372C528 330 440 322 428 366L432 582H490Q508 582 510 560z", across(m.shaded)),
            path("M72 372C72 334 160 326 172 366C150 348 96 350 72 372z", m.pale),
            path("M528 372C528 334 440 326 428 366C450 350 504 350 528 372z", m.light),
            faint(0.4, stroke("M172 372L168 578M428 372L432 578", m.deep, 4)),
            faint(0.3, *(circle(x, y, 5, m.deep) for x, y in ((250, 250), (350, 250), (300, 310)))),
            stroke("M152 532H448", m.dark, 2),
        ),
        box=(72, 130, 456, 506),
        detail=(210, 380, 340),
        cm=78,
    )


def writing_desk(c: Colours) -> Drawing:
    m = c.main

    def drawer(x: int) -> str:
        return rect((x, 358, 132, 44), flat(m.lit), 3) + rect((x + 50, 374, 32, 9), sheen(c.metal), 4)

    return Drawing(
        parts=(
            contact(306, 640, 240, 14),
            path("M104 400H122L118 604H108zM478 400H496L492 604H482z", m.deep),
            path("M86 286H514L556 338H44z", slant(m.lit)),
            faint(0.4, stroke("M90 298C200 290 340 302 508 294M74 314C220 306 400 322 526 310M64 326C250 320 380 334 540 326", m.base, 2.5)),
            path("M350 300H438L452 320H354z", PALETTE["white"].base),
            stroke("M372 306L424 312", PALETTE["ink"].base, 3),
            rect((44, 337, 512, 15), down(m)),
            rect((66, 352, 468, 56), flat(m), 2),
            drawer(86),
            drawer(234),
            drawer(382),
            path("M62 352H94L84 640H70z", across(m)),
            path("M506 352H538L530 640H516z", across(m.shaded)),
            path("M150 302C150 292 210 292 210 302V312C210 322 150 322 150 312z", across(c.dark)),
            stroke("M182 302L162 214L236 160", c.dark.dark, 6),
            path("M226 142L280 168Q276 196 246 206L208 172z", across(c.dark)),
            glint("M68 364L74 620", 4),
        ),
        box=(44, 142, 512, 500),
        detail=(190, 360, 320),
        cm=115,
    )


def hallway_bench(c: Colours) -> Drawing:
    m, cloth = c.main, PALETTE["slate"]
    boot = "M0 0V-58H30V-26C52 -22 64 -16 64 0z"
    return Drawing(
        parts=(
            contact(304, 560, 240, 14),
            path("M104 330H124V524H108zM476 330H496L492 524H476z", m.deep),
            path("M86 478H514L530 502H70z", slant(m.shaded)),
            rect((66, 500, 468, 12), down(m)),
            group(path(boot, across(PALETTE["rust"])), transform="translate(380 496)"),
            group(path(boot, across(PALETTE["rust"])), transform="translate(410 502)"),
            path("M70 292H530L562 344H38z", m.dark),
            path("M70 292H530L536 302H64zM61 306H539L546 318H54zM51 322H549L560 340H40z", slant(m.lit)),
            rect((38, 342, 524, 16), down(m), 2),
            path("M76 358H524V388Q500 376 300 376Q100 376 76 388z", down(m.shaded)),
            path("M62 358H96L88 562H72z", across(m)),
            path("M504 358H538L528 562H512z", across(m.shaded)),
            path("M100 290C98 262 120 250 190 250C250 250 272 262 270 290C268 316 250 326 188 326C120 326 100 316 100 290z", down(cloth)),
            faint(0.5, stroke("M104 296C150 308 220 308 266 296", cloth.light, 3)),
            glint("M70 372L76 550", 4),
        ),
        box=(38, 248, 524, 316),
        detail=(190, 360, 310),
        cm=58,
    )


def coat_stand(c: Colours) -> Drawing:
    m, wool, straw = c.main, PALETTE["rust" if c.key != "rust" else "navy"], PALETTE["sand"]
    scarf = "M228 208C250 190 280 206 292 222C276 280 282 360 274 440L232 436C244 360 216 280 228 208z"
    fringe = "M236 438L234 456M244 439L243 457M252 440L251 458M260 440L260 458M268 441L268 459"
    return Drawing(
        parts=(
            contact(300, 672, 130, 14),
            path("M290 590C280 640 220 650 178 672L188 682C240 664 300 656 306 600z", across(m)),
            path("M310 590C320 640 380 650 422 672L412 682C360 664 300 656 294 600z", across(m.shaded)),
            path("M290 596H310L308 690H294z", across(m)),
            rect((288, 96, 24, 520), across(m), 4),
            circle(300, 88, 19, globe(m)),
            stroke("M296 190C250 200 220 180 212 140", m.base, 13),
            stroke("M304 190C350 200 380 180 388 140", m.dark, 13),
            stroke("M296 252C262 262 240 246 234 216", m.base, 12),
            stroke("M304 252C340 262 360 246 366 216", m.dark, 12),
            circle(212, 138, 11, globe(m)),
            circle(388, 138, 11, globe(m)),
            circle(366, 214, 10, globe(m)),
            path(scarf, across(wool)),
            stroke(fringe, wool.dark, 3),
            faint(0.5, stroke("M236 400L276 404M234 414L275 418", wool.pale, 4)),
            path("M334 154C344 128 352 92 392 98C430 102 432 132 436 164C470 176 480 192 466 196C420 204 360 184 320 164C310 152 322 150 334 154z", across(straw)),
            path("M336 150Q384 158 436 162L437 174Q380 170 332 160z", PALETTE["ink"].base),
            rect((284, 284, 32, 10), sheen(c.metal), 3),
            glint("M294 310V580", 4),
        ),
        box=(178, 70, 292, 620),
        detail=(320, 210, 320),
        cm=175,
    )


def bed_frame(c: Colours) -> Drawing:
    m, duvet = c.main, PALETTE["slate"]
    return Drawing(
        parts=(
            contact(304, 606, 240, 16),
            path("M124 236Q124 214 146 214H454Q476 214 476 236V420H124z", slant(m)),
            faint(0.5, stroke("M196 222V380M264 222V380M336 222V380M404 222V380", m.dark, 3)),
            rect((116, 206, 368, 20), down(m.lit), 8),
            path("M132 330H468L512 500H88z", down(_LINEN)),
            path("M148 322C150 290 168 286 216 286C264 286 284 290 284 322C284 348 262 350 214 350C164 350 146 348 148 322z", globe(PALETTE["white"])),
            path("M316 322C316 290 336 286 384 286C432 286 450 290 452 322C454 348 436 350 386 350C338 350 316 348 316 322z", globe(PALETTE["white"])),
            path("M120 372C200 360 400 360 480 372L524 506C528 540 520 556 512 556H88C80 556 72 540 76 506z", down(duvet)),
            path("M120 372C200 360 400 360 480 372L488 402C400 390 200 390 112 402z", down(PALETTE["white"])),
            faint(0.5, stroke("M180 410C160 450 150 500 152 548M300 402C296 450 306 500 300 550M420 410C440 450 446 500 444 548", duvet.dark, 4)),
            rect((60, 520, 480, 46), down(m), 5),
            path("M66 566H98L92 608H74zM502 566H534L526 608H508z", down(m.shaded)),
            glint("M72 530H520", 3),
        ),
        box=(60, 206, 480, 402),
        detail=(200, 330, 320),
        cm=122,
    )


def chest_of_drawers(c: Colours) -> Drawing:
    m = c.main

    def drawer(x: int, y: int, wide: int, tall: int, knobs: tuple[int, ...]) -> str:
        shade = rect((x - 3, y - 3, wide + 6, tall + 6), m.deep, 3)
        return shade + rect((x, y, wide, tall), slant(m), 2) + "".join(circle(k, y + tall / 2, 9, globe(c.metal)) for k in knobs)

    return Drawing(
        parts=(
            contact(306, 648, 200, 14),
            path("M112 580H144L136 650H120zM456 580H488L480 650H464z", across(m.shaded)),
            path("M126 136H474L506 166H94z", slant(m.lit)),
            faint(0.4, stroke("M130 146C220 140 360 152 470 144M112 158C240 150 380 164 490 156", m.dark, 2)),
            rect((94, 165, 412, 15), down(m), 2),
            rect((106, 180, 388, 410), across(m), 2),
            drawer(122, 196, 170, 76, (207,)),
            drawer(308, 196, 170, 76, (393,)),
            drawer(122, 292, 356, 84, (207, 393)),
            drawer(122, 396, 356, 84, (207, 393)),
            drawer(122, 500, 356, 78, (207, 393)),
            glint("M126 202H286M126 298H470M126 402H470M126 506H470", 2),
        ),
        box=(94, 136, 412, 516),
        detail=(240, 290, 320),
        cm=92,
    )


DRAWINGS: dict[str, Draw] = {
    "dining-chair": dining_chair,
    "three-leg-stool": three_leg_stool,
    "side-table": side_table,
    "bookshelf": bookshelf,
    "lounge-armchair": lounge_armchair,
    "writing-desk": writing_desk,
    "hallway-bench": hallway_bench,
    "coat-stand": coat_stand,
    "bed-frame": bed_frame,
    "chest-of-drawers": chest_of_drawers,
}
