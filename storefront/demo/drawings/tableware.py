"""Tableware: ten drawings."""

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

_RAW_CLAY = Material("#e6d5bd", "#cdb492", "#9c8260")


def stoneware_mug(c: Colours) -> Drawing:
    m = c.main
    clay = _RAW_CLAY if c.key != "sand" else PALETTE["walnut"]
    body = "M142 250H418V500C418 556 396 578 352 578H208C164 578 142 556 142 500z"
    return Drawing(
        parts=(
            contact(280, 576, 122),
            stroke("M410 312C510 292 528 360 512 412C496 462 450 486 408 492", m.dark, 36),
            stroke("M412 304C504 288 520 358 504 408C488 454 446 476 408 482", m.base, 22),
            faint(0.6, stroke("M420 300C480 294 506 330 503 372", m.light, 7)),
            path(body, across(clay)),
            path("M142 250H418V470C370 492 340 460 290 476C240 492 190 464 142 480z", across(m)),
            ellipse(280, 250, 138, 34, flat(m.lit)),
            ellipse(280, 254, 126, 27, down(m.shaded)),
            ellipse(280, 262, 108, 18, PALETTE["walnut"].dark),
            glint("M172 306C168 360 168 400 174 446", 14),
            faint(0.3, stroke("M144 330Q280 372 416 330M144 392Q280 432 416 392", m.dark, 3)),
            faint(0.5, *(circle(x, y, 2.5, clay.deep) for x, y in ((210, 530), (260, 548), (320, 520), (360, 552)))),
        ),
        box=(142, 216, 376, 364),
        detail=(380, 390, 320),
        cm=9.5,
    )


def teapot(c: Colours) -> Drawing:
    m = c.main
    body = "M300 300C410 300 456 370 456 440C456 520 400 572 300 572C200 572 144 520 144 440C144 370 190 300 300 300z"
    return Drawing(
        parts=(
            contact(300, 576, 110),
            stroke("M172 372C60 320 50 500 168 508", m.dark, 26),
            stroke("M170 366C64 318 56 488 164 500", m.base, 15),
            path("M430 480C492 470 476 376 536 340L566 360C536 420 540 530 434 536z", across(m.shaded)),
            ellipse(551, 350, 18, 8, m.deep),
            path("M218 560L212 580Q300 594 388 580L382 560z", across(m.shaded)),
            path(body, globe(m)),
            path("M224 316C232 262 368 262 376 316Q300 342 224 316z", across(m)),
            stroke("M222 317Q300 343 378 317", m.deep, 4),
            circle(300, 258, 20, globe(c.wood)),
            glint("M176 440C178 392 200 356 240 338", 13),
            faint(0.3, stroke("M150 482Q300 560 450 482", m.dark, 4)),
        ),
        box=(84, 238, 482, 346),
        detail=(400, 350, 330),
        cm=16.5,
    )


def dinner_plate(c: Colours) -> Drawing:
    m = c.main
    rim = c.metal.base if c.key in {"white", "cream"} else m.light
    disc = "M300 155A220 220 0 1 1 299 155z"
    return Drawing(
        parts=(
            cast(disc, 14, 20),
            circle(300, 375, 220, slant(m)),
            ring(300, 375, (217, 217), rim, 5),
            circle(300, 375, 150, slant(Material(m.dark, m.base, m.light))),
            circle(302, 377, 144, slant(m)),
            circle(300, 375, 138, flat(m)),
            glint("M112 330C126 262 172 210 232 188", 12),
            faint(0.3, ring(300, 375, (186, 186), m.dark, 2), ring(300, 375, (90, 90), m.dark, 1.5)),
            glint("M390 496C430 470 452 440 462 404", 4),
        ),
        box=(80, 155, 440, 440),
        detail=(200, 270, 300),
        cm=26,
        lying=True,
    )


def wine_glass(c: Colours) -> Drawing:
    m, wine = c.main, Material("#a64458", "#7d2438", "#4c1020")
    bowl = "M206 130C180 260 196 388 292 400H308C404 388 420 260 394 130z"
    return Drawing(
        parts=(
            contact(300, 634, 92, 14),
            faint(0.6, path("M206 130C180 260 196 388 292 400H308C404 388 420 260 394 130Q300 152 206 130z", across(m))),
            faint(0.9, path("M194 266C200 342 226 384 292 392H308C374 384 400 342 406 266Q300 290 194 266z", across(wine))),
            ellipse(300, 266, 106, 17, down(wine.lit)),
            faint(0.8, path("M290 398C296 460 296 560 286 596Q220 614 204 630Q300 652 396 630Q380 614 314 596C304 560 304 460 310 398z", across(m))),
            stroke(bowl, m.dark, 2.5),
            ring(300, 130, (94, 14), m.dark, 3),
            faint(0.7, ring(300, 130, (94, 14), "#ffffff", 1.5)),
            stroke("M204 630Q300 653 396 630", m.dark, 3),
            glint("M222 170C210 240 214 308 236 350", 12),
            glint("M384 170C394 224 392 262 386 290", 5),
            stroke("M297 410C300 470 299 540 295 590", "#ffffff", 3),
        ),
        box=(190, 116, 220, 530),
        detail=(300, 230, 330),
        cm=21.5,
    )


