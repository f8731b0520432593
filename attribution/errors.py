"""The errors that a user can mend: one line each, exit code 2 on the shell."""

from graph.errors import UserError

__all__ = ["CaseError", "UserError"]


class CaseError(UserError):
    """Something asked of a case cannot be done: what, where and how to mend, in one line."""
