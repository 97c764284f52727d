"""What the templates of threads get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.accounts.threads.masking import Piece
from storefront.web.form_view import ActionForm, FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class FileView:
    """A file of a message."""

    name: Annotated[str, "Its name"]
    url: Annotated[str, "Where it is read"]
    small_url: Annotated[str, "A small picture of it; empty: it is no picture"] = ""
    width: Annotated[int, "Of the picture"] = 0
    height: Annotated[int, "Of the picture"] = 0


@dataclass(frozen=True)
class MessageView:
    """One message."""

    id: Annotated[int, "Part of its element's id"]
    who: Annotated[str, "Who wrote it"]
    mine: Annotated[bool, "Whether the reader's side did"]
    at: Annotated[str, "When"]
    at_iso: Annotated[str, "When, ISO 8601"]
    language: Annotated[str, "The language it was written in, as far as is known"]
    parts: Annotated[tuple[Piece, ...], "Its text; hidden parts are not shown"]
    translated: Annotated[tuple[Piece, ...], "The same in the reader's language; empty: there is no translation"] = ()
    note: Annotated[str, "What the reader should know of it: contact data hidden from the other side"] = ""
    files: Annotated[tuple[FileView, ...], "Photos and papers"] = ()
    removed: Annotated[str, "That the shop took it out of sight; then there is no text. Empty: it stands"] = ""
    new: Annotated[bool, "Not read before"] = False
    acts: Annotated[tuple[ActionForm, ...], "Report it; for staff: hide it"] = ()


@dataclass(frozen=True)
class WriteForm:
    """The form one writes with."""

    action: Annotated[str, "Where it posts to"]
    groups: Annotated[tuple[FieldGroup, ...], "Text, and for strangers their address"]
    button: Annotated[str, "The button's words"]
    accept: Annotated[str, "Kinds of files that are taken"]
    files_error: Annotated[str, "What is wrong with the files"] = ""
    back: Annotated[str, "The page one came from, a path; empty: the thread's"] = ""
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    files_help: Annotated[str, "What may be sent"] = ""


@dataclass(frozen=True)
class ThreadPage:
    """threads/thread.html and threads/desk_thread.html: a conversation"""

    title: Annotated[str, "“Order AB12-…”"]
    other: Annotated[str, "Who one talks to"]
    messages: Annotated[tuple[MessageView, ...], "The last fifty, or those before"]
    hidden: Annotated[str, "Stands where contact data is hidden"]
    form: Annotated[WriteForm | None, "None: nothing more can be written"] = None
    confirm: Annotated[ActionForm | None, "Sends a guest's question, once the address is proved"] = None
    closed: Annotated[str, "Why nothing more can be written"] = ""
    notes: Annotated[tuple[str, ...], "What is to be known: that contact data is hidden, and until when"] = ()
    about: Annotated[Link | None, "The page of what it is about"] = None
    back: Annotated[Link | None, "The list of threads; none for guests"] = None
    earlier: Annotated[Link | None, "To the messages before these"] = None
    acts: Annotated[tuple[ActionForm, ...], "Translate, mails on or off, block, close"] = ()
    waits: Annotated[str, "How long the buyer waits for an answer"] = ""


@dataclass(frozen=True)
class ThreadCard:
    """A thread in a list."""

    title: Annotated[str, "What it is about"]
    url: Annotated[str, "Its page"]
    other: Annotated[str, "Who one talks to"]
    at: Annotated[str, "When something was last written"]
    at_iso: Annotated[str, "The same, ISO 8601"]
    state: Annotated[str, "Who wrote last, or that it is closed"]
    unread: Annotated[int, "How many messages are new"] = 0


@dataclass(frozen=True)
class ThreadList:
    """threads/messages.html: somebody's threads, the newest first"""

    title: Annotated[str, "The page's heading"]
    threads: Annotated[tuple[ThreadCard, ...], "Up to thirty"]
    more: Annotated[Link | None, "To earlier ones"]
    back: Annotated[Link, "To the account"]


@dataclass(frozen=True)
class AskPage:
    """threads/ask.html: a question about a product, before it is asked; or that a mail is on its way"""

    title: Annotated[str, "The page's heading"]
    about: Annotated[Link, "The product"]
    intro: Annotated[str, "Who answers; or what to do now"]
    form: Annotated[WriteForm | None, "None: it is sent already"] = None


@dataclass(frozen=True)
class AskLink:
    """threads/ask_link.html, fragment ask-seller, slot product.below"""

    url: Annotated[str, "Where one asks"]


@dataclass(frozen=True)
class ThreadPanel:
    """threads/_panel.html: the last messages about a subject, and the form; on its subject's page"""

    title: Annotated[str, "Its heading"]
    messages: Annotated[tuple[MessageView, ...], "The last few"]
    hidden: Annotated[str, "Stands where contact data is hidden"]
    new: Annotated[str, "“2 new messages”; empty: none"] = ""
    read_url: Annotated[str, "Told when the panel is seen; empty: nothing is new"] = ""
    all: Annotated[Link | None, "The whole conversation; none: nothing was written yet"] = None
    form: Annotated[WriteForm | None, "None: nothing more can be written"] = None
    closed: Annotated[str, "Why nothing more can be written"] = ""
    notes: Annotated[tuple[str, ...], "That contact data is hidden, and until when"] = ()


@dataclass(frozen=True)
class ReportPage:
    """threads/desk_report.html: what was reported, in its conversation, and the decision"""

    title: Annotated[str, "The page's heading"]
    about: Annotated[Link, "The conversation"]
    by: Annotated[str, "Which side reported it"]
    reason: Annotated[str, "What it said is wrong; may be empty"]
    at: Annotated[str, "When"]
    message_id: Annotated[int, "The message, among these"]
    messages: Annotated[tuple[MessageView, ...], "The conversation around it"]
    groups: Annotated[tuple[FieldGroup, ...], "The form of the decision; none: it is decided"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    outcome: Annotated[str, "What was decided"] = ""
    note: Annotated[str, "Why"] = ""