def carafe(c: Colours) -> Drawing:
    m, water = c.main, Material("#e2f1f6", "#bfdde8", "#8db6c6")
    filled = water if c.key == "clear" else c.main
    body = "M254 150L232 128H356L346 150C344 250 350 300 396 372C446 450 440 632 396 632H204C160 632 154 450 204 372C250 300 256 250 254 150z"
    inside = "M190 396Q300 420 410 396C440 460 432 618 392 622H208C168 618 160 460 190 396z"
    return Drawing(
        parts=(
            contact(300, 630, 128),
            faint(0.5, path(body, across(m))),
            faint(0.7, path(inside, across(filled))),
            faint(0.8, ellipse(300, 397, 110, 17, filled.light)),
            stroke(body, m.dark, 3),
            rect((264, 92, 76, 66), across(PALETTE["oak"]), 10),
            ellipse(302, 96, 36, 9, PALETTE["oak"].light),
            faint(0.4, *(circle(x, y, 3, PALETTE["oak"].dark) for x, y in ((284, 116), (310, 130), (298, 146), (326, 112)))),
            ring(294, 129, (62, 8), m.dark, 3),
            glint("M202 440C186 496 188 556 202 600", 12),
            glint("M270 176C270 250 264 290 246 326", 7),
            glint("M404 450C414 500 412 550 404 590", 5),
        ),
        box=(162, 86, 278, 548),
        detail=(300, 250, 340),
        cm=27,
    )


def cutlery_set(c: Colours) -> Drawing:
    blank = c.key in {"steel", "brass", "copper", "black"}
    m = c.main if blank else PALETTE["steel"]
    grip = m if blank else c.main
    fork = (
        "M150 90V200C150 236 168 246 172 262L168 380H202L198 262C202 246 220 236 220 200V90H208V190H198V90H188V190H182"
        "V90H172V190H162V90z"
    )
    knife = "M290 380V96C330 110 336 250 326 380z"
    spoon = "M432 92C476 92 482 170 470 212C462 238 450 246 448 270L450 380H416L418 270C416 246 404 238 396 212C384 170 388 92 432 92z"
    handle = "M0 372H36C40 480 46 580 44 636Q44 664 18 664Q-8 664 -8 636C-10 580 -4 480 0 372z"

    def piece(d: str, x: int) -> str:
        shade = cast(d) + group(cast(handle), transform=f"translate({x} 0)")
        held = group(path(handle, across(grip)), glint("M10 400C8 500 4 580 4 630", 4), transform=f"translate({x} 0)")
        return shade + path(d, sheen(m)) + held + rect((x - 2, 366, 40, 12), sheen(m), 3)

    bowl = faint(0.7, ellipse(432, 160, 32, 56, slant(m.shaded)))
    return Drawing(
        parts=(piece(fork, 167), piece(knife, 290), piece(spoon, 415), bowl, glint("M408 130C402 160 404 186 412 206", 5)),
        box=(140, 88, 340, 578),
        detail=(300, 220, 340),
        cm=21,
        lying=True,
    )


def soup_bowl(c: Colours) -> Drawing:
    m, soup = c.main, Material("#f0b56a", "#dd9443", "#b06c24")
    body = "M96 338C104 450 160 540 236 552L228 584Q300 596 372 584L364 552C440 540 496 450 504 338z"
    leaf = "M0 0C10 -16 34 -16 44 0C34 14 10 14 0 0z"
    leaves = "".join(
        group(path(leaf, tone), transform=f"translate({x} {y})")
        for x, y, tone in ((250, 352, "#6f8f4c"), (284, 366, "#547238"), (322, 350, "#88a862"))
    )
    return Drawing(
        parts=(
            contact(300, 584, 92),
            path(body, across(m)),
            ellipse(300, 338, 204, 66, flat(m.lit)),
            ellipse(300, 342, 186, 55, down(m.shaded)),
            ellipse(300, 354, 164, 40, down(soup)),
            faint(0.5, stroke("M200 352C240 330 300 330 350 338", soup.light, 5)),
            leaves,
            path("M236 552Q300 562 364 552L366 560Q300 570 234 560z", m.deep),
            glint("M122 412C136 466 164 506 200 530", 13),
            stroke("M112 404Q300 500 488 404", m.dark, 4),
        ),
        box=(96, 272, 408, 318),
        detail=(220, 400, 300),
        cm=12.5,
    )


