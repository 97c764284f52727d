"""One picture from one address: what is taken, what is refused and why, and from whom nothing is taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from picture_server import PictureServer, serving

from storefront.catalogue.fetching import Limits, PictureFailed, fetch
from storefront.catalogue.image_view import media_path
from storefront.catalogue.machines import may_fetch_from, networks
from storefront.catalogue.picture_run import obtain

HERE = networks(["127.0.0.1/32"])
LIMITS = Limits(private=HERE)


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with serving() as running:
        yield running


def refusal(url: str, media: Path, limits: Limits = LIMITS) -> tuple[str, bool]:
    """Why nothing came of it, and whether it is tried again."""
    with pytest.raises(PictureFailed) as refused:
        obtain(url, media, limits)
    assert not list(media.rglob("*")), "nothing was stored"
    return str(refused.value), refused.value.again


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif"])
def test_a_good_picture_is_stored_in_its_widths(server: PictureServer, tmp_path: Path, kind: str) -> None:
    stored = obtain(f"{server.base}/good.{kind}", tmp_path, LIMITS)
    assert (stored.width, stored.height, stored.widths) == (700, 400, (320, 640, 700))
    for width in stored.widths:
        assert (tmp_path / media_path(stored.digest, "webp", width)).is_file()


def test_a_redirect_is_followed(server: PictureServer, tmp_path: Path) -> None:
    assert obtain(f"{server.base}/moved.jpg", tmp_path, LIMITS).width == 700
    assert server.asked == {"/moved.jpg": 1, "/good.jpeg": 1}


def test_an_address_with_spaces_and_letters_of_all_kinds_is_asked_as_bytes(server: PictureServer) -> None:
    server.pages["/caf%C3%A9%20noir.png?v=%2B1"] = server.pages["/good.png"]
    assert fetch(f"{server.base}/café noir.png?v=%2B1#top", LIMITS).content_type == "image/png"


@pytest.mark.parametrize(
    ("path", "reason", "again"),
    [
        ("/noise.jpg", "This is not a picture that can be read. Send JPEG, PNG, WebP, AVIF or GIF.", False),
        ("/page.jpg", "The address answers with a web page, not with a picture.", False),
        ("/drawing.svg", "SVG pictures cannot be uploaded. Send it as PNG, JPEG or WebP.", False),
        ("/bomb.png", "The picture has more than 40 million pixels. Choose a smaller one.", False),
        ("/gone.jpg", "The server answers with status 404.", False),
        ("/broken.jpg", "The server answers with status 503.", True),
        ("/endless.jpg", "The picture is larger than 15 MB.", False),
        ("/huge.jpg", "The picture is larger than 15 MB.", False),
        ("/short.jpg", "The connection to the server failed.", True),
        ("/loop.jpg", "The address leads from one place to another without end.", False),
    ],
)
def test_what_is_not_a_picture_is_refused_with_its_reason(
    server: PictureServer, tmp_path: Path, path: str, reason: str, again: bool
) -> None:
    assert refusal(server.base + path, tmp_path) == (reason, again)


def test_a_loop_is_left_after_five_redirects(server: PictureServer, tmp_path: Path) -> None:
    refusal(f"{server.base}/loop.jpg", tmp_path)
    assert server.asked["/loop.jpg"] == 6


def test_a_silent_server_and_one_that_drips_are_left(server: PictureServer, tmp_path: Path) -> None:
    late = ("The server takes too long to answer.", True)
    silence = Limits(HERE, seconds=60, patience_seconds=0.2)
    assert refusal(f"{server.base}/silent.jpg", tmp_path, silence) == late
    # each piece comes in time, the picture never does
    dripping = Limits(HERE, seconds=0.5, patience_seconds=5)
    assert refusal(f"{server.base}/dripping.jpg", tmp_path, dripping) == late


@pytest.mark.parametrize("address", ["ftp://example.com/a.jpg", "file:///etc/passwd", "http://", "http://a:b/", "x"])
def test_only_web_addresses_are_asked(tmp_path: Path, address: str) -> None:
    assert refusal(address, tmp_path) == ("This is not a web address (http or https).", False)


def test_a_server_nobody_knows_or_that_refuses_is_asked_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/a.jpg", tmp_path) == ("The connection to the server failed.", True)

    def unknown(*_arguments: Any, **_named: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refusal("http://pictures.example/a.jpg", tmp_path) == ("The server's name is not known.", True)


PRIVATE = "The address lies in a private network; the setting fetch_from can allow it."


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"])
def test_this_machine_is_not_asked_unless_a_setting_allows_it(
    server: PictureServer, tmp_path: Path, host: str
) -> None:
    port = server.server_address[1]
    assert refusal(f"http://{host}:{port}/good.png", tmp_path, Limits()) == (PRIVATE, False)
    assert not server.asked


def test_a_redirect_into_the_private_network_is_not_followed(server: PictureServer, tmp_path: Path) -> None:
    for number, target in enumerate(("127.0.0.2", "169.254.169.254", "10.0.0.1", "[fd00::1]")):
        server.moved[f"/in-{number}.jpg"] = f"http://{target}:{server.server_address[1]}/good.png"
        assert refusal(f"{server.base}/in-{number}.jpg", tmp_path) == (PRIVATE, False)
    server.moved["/file.jpg"] = "file:///etc/passwd"
    assert refusal(f"{server.base}/file.jpg", tmp_path)[0] == "This is not a web address (http or https)."
    assert "/good.png" not in server.asked


def test_a_name_that_leads_into_the_private_network_is_refused(
    server: PictureServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([["192.168.1.7"], ["192.168.1.7", "127.0.0.1"]])

    def names(_host: str, port: int, **_named: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", names)
    url = f"http://pictures.example:{server.server_address[1]}/good.png"
    assert refusal(url, tmp_path) == (PRIVATE, False)
    # the name is asked once for each connection, and the address that was looked at is the one connected to
    assert obtain(url, tmp_path, LIMITS).width == 700


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("not an address", False),
    ],
)
def test_only_public_machines_are_asked(address: str, allowed: bool) -> None:
    assert may_fetch_from(address) is allowed


def test_a_setting_allows_a_network_of_ones_own_and_no_other() -> None:
    allowed = networks(["192.168.1.7/24", "fd00::/8"])
    assert may_fetch_from("192.168.1.200", allowed)
    assert may_fetch_from("fd12::1", allowed)
    assert not may_fetch_from("192.168.2.1", allowed)
    assert not may_fetch_from("127.0.0.1", allowed)
