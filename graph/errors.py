"""What all rooms call an error that the user can mend."""


class UserError(Exception):
    """Says in one line what is wrong, where, and how to mend it; shell and pages show that line and no traceback."""
