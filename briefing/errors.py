"""What can go wrong on the way to a figure, for the user to mend."""

from graph.errors import UserError


class BriefingError(UserError):
    """A figure cannot be made as asked: what, where and how to mend, in one line."""
