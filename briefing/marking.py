"""TLP 2.0: the five labels, what they allow, their colours on black, their STIX ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from briefing.errors import BriefingError

GROUND = "#000000"
"""Colour behind every label."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One TLP 2.0 label; labels are never translated and hold no space."""

    label: str
    colour: str
    share_with: str
    stix_id: str
    tlp_2_0: str
    """Value of STIX's extension property of this name."""
    rank: int
    """0 is the strictest."""


_MARKINGS = (
    Marking(
        "TLP:RED",
        "#FF2B2B",
        "nobody beyond the individuals addressed",
        "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
        "red",
        0,
    ),
    Marking(
        "TLP:AMBER+STRICT",
        "#FFC000",
        "own organisation, need to know",
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        "amber+strict",
        1,
    ),
    Marking(
        "TLP:AMBER",
        "#FFC000",
        "own organisation and its clients, need to know",
        "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        "amber",
        2,
    ),
    Marking(
        "TLP:GREEN",
        "#33FF00",
        "own community, no public channel",
        "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        "green",
        3,
    ),
    Marking("TLP:CLEAR", "#FFFFFF", "everyone", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "clear", 4),
)

MARKINGS: Mapping[str, Marking] = MappingProxyType({m.label: m for m in _MARKINGS})
"""Every marking by label, the strictest first."""

_FORMER = {"TLP:WHITE": "TLP:CLEAR"}


def marking_of(label: str) -> Marking:
    """The marking of this label, in any case, with or without `TLP:`; BriefingError lists the known ones."""
    written = label.strip().upper()
    if not written.startswith("TLP:"):
        written = f"TLP:{written}"
    found = MARKINGS.get(_FORMER.get(written, written))
    if found is None:
        raise BriefingError(f"marking {label[:60]!r} is not a label of TLP 2.0; use one of {', '.join(MARKINGS)}")
    return found


def strictest(markings: list[Marking]) -> Marking | None:
    """The strictest of them: what anything that holds all of them is marked with. None for none."""
    return min(markings, key=lambda m: m.rank, default=None)
