"""The arrows between modules point one way, and core knows no business model by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "storefront"
TEXTS = {".py", ".html", ".txt", ".xml", ".css", ".js", ".json", ".toml", ".csv", ".svg", ".sql", ".po", ".pot", ".md"}
# in two parts, so that this file does not name them either
CODES = tuple(letter + "2" + last for letter, last in ("bb", "bc", "cc", "fc"))
_CODE = re.compile(rf"(?<![A-Za-z0-9#])(?:{'|'.join(CODES)})(?![A-Za-z0-9])", re.IGNORECASE)
# hex colours and check sums look alike
_HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?=[0-9a-f]*[a-f])[0-9a-f]{6,}\b")
FLASK_FILES = {"app.py", "cli.py", "pages.py", "wsgi.py"}


def files(folder: Path) -> Iterator[Path]:
    """The text files of a folder, without what tools leave behind."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
        if path.is_file() and path.suffix in TEXTS and not hidden:
            yield path


def core_files() -> list[Path]:
    """What must not name a business model: core, the themes and all tests but the plugins' own."""
    core = [path for path in files(PACKAGE) if "plugins" not in path.relative_to(PACKAGE).parts[:1]]
    tests = [path for path in files(ROOT / "tests") if path.relative_to(ROOT).parts[1] != "plugins"]
    return [path for path in [*core, *files(ROOT / "themes"), *tests] if path != PACKAGE / "settings.py"]


def modules() -> list[Path]:
    """Every Python module of the package."""
    return [path for path in files(PACKAGE) if path.suffix == ".py"]


def imported(path: Path) -> set[str]:
    """The modules that a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_core_names_no_business_model() -> None:
    found = []
    for path in core_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _CODE.search(_HEX.sub("", line)):
                found.append(f"{name(path)}:{number}: {line.strip()[:100]}")
    assert found == []


@pytest.mark.parametrize("written", ["{}", "{}-fee", "is_{}", "{}_pages", "storefront.plugins.{}", "'{}'"])
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    assert all(_CODE.search(_HEX.sub("", written.format(code))) for code in CODES)


@pytest.mark.parametrize("written", ["#{}4ef", "a{}", "1{}", "0f{}99aa"])
def test_colours_and_check_sums_are_not_codes(written: str) -> None:
    assert not any(_CODE.search(_HEX.sub("", written.format(code))) for code in CODES)


def test_a_plugins_tests_name_no_other_plugin() -> None:
    wrong = []
    for path in files(ROOT / "tests" / "plugins"):
        own = path.relative_to(ROOT).parts[2]
        assert own in CODES, f"{name(path)}: tests/plugins has a folder for each plugin, named as it is"
        found = {code.lower() for code in _CODE.findall(_HEX.sub("", path.read_text(encoding="utf-8")))}
        if found - {own}:
            wrong.append(f"{name(path)}: {sorted(found - {own})}")
    assert wrong == []


def test_only_the_edges_know_flask() -> None:
    wrong = []
    for path in modules():
        inside = path.relative_to(PACKAGE).parts
        is_edge = path.name in FLASK_FILES or path.name.endswith("_pages.py") or inside[0] == "web"
        flask = {module for module in imported(path) if module.split(".")[0] in ("flask", "werkzeug", "flask_htmx")}
        if flask and not is_edge:
            wrong.append(f"{name(path)}: {sorted(flask)}")
    assert wrong == []


def test_core_never_imports_a_plugin() -> None:
    wrong = [
        f"{name(path)}: {module}"
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] != "plugins"
        for module in imported(path)
        if module.startswith("storefront.plugins")
    ]
    assert wrong == []


def test_plugins_import_nothing_of_core_but_its_api() -> None:
    wrong = []
    for path in modules():
        inside = path.relative_to(PACKAGE).parts
        if inside[0] != "plugins" or len(inside) < 3:
            continue
        own = f"storefront.plugins.{inside[1]}"
        for module in sorted(imported(path)):
            is_own = f"{module}.".startswith(f"{own}.")
            if module.split(".")[0] == "storefront" and module != "storefront.api" and not is_own:
                wrong.append(f"{name(path)}: {module}")
    assert wrong == []


def test_transactions_are_begun_in_one_place() -> None:
    begins = re.compile(r"\.(?:atomic|begin|manual_commit|savepoint)\(|\.transaction\(")
    wrong = []
    for path in modules():
        if path == PACKAGE / "db.py":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if begins.search(line):
                wrong.append(f"{name(path)}:{number}: {line.strip()}")
    assert wrong == []


def test_modules_stay_short() -> None:
    """The ceiling is 300 lines; hookspecs and values are lists of definitions."""
    lists = {"storefront/values.py", "storefront/api.py"}
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    wrong = {
        path: lines
        for path, lines in long.items()
        if lines > 300 and path not in lists and not path.startswith("storefront/demo/") and "tables" not in path
    }
    assert wrong == {}


def test_nothing_is_named_after_nothing() -> None:
    wrong = [name(path) for path in modules() if path.stem in ("utils", "helpers", "common", "misc")]
    assert wrong == []
