"""The field for promotion codes in the cart."""

from __future__ import annotations

from typing import Any

from storefront.api import CodeView, Context, Message, cart_groups, path_text, translated
from storefront.plugins.b2c.contexts import CodeForm
from storefront.plugins.b2c.promotions import EnteredCode, gift
from storefront.plugins.b2c.queries import entered_codes


def code_forms(subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """The form where the cart holds something of retail; a cart without it has no use for codes."""
    groups = cart_groups(context.cart_token, context, "b2c") if context.cart_token else []
    if not groups:
        return [None for _subject in subjects]
    judged = [entered_codes(group, context) for group in groups]
    best = [_best(list(answers)) for answers in zip(*judged, strict=True)]
    form = code_form(best, context)
    return [{"fragment": form} for _subject in subjects]


def _best(answers: list[EnteredCode]) -> EnteredCode:
    """Of one code's answers for several sellers' groups: one that counts, if any does."""
    return next((answer for answer in answers if answer.counts), answers[0])


def code_form(entered: list[EnteredCode], context: Context) -> CodeForm:
    """Known codes as chips with what they give or why not; an unknown one in the field, with the reason."""
    language = context.language
    known = [one for one in entered if one.promotion is not None]
    unknown = [one for one in entered if one.promotion is None]
    return CodeForm(
        action=code_path(language),
        codes=tuple(
            CodeView(
                one.code,
                translated(_words(one, context), language),
                f"{code_path(language)}/remove?code={path_text(one.code)}",
                one.counts,
            )
            for one in known
        ),
        value=unknown[-1].code if unknown else "",
        error=translated(unknown[-1].refusal, language) if unknown else "",
    )


def _words(entered: EnteredCode, context: Context) -> Message | None:
    if entered.refusal is not None or entered.promotion is None:
        return entered.refusal
    return gift(entered.promotion, context)


def code_path(language: str) -> str:
    """Where the form posts."""
    return f"/{language}/b2c/code"
