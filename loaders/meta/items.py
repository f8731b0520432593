"""One entry of a published list, the same whatever form the file has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """What one row says; absent cells are empty."""

    location: str
    value: str
    procedure: str = ""
    """Code and wording of the kill chain."""
    technique: str = ""
    type: str = ""
    """Type of the value, in lists that give types and no procedures."""
    comment: str = ""
    day: str = ""
