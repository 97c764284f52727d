"""The custom properties of a theme's stylesheets, by day and by night, and whether what is written can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from storefront.web.theme_check.contrast import AA_LARGE, AA_TEXT, AAA_TEXT, Linear, mixed, parsed, ratio
from storefront.web.theme_check.findings import Findings

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HUES = ("hue-blue", "hue-green", "hue-plum", "hue-amber")


class Pair(NamedTuple):
    """What is written on what, the least contrast, and where it is seen."""

    above: str
    below: str
    least: float
    seen: str


PAIRS = (
    Pair("ink", "paper", AAA_TEXT, "text and prices"),
    Pair("ink", "surface", AA_TEXT, "text on a panel"),
    Pair("ink", "raised", AA_TEXT, "text in a dialog or a field"),
    Pair("quiet", "paper", AA_TEXT, "quiet text"),
    Pair("quiet", "surface", AA_TEXT, "quiet text on a panel"),
    Pair("quiet", "raised", AA_TEXT, "quiet text in a dialog"),
    Pair("accent", "paper", AA_TEXT, "links and reduced prices"),
    Pair("accent", "surface", AA_TEXT, "links on a panel"),
    Pair("accent", "raised", AA_TEXT, "links in a dialog"),
    Pair("accent-strong", "paper", AA_TEXT, "a link that is pointed at"),
    Pair("on-accent", "accent", AA_TEXT, "the words of a button"),
    Pair("on-accent", "accent-strong", AA_TEXT, "the words of a button that is pointed at"),
    Pair("ink", "accent-soft", AA_TEXT, "what is chosen"),
    Pair("good", "good-soft", AA_TEXT, "good news"),
    Pair("good", "paper", AA_TEXT, "good news"),
    Pair("warn", "warn-soft", AA_TEXT, "a warning"),
    Pair("bad", "bad-soft", AA_TEXT, "an error"),
    Pair("bad", "paper", AA_TEXT, "an error at a field"),
    Pair("paper", "bad", AA_TEXT, "the words of a button that removes"),
    Pair("line-strong", "paper", AA_LARGE, "the edge of a field"),
    Pair("accent", "paper", AA_LARGE, "the focus ring"),
)
_AT_DARK = re.compile(r"prefers-color-scheme:\s*dark")
_PROPERTY = re.compile(r"--([\w-]+)\s*:\s*([^;}]+)")
_VAR = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_PERCENT = re.compile(r"([\d.]+)%")


@dataclass(frozen=True)
class Token:
    """A custom property's value and where it was given."""

    value: str
    file: Path
    line: int


Tokens = Mapping[str, Token]


def read(files: Sequence[Path]) -> dict[Scheme, dict[str, Token]]:
    """The tokens that hold by day and by night; later files have the last word."""
    found: dict[Scheme, dict[str, Token]] = {"light": {}, "dark": {}}
    night: dict[str, Token] = {}
    for file in files:
        for dark, name, token in _declared(file):
            if dark:
                night[name] = token
            else:
                found["light"][name] = token
                # a later file's own day holds at night too, unless it says otherwise
                night.pop(name, None)
    found["dark"] = {**found["light"], **night}
    return found


def _declared(file: Path) -> Iterator[tuple[bool, str, Token]]:
    """(at night, name, token) of what stands in :root, also inside a media query for dark screens."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", lambda comment: re.sub(r"[^\n]", " ", comment[0]), text, flags=re.S)
    heads: list[str] = []
    last = 0
    for sign in re.finditer(r"[{}]", text):
        if sign[0] == "{":
            heads.append(re.split(r"[;{}]", text[last : sign.start()])[-1].strip())
        elif heads:
            selector, around = heads.pop(), heads
            media = [head for head in around if head.startswith("@media")]
            if ":root" in re.split(r"\s*,\s*", selector) and len(media) == len(around) and len(media) <= 1:
                dark = bool(media) and bool(_AT_DARK.search(media[0]))
                if dark or not media:
                    yield from _properties(file, text, last, sign.start(), dark)
        last = sign.end()


def _properties(file: Path, text: str, start: int, end: int, dark: bool) -> Iterator[tuple[bool, str, Token]]:
    for one in _PROPERTY.finditer(text, start, end):
        yield dark, one[1], Token(one[2].strip(), file, text[: one.start()].count("\n") + 1)


def colour(name: str, tokens: Tokens, deep: int = 0) -> Linear | None:
    """The colour a token stands for; None where it cannot be told."""
    token = tokens.get(name)
    if token is None or deep > 10:
        return None
    if found := _VAR.fullmatch(token.value):
        return colour(found[1], tokens, deep + 1)
    return parsed(token.value)


def check(files: Sequence[Path], own: Path) -> list[Findings]:
    """Pairs of colours that cannot be told apart well enough; findings stand in the theme's own file where they can."""
    by_scheme = read(files)
    found: dict[Path, Findings] = {}
    for scheme in SCHEMES:
        tokens = by_scheme[scheme]
        paper, share = colour("paper", tokens), _share(tokens)
        pairs = [(pair, colour(pair.above, tokens), colour(pair.below, tokens)) for pair in PAIRS]
        for hue in HUES:
            written = colour(hue, tokens)
            ground = mixed(written, share, paper) if written is not None and paper is not None else paper
            pairs.append((Pair(hue, "paper", AA_TEXT, "a badge's words on its own soft ground"), written, ground))
        for pair, above, below in pairs:
            named = [tokens[name] for name in (pair.above, pair.below) if name in tokens]
            # what this theme says itself is what its author can change
            named.sort(key=lambda token: not token.file.is_relative_to(own))
            place = named[0] if named else Token("", own / "theme.toml", 1)
            findings = found.setdefault(place.file, Findings(place.file))
            _compare(findings, place.line, pair, scheme, above, below)
    return list(found.values())


def _share(tokens: Tokens) -> float:
    """How much of a hue is in a badge's ground."""
    token = tokens.get("hue-soft")
    given = _PERCENT.fullmatch(token.value) if token else None
    return float(given[1]) / 100 if given else 0.08


def _compare(
    findings: Findings, line: int, pair: Pair, scheme: Scheme, above: Linear | None, below: Linear | None
) -> None:
    if above is None or below is None:
        unknown = pair.above if above is None else pair.below
        message = f"The colour of --{unknown} ({scheme}) cannot be told."
        findings.note(line, "token", message, "Write it as oklch(L% C H) or #rrggbb.", "warning")
        return
    # cut, not rounded: 4.499 is not 4.5
    now = int(ratio(above, below) * 100) / 100
    if now < pair.least:
        needed = f"{pair.seen} needs {pair.least:g} : 1."
        message = f"--{pair.above} on --{pair.below} ({scheme}) has {now:.2f} : 1; {needed}"
        findings.note(line, "contrast", message, _advice(pair.above, scheme))


def _advice(above: str, scheme: Scheme) -> str:
    way = "darker" if scheme == "light" else "lighter"
    if above.startswith("on-") or above == "paper":
        return "Make the two differ more in lightness (the first number of oklch)."
    return f"Make --{above} {way}: change its lightness (the first number of oklch)."
