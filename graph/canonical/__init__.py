"""Canonical forms: the one place where keys of accounts, URLs, domains, hashtags, texts and media are made."""


class CanonicalError(ValueError):
    """A value has no canonical form; the message says what is wrong with it."""
