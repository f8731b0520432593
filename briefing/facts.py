"""What stands in words under a picture: where it comes from, and how to read the drawing. One order for all papers."""

from dataclasses import dataclass

from briefing.fonts import missing
from briefing.scene import Scene
from briefing.words import visible

_LONGEST_VALUE = 240


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its words, ready to show."""

    label: str
    words: str


def facts(scene: Scene) -> list[Fact]:
    """Query, parameters, time span, data, coverage, notes, what an analyst noted: those that are given, in this order."""
    caption = scene.caption
    parameters = "  ·  ".join(f"{visible(n)} = {_value(v)}" for n, v in caption.parameters.items() if str(v) != "")
    told = (
        Fact("Query", visible(caption.query or "")),
        Fact("Parameters", parameters),
        Fact("Time span", visible(caption.time_span or "")),
        Fact("Data", f"loaded until {visible(caption.data_date)}" if caption.data_date else ""),
        Fact("Coverage", visible(caption.coverage)),
        Fact("Notes", "  ·  ".join(visible(note) for note in caption.notes)),
        Fact("Analyst", "  ·  ".join(visible(note) for note in caption.analyst)),
    )
    return [fact for fact in told if fact.words]


def remarks(scene: Scene, unnamed: int) -> list[str]:
    """How to read the drawing, and what it leaves out."""
    told = []
    if any(node.highlighted for node in scene.nodes):
        told.append("Ringed: marked by the analyst.")
    if any(node.groups for node in scene.nodes):
        told.append(
            "Ring: member of a set that was asked about, an input; solid for the first set, dashed for the second."
            if len(scene.groups) > 1
            else "Ring: member of the set that was asked about, an input."
        )
    if len({node.degree for node in scene.nodes}) > 1:
        told.append("Larger mark: more links in this picture.")
    if len({edge.width for edge in scene.edges}) > 1:
        told.append("Wider line: more posts.")
    if unnamed:
        told.append(f"{unnamed:,} of {len(scene.nodes):,} names had no room and are left out.")
    boxes = missing("".join(node.text for node in scene.nodes))
    if boxes:
        told.append(
            f"{len(boxes):,} kinds of characters (emoji, rare scripts) have no glyph here and may show as boxes."
        )
    return told


def _value(value: object) -> str:
    words = visible(str(value))
    if len(words) <= _LONGEST_VALUE:
        return words
    return f"{words[:_LONGEST_VALUE]} … ({len(words) - _LONGEST_VALUE:,} more characters)"
