"""The mathematics: Arrow or numpy in, tables out."""

from graph.errors import UserError


class AnalysisError(UserError, ValueError):
    """A table or a setting that nothing can be computed from: what is wrong and how to mend it, in one line."""
