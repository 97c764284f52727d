"""From an import's addresses to pictures on the product's page: fetched once, tried again, given up."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from picture_server import PictureServer, drawn, serving

from storefront.catalogue import picture_run, remote_pictures
from storefront.catalogue.fetching import Limits
from storefront.catalogue.machines import networks
from storefront.catalogue.remote_pictures import LEASE, PAUSES
from storefront.catalogue.tables import Image, Product, RemotePicture
from storefront.i18n import Message

HEAD = ("Handle", "Title", "Variant SKU", "Variant Price", "Variant Inventory Qty", "Image Src", "Image Position")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with serving() as running:
        yield running


@pytest.fixture
def shop(each_import_shop: Any) -> Any:
    """A shop that may fetch from this machine."""
    path = each_import_shop.home / "storefront.toml"
    text = path.read_text(encoding="utf-8")
    assert "fetch_from = []" in text
    path.write_text(text.replace("fetch_from = []", 'fetch_from = ["127.0.0.1/32"]'), encoding="utf-8")
    return each_import_shop


@pytest.fixture
def imported(shop: Any, server: PictureServer, export: Any) -> Any:
    """imported({"mug": ["/good.png", …]}) imports these products; the command's output."""

    def run(products: dict[str, list[str]]) -> str:
        rows = []
        for slug, paths in products.items():
            for position, path in enumerate(paths or [""], 1):
                first = (slug.title(), f"SKU-{slug}", "12.00", 5) if position == 1 else ("", "", "", "")
                rows.append((slug, *first, server.base + path if path else "", position if path else ""))
        code, output = shop.run("import", "shopify", str(export(rows, HEAD)))
        assert code == 0, output
        return str(output)

    return run


def page(shop: Any, slug: str = "mug") -> str:
    """The gallery of a product's page."""
    html = shop.open().test_client().get(f"/en/p/{slug}").text
    return str(re.findall(r'<div class="gallery".*?</div></div>', html, re.S)[0])


def run_at(shop: Any, now: datetime, **more: Any) -> dict[str, int]:
    """One run over what is due at a moment."""
    limits = Limits(networks(["127.0.0.1/32"]), seconds=5)
    return dict(picture_run.Run(shop.home / "media", limits, clock=lambda: now, **more).all())


def states() -> dict[str, tuple[str, int]]:
    """path → (state, attempts)"""
    return {"/" + row.url.rpartition("/")[2]: (row.state, row.attempts) for row in RemotePicture.select()}


# later than any import of this run
NOW = datetime.now(UTC) + timedelta(days=1)


def test_a_fetched_picture_takes_the_place_of_the_placeholder(shop: Any, imported: Any) -> None:
    output = imported({"mug": ["/good.png"]})
    assert "pictures: 1 to be fetched by the worker" in output
    assert re.search(r'class="no-picture" role="img" aria-label="Mug"><svg [^>]*><use [^>]*#picture"', page(shop))
    assert shop.run("pictures", "status") == (0, "pictures: 0 fetched, 1 waiting, 0 given up.\n")
    before = Product.get().updated_at
    code, output = shop.run("pictures", "fetch")
    assert (code, output.splitlines()[-1]) == (0, "pictures: 1 fetched, 0 waiting, 0 given up.")
    assert "no-picture" not in page(shop)
    row = Image.get()
    assert (row.kind, row.width, row.height, row.widths) == ("raster", 700, 400, [320, 640, 700])
    assert Product.get().updated_at > before


def test_the_gallery_offers_each_type_and_width_and_only_the_first_picture_hurries(shop: Any, imported: Any) -> None:
    imported({"mug": ["/good.png", "/good.jpeg"]})
    run_at(shop, NOW)
    pictures = re.findall(r"<picture>.*?</picture>", page(shop))
    assert len(pictures) == 2
    for row, picture in zip(Image.select().order_by(Image.position), pictures, strict=True):
        sources = re.findall(r'<source type="([^"]+)" srcset="([^"]+)" sizes="([^"]+)">', picture)
        assert [kind for kind, _srcset, _sizes in sources] == ["image/avif", "image/webp"]
        for kind, srcset, sizes in sources:
            ending = kind.removeprefix("image/")
            files = [f"/media/{row.digest[:2]}/{row.digest}-{width}.{ending} {width}w" for width in (320, 640, 700)]
            assert srcset == ", ".join(files)
            assert sizes
        assert 'width="700" height="400" alt="Mug"' in picture
    assert 'fetchpriority="high"' in pictures[0]
    assert 'loading="lazy"' not in pictures[0]
    assert 'loading="lazy"' in pictures[1]
    assert "fetchpriority" not in pictures[1]
    [address] = re.findall(r'<img src="([^"]+)"', pictures[0])
    answer = shop.open().test_client().get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    answer.close()


