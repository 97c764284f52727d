"""The wheel alone is a shop: themes, data and texts are in it, and it serves from any folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel, and with the libraries of this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (packages,) = folder.glob("lib/python*/site-packages")
    # a plain path: what is installed here in place (this checkout) is not seen through it
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.fixture
def home(tmp_path: Path, installed: Path) -> Path:
    """A new shop, made from another folder."""
    run(installed, tmp_path, "init", "shop")
    return tmp_path / "shop"


def environ(home: Path | None = None) -> dict[str, str]:
    left_out = ("STOREFRONT_", "PYTHONPATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**kept, "STOREFRONT_HOME": str(home)} if home else kept


def run(installed: Path, folder: Path, *words: str) -> str:
    command = [str(installed / "storefront"), *words]
    done = subprocess.run(command, cwd=folder, env=environ(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def served(installed: Path, home: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the shop, served from a folder that is not its own."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [str(installed / "storefront"), "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env=environ(home)) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def answer(url: str) -> tuple[int, str]:
    """Status and text, asked until somebody answers."""
    for _turn in range(150):
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


def is_litter(name: str) -> bool:
    """What tools leave behind: .mypy_cache, __pycache__ and the like."""
    return name.endswith(".pyc") or any(part.startswith(".") or part == "__pycache__" for part in name.split("/"))


def test_the_wheel_has_what_a_shop_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "storefront/themes/base/theme.toml",
        "storefront/themes/base/templates/layout.html",
        "storefront/themes/base/static/css/base.css",
        "storefront/themes/linen/templates/catalogue/home.html",
        "storefront/web/theme_skeleton/theme.toml",
        "storefront/web/static/htmx/htmx.min.js",
        "storefront/catalogue/templates/catalogue/product.html",
        "storefront/migrations/0001_first.sqlite.sql",
        "storefront/migrations/0001_first.postgresql.sql",
        "storefront/pricing/data/vat.csv",
        "storefront/legal_drafts.json",
    ):
        assert wanted in names, wanted
    left = ("tests/", "docs/", "demo-shop/")
    assert not [name for name in names if name.startswith(left) or is_litter(name)]


def test_every_text_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    kinds = (".py", ".html", ".txt", ".po", ".csv", ".json", ".sql", ".css", ".js")
    inside = [path.relative_to(ROOT) for path in (ROOT / "storefront").rglob("*") if path.suffix in kinds]
    wanted = {path.as_posix() for path in inside if not any(part.startswith((".", "__pyc")) for part in path.parts)}
    assert wanted - names == set()


def test_the_installed_package_serves_a_shop(installed: Path, served: str) -> None:
    assert answer(f"{served}/healthz")[0] == 200
    status, page = answer(f"{served}/en/")
    assert (status, "My shop" in page) == (200, True)
    start = page.index('rel="stylesheet" href="') + len('rel="stylesheet" href="')
    assert answer(served + page[start : page.index('"', start)])[0] == 200


def test_the_command_line_runs_the_installed_package(installed: Path, home: Path) -> None:
    python = [str(installed / "python"), "-c", "import storefront; print(storefront.__file__)"]
    found = subprocess.run(python, cwd=home, env=environ(), capture_output=True, text=True, check=True, timeout=60)
    assert str(ROOT) not in found.stdout
    listed = "theme version parents * base 1.0.0 linen 1.0.0 base"
    assert run(installed, home, "theme", "list").split() == listed.split()
    assert run(installed, home, "theme", "new", "night").splitlines()[-1].startswith("Next: storefront theme use night")
    assert run(installed, home, "theme", "check", "night") == "night: no errors, no warnings.\n"
