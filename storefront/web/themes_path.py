"""Where themes lie: inside the installed package, beside it in a checkout, and in the shop's folder."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def themes_folders(home: Path | None = None) -> tuple[Path, ...]:
    """The folders that hold themes, the shop's own first; a folder that is not there is left out."""
    wanted = [PACKAGE.parent / "themes" if _is_checkout() else PACKAGE / "themes"]
    if home is not None:
        wanted.insert(0, home / "themes")
    return tuple(folder for folder in wanted if folder.is_dir())


def find_theme(name: str, home: Path | None = None) -> Path | None:
    """The folder of a theme, or None; a name with a separator in it is none."""
    if not name or name.startswith(".") or "/" in name or "\\" in name:
        return None
    for folder in themes_folders(home):
        if (folder / name / "theme.toml").is_file():
            return folder / name
    return None


def theme_names(home: Path | None = None) -> tuple[str, ...]:
    """Every theme's name, sorted."""
    found = {path.parent.name for folder in themes_folders(home) for path in folder.glob("*/theme.toml")}
    return tuple(sorted(found))


def _is_checkout() -> bool:
    return (PACKAGE.parent / "themes" / "base" / "theme.toml").is_file()