def test_a_link_to_an_imported_product_is_previewed_with_a_jpeg(shop: Any, imported: Any) -> None:
    imported({"mug": ["/good.png"]})
    run_at(shop, NOW)
    html = shop.open().test_client().get("/en/p/mug").text
    said = dict(re.findall(r'<meta property="og:image([^"]*)" content="([^"]*)">', html))
    digest = Image.get().digest
    stem = f"http://localhost:8000/media/{digest[:2]}/{digest}"
    size = {":width": "700", ":height": "400"}
    assert said == {"": f"{stem}.jpg", ":type": "image/jpeg", **size, ":alt": "Mug"}
    assert f'"image": ["{stem}.jpg", "{stem}-700.webp"]' in html


def test_an_address_is_asked_once_for_all_products_and_for_good(
    shop: Any, server: PictureServer, imported: Any
) -> None:
    imported({"mug": ["/good.png"], "cup": ["/good.png"]})
    assert run_at(shop, NOW) == {"fetched": 1}
    output = imported({"mug": ["/good.png"], "cup": ["/good.png"]})
    assert "0 created, 0 updated, 2 unchanged" in output
    assert "pictures:" not in output
    imported({"jug": ["/good.png"]})
    assert "no-picture" not in page(shop, "jug"), "a new product has the picture at once"
    assert run_at(shop, NOW) == {}
    assert server.asked == {"/good.png": 1}
    assert RemotePicture.select().count() == 1


def test_a_picture_that_a_later_import_leaves_out_is_gone(shop: Any, server: PictureServer, imported: Any) -> None:
    imported({"mug": ["/good.png", "/good.jpeg"]})
    run_at(shop, NOW)
    imported({"mug": ["/good.jpeg"]})
    assert page(shop).count("<picture>") == 1
    assert [row.source_url for row in Image.select()] == [f"{server.base}/good.jpeg"]
    imported({"mug": []})
    assert "no-picture" in page(shop)
    # one that is no longer wanted is not fetched
    imported({"cup": ["/good.gif"]})
    imported({"cup": []})
    assert run_at(shop, NOW) == {}
    assert server.asked["/good.gif"] == 0
    assert "/good.gif" not in states()


def test_one_that_is_not_there_leaves_a_placeholder_and_the_others_stand(shop: Any, imported: Any) -> None:
    imported({"mug": ["/gone.jpg", "/good.png"], "cup": ["/gone.jpg"]})
    assert run_at(shop, NOW) == {"failed": 1, "fetched": 1}
    assert page(shop).count("<picture>") == 1
    assert "no-picture" not in page(shop)
    assert "no-picture" in page(shop, "cup")
    card = shop.open().test_client().get("/en/search?q=mug").text
    assert "/media/" in card, "a card shows the first picture that is here"
    code, output = shop.run("pictures", "fetch")
    assert code == 2
    assert "pictures: 1 fetched, 0 waiting, 1 given up." in output
    assert "/gone.jpg" in output
    assert "given up" in output
    assert "The server answers with status 404." in output
    assert shop.run("pictures", "status")[0] == 0


def test_a_broken_server_is_asked_after_growing_pauses_then_given_up(
    shop: Any, server: PictureServer, imported: Any
) -> None:
    imported({"mug": ["/broken.jpg"]})
    now = NOW
    for attempt, pause in enumerate(PAUSES, 1):
        assert run_at(shop, now) == {"later": 1}
        assert RemotePicture.get().due_at == now + pause
        assert run_at(shop, now + pause - MINUTE / 2) == {}
        assert server.asked["/broken.jpg"] == attempt
        now += pause
    assert run_at(shop, now) == {"failed": 1}
    assert states() == {"/broken.jpg": ("failed", 6)}
    assert str(Message.from_json(RemotePicture.get().reason)) == "The server answers with status 503."
    assert run_at(shop, now + timedelta(days=9)) == {}
    # it is well again, and somebody asks for it
    server.pages["/broken.jpg"] = (200, "image/jpeg", drawn("JPEG"))
    assert shop.run("pictures", "fetch")[0] == 2
    assert shop.run("pictures", "fetch", "--again")[0] == 0
    assert states() == {"/broken.jpg": ("fetched", 1)}
    assert RemotePicture.get().reason == {}


def test_by_hand_a_picture_is_tried_before_its_pause_has_ended(
    shop: Any, server: PictureServer, imported: Any
) -> None:
    imported({"mug": ["/broken.jpg"]})
    run_at(shop, NOW)
    server.pages["/broken.jpg"] = (200, "image/jpeg", drawn("JPEG"))
    assert shop.run("pictures", "fetch")[0] == 0


