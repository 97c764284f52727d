"""What the forms of reviews ask."""

from __future__ import annotations

from storefront.accounts.ratings.rules import REASONS, STARS
from storefront.forms import Field, Option, cleaned
from storefront.i18n import _

LONGEST = 4000
STARS_FIELD = Field(
    "stars", _("Stars"), "radio", options=tuple(Option(str(value), words) for value, words in STARS.items())
)
TITLE = Field("title", _("Heading"), required=False, maxlength=100)
TEXT = Field(
    "text",
    _("Your review"),
    "textarea",
    required=False,
    maxlength=LONGEST,
    help=_("How is it in use? What is better or worse than you thought?"),
)
NAME = Field(
    "name",
    _("Name shown with it"),
    required=False,
    maxlength=40,
    help=_("Any name you like. Left empty, it says “Verified buyer”."),
)
REVIEW_FIELDS = (STARS_FIELD, TITLE, TEXT, NAME)
REASON = Field(
    "reason", _("What is wrong with it"), "radio", options=tuple(Option(code, words) for code, words in REASONS.items())
)
REPORT_FIELDS = (REASON, Field("text", _("What else we should know"), "textarea", required=False, maxlength=1000))


def cleaned_text(typed: str) -> str:
    """A text with its paragraphs, each line cleaned."""
    lines = [cleaned(line) for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(line for line in lines if line)
