"""The shop behind nginx with TLS, by the file that docs/deploy has: end to end over real sockets."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from skipping import missing
from small_shop import SmallShop, Visitor, shipped_model

from storefront import db
from storefront.tables import ContentPage

HOST = "shop.example"
CONF = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
AROUND = """\
daemon off; master_process off; pid {home}/nginx.pid; error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    include {home}/shop.conf;
}}
"""
PRODUCTION = {
    'environment = "development"': 'environment = "production"',
    "trusted_proxies = 0": "trusted_proxies = 1",
    "sandbox_card = true": "sandbox_card = false",
    'bank_account = ""': 'bank_account = "DE02120300000000202051"',
    "requests = false": "requests = true",
    'format = "text"': 'format = "json"',
}


@dataclass
class Answer:
    status: int
    body: bytes
    headers: Any


@dataclass
class Front:
    """nginx, and the shop's own port behind it."""

    plain: int
    secure: int
    behind: str
    trusted: ssl.SSLContext
    home: Path

    def ask(self, path: str, form: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """A request over TLS, as a browser that knows the shop by its name."""
        with socket.create_connection(("127.0.0.1", self.secure), timeout=30) as raw:
            with self.trusted.wrap_socket(raw, server_hostname=HOST) as wire:
                return self._asked(wire, path, form, headers)

    def _asked(self, wire: Any, path: str, form: Mapping[str, str] | None, headers: dict[str, str]) -> Answer:
        body = urlencode(form).encode() if form is not None else b""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = {"Host": HOST, "Connection": "close", **named}
        if form is not None:
            lines |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        method = "POST" if form is not None else "GET"
        wire.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        answer = HTTPResponse(wire)
        answer.begin()
        return Answer(answer.status, answer.read(), answer.headers)


def certificate(folder: Path) -> None:
    """A key and a certificate that it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(pem)


def free_ports(count: int) -> list[int]:
    found = [socket.socket() for _number in range(count)]
    for one in found:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in found]
    for one in found:
        one.close()
    return ports


def replaced(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def front(make_shop: Callable[..., SmallShop], tmp_path: Path) -> Iterator[Front]:
    """A shop in production, served by two workers, with nginx before it."""
    if shutil.which("nginx") is None:
        missing("nginx is not installed (Debian: nginx-light)")
    shop = make_shop(shipped_model())
    shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    with db.transaction():
        ContentPage.update(draft=False).execute()
    toml = shop.home / "storefront.toml"
    text = re.sub(r'base_url = ".*"', f'base_url = "https://{HOST}"', toml.read_text(encoding="utf-8"))
    toml.write_text(replaced(text, PRODUCTION), encoding="utf-8")
    shop.more["STOREFRONT_LOG"] = "INFO"
    home = tmp_path / "nginx"
    home.mkdir()
    certificate(home)
    plain, secure = free_ports(2)
    with shop.served(workers=2) as behind:
        changes = {
            "127.0.0.1:8000": behind,
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
            f"/etc/ssl/{HOST}/": f"{home}/",
        }
        (home / "shop.conf").write_text(replaced(CONF.read_text(encoding="utf-8"), changes), encoding="utf-8")
        (home / "nginx.conf").write_text(AROUND.format(home=home), encoding="utf-8")
        command = ["nginx", "-p", str(home), "-c", str(home / "nginx.conf")]
        with (home / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as nginx:
            try:
                wait_for(secure, nginx, home / "log")
                trusted = ssl.create_default_context(cafile=str(home / "fullchain.pem"))
                yield Front(plain, secure, behind, trusted, shop.home)
            finally:
                nginx.terminate()


def wait_for(port: int, nginx: subprocess.Popen[bytes], log: Path) -> None:
    for _turn in range(200):
        with socket.socket() as tried:
            if nginx.poll() is None and tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(log.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_shop_works_behind_nginx_with_tls(front: Front) -> None:
    leads_to_https(front)
    keeps_pages(front)
    keeps_static_files_for_ever(front)
    takes_forms_and_sets_secure_cookies(front)
    hides_what_is_not_for_everybody(front)
    logs_the_ids_that_nginx_gave(front)


def leads_to_https(front: Front) -> None:
    connection = HTTPConnection("127.0.0.1", front.plain, timeout=30)
    connection.request("GET", "/en/?a=b", headers={"Host": HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{HOST}/en/?a=b")
    connection.close()
    first = front.ask("/", Accept_Language="de")
    assert (first.status, first.headers["Location"]) == (302, "/de/")
    assert first.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert front.ask("/en/c/kitchen/").headers["Location"] == "/en/c/kitchen"


def keeps_pages(front: Front) -> None:
    seen = [front.ask("/en/p/kettle", Accept_Encoding="br") for _turn in range(4)]
    assert {one.status for one in seen} == {200}
    assert {one.headers["Content-Encoding"] for one in seen} == {"br"}
    assert len({one.headers["X-Request-ID"] for one in seen}) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}", one.headers["X-Request-ID"]) for one in seen)
    etag = seen[0].headers["ETag"]
    again = front.ask("/en/p/kettle", Accept_Encoding="br", If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")
    # links in the page name the shop's own address
    assert f'rel="canonical" href="https://{HOST}/en/p/kettle"' in front.ask("/en/p/kettle").body.decode()


def keeps_static_files_for_ever(front: Front) -> None:
    page = front.ask("/en/p/kettle").body.decode()
    (style, *_rest) = re.findall(r'href="(/static/[^"]+\.css)"', page)
    answer = front.ask(style, Accept_Encoding="br")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "br")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def takes_forms_and_sets_secure_cookies(front: Front) -> None:
    market = front.ask("/en/p/kettle?market=DE-EUR").headers["Set-Cookie"]
    assert "Secure" in market and "HttpOnly" in market and "SameSite=Lax" in market
    form = {"offer": "1", "quantity": "1"}
    answer = front.ask("/en/cart/add", form, Origin=f"https://{HOST}")
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/en/")
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies and all("Secure" in one and "HttpOnly" in one and "SameSite=Lax" in one for one in cookies)
    assert front.ask("/en/cart/add", form, Origin="https://elsewhere.example").status == 403


def hides_what_is_not_for_everybody(front: Front) -> None:
    assert front.ask("/metrics").status == 404
    assert Visitor(front.behind).get("/metrics").status == 200
    assert json.loads(front.ask("/healthz").body)["status"] in ("ok", "degraded")


def logs_the_ids_that_nginx_gave(front: Front) -> None:
    name = front.ask("/en/search?q=a+secret+word").headers["X-Request-ID"]
    log = front.home / "served.log"
    for _turn in range(100):
        lines = [line for line in log.read_text(encoding="utf-8").splitlines() if name in line]
        if lines:
            break
        time.sleep(0.05)
    said = json.loads(lines[0])
    assert (said["request_id"], said["method"], said["path"], said["status"]) == (name, "GET", "/en/search", "200")
    assert "secret word" not in lines[0]