def test_a_worker_that_is_killed_midway_loses_nothing(shop: Any, server: PictureServer, imported: Any) -> None:
    imported({"mug": ["/held.png"]})
    process = shop.start("pictures", "fetch")
    assert server.held.wait(30), "the picture is being fetched"
    process.kill()
    process.communicate()
    server.released.set()
    assert states() == {"/held.png": ("waiting", 1)}
    ends = RemotePicture.get().leased_until
    assert run_at(shop, ends - MINUTE) == {}, "it may still be at work"
    assert run_at(shop, ends) == {"fetched": 1}
    assert states() == {"/held.png": ("fetched", 2)}
    assert "no-picture" not in page(shop)


def test_a_picture_that_ends_the_program_each_time_is_given_up(shop: Any, imported: Any) -> None:
    imported({"mug": ["/good.png"]})
    for attempt in range(6):
        assert remote_pictures.lease(NOW + attempt * LEASE) is not None
    assert run_at(shop, NOW + 6 * LEASE) == {}
    assert states() == {"/good.png": ("failed", 6)}
    reason = "It could not be finished: the program ended each time it was tried."
    assert str(Message.from_json(RemotePicture.get().reason)) == reason


def test_two_workers_fetch_each_picture_once(shop: Any, server: PictureServer, imported: Any) -> None:
    paths = [f"/{number}.png" for number in range(12)]
    for number, path in enumerate(paths):
        server.pages[path] = (200, "image/png", drawn("PNG", 40, 30, (number, 0, 0)))
    imported({"mug": paths})
    found: list[dict[str, int]] = []
    workers = [threading.Thread(target=lambda: found.append(run_at(shop, NOW))) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run_at(shop, NOW)
    assert server.asked == dict.fromkeys(paths, 1)
    assert sum(one.get("fetched", 0) for one in found) == 12
    assert Image.select().where(Image.digest == "").count() == 0


def test_pictures_fetched_while_their_product_is_imported_again_stay(
    shop: Any, server: PictureServer, imported: Any, tmp_path: Path
) -> None:
    paths = [f"/{number}.png" for number in range(20)]
    for number, path in enumerate(paths):
        server.pages[path] = (200, "image/png", drawn("PNG", 40, 30, (number, 0, 0)))
    imported({"mug": paths})
    again = shop.start("import", "shopify", str(tmp_path / "products.csv"))
    while again.poll() is None:
        run_at(shop, NOW)
    output, _errors = again.communicate()
    assert again.returncode == 0
    assert "products: 0 created, 0 updated, 1 unchanged." in output
    run_at(shop, NOW)
    assert set(states().values()) == {("fetched", 1)}
    assert Image.select().where(Image.digest == "").count() == 0
    assert server.asked == dict.fromkeys(paths, 1)


def test_bad_pictures_of_every_kind_leave_the_shop_whole(shop: Any, imported: Any) -> None:
    bad = ["/noise.jpg", "/page.jpg", "/drawing.svg", "/bomb.png", "/gone.jpg", "/endless.jpg", "/loop.jpg"]
    imported({"mug": [*bad, "/short.jpg"]})
    assert run_at(shop, NOW) == {"failed": 7, "later": 1}
    assert {path: state for path, (state, _attempts) in states().items() if path in bad} == dict.fromkeys(bad, "failed")
    assert "no-picture" in page(shop)
    assert not list((shop.home / "media").rglob("*.webp"))


def test_an_unforeseen_failure_is_a_reason_and_stops_no_other_picture(
    shop: Any, imported: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported({"mug": ["/good.png", "/good.jpeg"]})
    store = picture_run.store_image

    def full(data: bytes, media: Any) -> Any:
        if data.startswith(b"\x89PNG"):
            raise OSError(28, "No space left on device")
        return store(data, media)

    monkeypatch.setattr(picture_run, "store_image", full)
    assert run_at(shop, NOW) == {"later": 1, "fetched": 1}
    reason = Message.from_json(RemotePicture.get(RemotePicture.state == "waiting").reason)
    assert str(reason) == "The picture could not be read or stored; the log says why."


def test_the_worker_fetches_what_is_due_unless_a_setting_says_no(
    shop: Any, server: PictureServer, imported: Any
) -> None:
    from storefront import worker

    imported({"mug": ["/good.png"]})
    path = shop.home / "storefront.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fetch_pictures = true", "fetch_pictures = false"), encoding="utf-8")
    shop.open()
    worker.fetch_pictures()
    assert not server.asked
    assert "pictures: 1 not fetched yet" in imported({"mug": ["/good.png"]})
    path.write_text(text, encoding="utf-8")
    shop.open()
    worker.fetch_pictures()
    assert states() == {"/good.png": ("fetched", 1)}


def test_slow_work_is_left_out_while_it_is_still_being_done() -> None:
    from storefront.worker import one_at_a_time

    begun, go_on, done = threading.Event(), threading.Event(), []

    def slow() -> None:
        begun.set()
        go_on.wait(10)
        done.append(1)

    alone = one_at_a_time(slow)
    first = threading.Thread(target=alone)
    first.start()
    assert begun.wait(10)
    alone()
    assert done == []
    go_on.set()
    first.join()
    assert done == [1]
