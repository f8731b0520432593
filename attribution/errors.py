"""The errors that a user can mend: one line each, exit code 2 on the shell."""

from briefing.errors import BriefingError
from graph.canonical import CanonicalError
from graph.connection import GraphError
from loaders.base import LoadError
from queries.errors import QueryError
from store import StoreError


class CaseError(Exception):
    """Something asked of a case cannot be done: what, where and how to mend, in one line."""


UserError = (CaseError, GraphError, LoadError, QueryError, StoreError, BriefingError, CanonicalError)
"""What the shell and the pages show as one line."""
