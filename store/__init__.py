"""The case store: what was loaded, from where, once; and what the analyst adds."""

from graph.errors import UserError


class StoreError(UserError):
    """The case folder cannot be read or written: what, where and how to mend, in one line."""
