"""What an analyst brought into a picture that no answer names: where from, how much, and what stayed away."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graph.rarity import COMMON
from ui.words import plural, seen

_MOST = 100_000
_LONGEST = 500
_MOST_COMMON = 1_000_000_000

EXPANDED, SHARED, PATH, FOUND = "expanded", "shared", "path", "found"
_HOW: Mapping[str, str] = {
    EXPANDED: "added by expanding {}",
    SHARED: "added as shared by {}",
    PATH: "added on the way between {}",
    FOUND: "added by searching for {}",
}


@dataclass(frozen=True, slots=True)
class Growth:
    """One step: `came` are the nodes (Label/key) that it brought, `common` counts what was left out as common."""

    name: str
    """What it is called from which they came: a node, several nodes, or the words of a search."""
    came: tuple[str, ...]
    common: int = 0
    with_common: bool = False
    how: str = EXPANDED

    def line(self, drawn: AbstractSet[str]) -> str:
        """What a reader has to know of it; nothing where none of it is drawn."""
        here = sum(1 for id_ in self.came if id_ in drawn)
        if not here:
            return ""
        beside = ", common things among them" if self.with_common else ""
        left = f"; {common_left_out(self.common)}" if self.common else ""
        return f"{plural(here, 'node')} {_HOW[self.how].format(self.name)}{beside}{left}"

    def as_json(self) -> dict[str, object]:
        """As a saved view keeps it."""
        return {
            "name": self.name,
            "came": list(self.came),
            "common": self.common,
            "with_common": self.with_common,
            "how": self.how,
        }


def common_left_out(count: int) -> str:
    """How many common things stayed away, and what that means."""
    return f"{plural(count, 'common thing')} (under {COMMON:g} bits) left out"


def lines(grown: Iterable[Growth], drawn: AbstractSet[str]) -> tuple[str, ...]:
    """A line for each step of which something is drawn."""
    return tuple(line for line in (one.line(drawn) for one in grown) if line)


def read(found: object) -> tuple[Growth, ...]:
    """The steps in what a saved view says; parts that make no sense are left out."""
    if not isinstance(found, Sequence) or isinstance(found, str):
        return ()
    return tuple(_read(one) for one in found[:_MOST] if isinstance(one, Mapping))


def _read(found: Mapping[str, object]) -> Growth:
    name, came, common, how = (found.get(part) for part in ("name", "came", "common", "how"))
    return Growth(
        seen(name[:_LONGEST]) if isinstance(name, str) and name else "a node",
        tuple(id_ for id_ in came[:_MOST] if isinstance(id_, str)) if isinstance(came, list) else (),
        common if isinstance(common, int) and 0 < common <= _MOST_COMMON else 0,
        found.get("with_common") is True,
        how if isinstance(how, str) and how in _HOW else EXPANDED,
    )
