"""Canonical forms: the one place where keys of accounts, URLs, domains, hashtags, texts and media are made."""

from graph.errors import UserError


class CanonicalError(UserError, ValueError):
    """A value has no canonical form; the message says what is wrong with it."""


class DamagedIdError(CanonicalError):
    """An id went through a floating-point number or a spreadsheet: it no longer names what it named."""
