"""storefront.toml as text and values: what is wrong in it is said with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storefront.errors import SettingsError

FILE_NAME = "storefront.toml"


@dataclass(frozen=True)
class SettingsFile:
    """A settings file that was read; overridden: names at its top that a variable gave instead."""

    path: Path
    text: str
    values: Mapping[str, Any]
    overridden: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path, advice: str = "") -> SettingsFile:
        """Read a file; raises SettingsError with the line and the reason."""
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise SettingsError(f"{path}: not found. {advice}".rstrip()) from None
        except OSError as error:
            raise SettingsError(f"{path}: {error.strerror}") from error
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            wrong = content[error.start : error.start + 1].hex()
            raise SettingsError(f"{path}, line {line}: this is not UTF-8 text (byte {wrong})") from error
        try:
            return cls(path, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{path}: {error}") from error

    def wrong(self, section: str, names: Sequence[str], reason: str) -> SettingsError:
        """The error about a setting, at the first of these names that stands in the file."""
        if not section and names[0] in self.overridden:
            return SettingsError(f"STOREFRONT_{names[0].upper()}: {reason}")
        return SettingsError(f"{self.place(section, *names)}: {reason}")

    def place(self, section: str, *names: str) -> str:
        """File and line of the first of these names that stands in it; line 1 where none does."""
        lines = (line_of(self.text, section, name) for name in names)
        return f"{self.path}, line {next((line for line in lines if line), 1)}"


def line_of(text: str, section: str, name: str) -> int | None:
    """The line a name stands on, as far as a search can tell."""
    inside = section == ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if header:
            inside = header[1] == section
            if header[1] == f"{section}.{name}".lstrip("."):
                return number
        elif inside and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return number
    return None
