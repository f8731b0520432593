"""The attribution explorer: `case = attribution.open("cases/sample")`, then ask it."""

from attribution.case import Case, open_case
from attribution.errors import CaseError, UserError

open = open_case  # the verb that users read best

__all__ = ["Case", "CaseError", "UserError", "open", "open_case"]
