"""The case store: what was loaded, from where, once; and what the analyst adds."""


class StoreError(Exception):
    """The case folder cannot be read or written: what, where and how to mend, in one line."""