def cake_stand(c: Colours) -> Drawing:
    m, cake = c.main, Material("#f0c98c", "#d79f58", "#a56f32")
    cream = Material("#ffffff", "#fbf1e2", "#dccbb2")
    drips = "M168 300C168 250 432 250 432 300V340C420 372 404 372 398 348C390 336 376 336 370 356C360 384 340 380 336 352C330 340 314 340 308 364C300 392 278 386 274 356C268 342 252 342 246 360C236 380 220 372 214 350C206 338 194 340 190 352C182 366 170 356 168 340z"
    return Drawing(
        parts=(
            contact(300, 630, 104),
            path("M280 440C290 520 268 584 200 612Q188 632 210 634H390Q412 632 400 612C332 584 310 520 320 440z", across(m)),
            path("M76 424C84 466 200 482 300 482C400 482 516 466 524 424z", across(m.shaded)),
            ellipse(300, 420, 226, 44, slant(m)),
            faint(0.5, ring(300, 420, (212, 38), m.pale, 3)),
            ellipse(312, 424, 146, 30, m.dark),
            path("M168 300V418C168 454 432 454 432 418V300z", across(cake)),
            faint(0.6, stroke("M168 376Q300 420 432 376", cream.base, 8)),
            path(drips, across(cream)),
            ellipse(300, 298, 132, 34, flat(cream)),
            *(circle(x, y, 13, globe(PALETTE["rust"])) for x, y in ((232, 286), (300, 274), (368, 286), (300, 306))),
            glint("M222 606C262 592 284 560 290 520", 6),
        ),
        box=(74, 256, 452, 380),
        detail=(210, 400, 320),
        cm=23.5,
    )


def espresso_cup(c: Colours) -> Drawing:
    m, crema = c.main, Material("#d9a566", "#a86f35", "#5d3615")
    body = "M172 300H428C428 410 400 500 352 524H248C200 500 172 410 172 300z"
    return Drawing(
        parts=(
            contact(300, 576, 170),
            path("M70 546C92 590 220 596 300 596C380 596 508 590 530 546z", across(m.shaded)),
            ellipse(300, 544, 230, 42, slant(m)),
            ellipse(312, 542, 104, 19, m.dark),
            stroke("M416 336C508 318 500 440 392 442", m.dark, 24),
            stroke("M418 330C496 316 488 428 394 432", m.base, 13),
            path(body, across(m)),
            ellipse(300, 300, 128, 32, flat(m.lit)),
            ellipse(300, 304, 114, 25, down(m.shaded)),
            ellipse(300, 311, 98, 18, globe(crema)),
            faint(0.6, ring(296, 312, (56, 9), crema.light, 3)),
            glint("M196 352C202 408 220 456 242 482", 13),
            faint(0.6, stroke("M284 240C262 212 306 190 284 158M326 236C306 208 346 192 328 166", "#ffffff", 9)),
        ),
        box=(70, 160, 460, 438),
        detail=(370, 380, 320),
        cm=11.4,
    )


def butter_dish(c: Colours) -> Drawing:
    m, butter = c.main, PALETTE["mustard"]
    return Drawing(
        parts=(
            contact(300, 538, 218, 16),
            path("M70 506H530C528 536 500 546 470 546H130C100 546 72 536 70 506z", across(m.shaded)),
            rect((56, 490, 488, 24), down(m), 12),
            rect((140, 452, 330, 40), down(butter.lit), 4),
            path("M118 494C110 400 118 340 152 326H448C482 340 490 400 482 494z", down(m)),
            path("M152 326C150 318 450 318 448 326C420 340 180 340 152 326z", m.pale),
            path("M118 494C110 400 118 340 152 326H186C160 350 152 410 156 494z", flat(m.lit)),
            path("M482 494C490 400 482 340 448 326H414C440 350 448 410 444 494z", flat(m.shaded)),
            path("M262 322C258 270 342 270 338 322z", across(c.wood)),
            ellipse(300, 285, 31, 11, c.wood.light),
            glint("M184 372C176 410 176 440 178 470", 12),
            faint(0.4, stroke("M112 470Q300 480 488 470", m.dark, 3)),
        ),
        box=(56, 274, 488, 272),
        detail=(300, 370, 320),
        cm=9.8,
    )


DRAWINGS: dict[str, Draw] = {
    "stoneware-mug": stoneware_mug,
    "teapot": teapot,
    "dinner-plate": dinner_plate,
    "wine-glass": wine_glass,
    "carafe": carafe,
    "cutlery-set": cutlery_set,
    "soup-bowl": soup_bowl,
    "cake-stand": cake_stand,
    "espresso-cup": espresso_cup,
    "butter-dish": butter_dish,
}
