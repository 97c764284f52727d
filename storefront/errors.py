"""What can go wrong, one class per failure: a code and a message that says what to do."""

from __future__ import annotations

from storefront.i18n import Message


class StorefrontError(Exception):
    """Something the caller can act on; never a bug of ours."""

    code = "error"


class SettingsError(StorefrontError):
    """storefront.toml or an environment variable is wrong."""

    code = "settings"


class DatabaseRefused(StorefrontError):
    """The database cannot be opened; says which and why."""

    code = "database"


class NotWritable(StorefrontError):
    """A file or folder cannot be written; says which and why."""

    code = "not-writable"


class PluginError(StorefrontError):
    """A plugin cannot be used: says which, which hook, how it is defined and why."""

    code = "plugin"


class ThemeError(StorefrontError):
    """A theme cannot be used."""

    code = "theme"


class Refused(StorefrontError):
    """An act that is not possible now; the message is for the buyer or seller."""

    code = "refused"

    def __init__(self, message: Message, code: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code or self.code


class NotFound(StorefrontError):
    """There is no such thing, or it is not this person's."""

    code = "not-found"


class OutOfStock(Refused):
    """Fewer pieces are left than were asked for."""

    code = "out-of-stock"


class ImportFailed(StorefrontError):
    """A file cannot be imported; nothing was changed."""

    code = "import"
