"""Documentation of the graph, derived from its declaration: docs/schema.md and docs/schema.svg."""

import math
from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType

from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS, Property, RelationshipType

_HEAD = f"""# The graph

Written by `make docs` from `graph/schema.py`.

![Labels and relationship types](schema.svg)

Every node has its key as `{NODE_KEY}` and every node and relationship has `{DATASETS}`, the short ids of the
files that say so. Times are whole milliseconds since 1970, UTC. A property that is absent is unknown, never
zero. Of a property that *changes* the store keeps every dated value, and the graph shows the latest.
"""

# where each label stands in the picture, as column and row; the story runs from left to right
_PLACES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "Source": (0, 0), "Statement": (0, 1), "Network": (0, 2), "Set": (0, 3),
        "Account": (1, 1), "Surface": (1, 3),
        "Post": (2, 2),
        "Hashtag": (3, 0), "Text": (3, 1), "Media": (3, 2), "Url": (3, 3),
        "Fingerprint": (4, 2), "Domain": (4, 3),
        "Dataset": (1, 4), "Run": (2, 4), "Cluster": (3, 4), "Finding": (4, 4),
    }
)  # fmt: skip

_COLUMN, _ROW, _WIDTH, _MARGIN = 330, 140, 210, 30
_LINE = 15


def schema_markdown() -> str:
    """docs/schema.md: every label with key and properties, every relationship type with its arrow."""
    parts = [_HEAD, "## Labels\n", *(_label(name) for name in NODES)]
    parts += ["## Relationship types\n", *(_relationship(declared) for declared in RELATIONSHIPS.values())]
    return "\n".join(parts)


def _label(name: str) -> str:
    declared = NODES[name]
    lines = [f"### `{name}`", "", f"Key: {declared.key}", ""]
    if declared.indexes:
        lines += [f"Indexed: {', '.join(f'`{index}`' for index in declared.indexes)}", ""]
    return "\n".join([*lines, *_properties(declared.properties)])


def _relationship(declared: RelationshipType) -> str:
    facts = []
    if declared.identity:
        facts.append(f"one for each {' and '.join(f'`{name}`' for name in declared.identity)} between two nodes")
    if declared.derived:
        facts.append("computed by us, not said by a file")
    if not declared.stored:
        facts.append("folded when the graph is read, never stored")
    lines = [f"### `{declared.type}`", "", f"`{declared.arrow}`", ""]
    if facts:
        said = "; ".join(facts)
        lines += [f"{said[0].upper()}{said[1:]}.", ""]
    return "\n".join([*lines, *_properties(declared.properties)])


def _properties(properties: tuple[Property, ...]) -> list[str]:
    if not properties:
        return []
    rows = (
        f"| `{p.name}` | {p.kind}{', changes' if p.changes else ''} | {p.doc.replace('|', chr(92) + '|')} |"
        for p in properties
    )
    return ["| Property | Kind | Meaning |", "|---|---|---|", *rows, ""]


def schema_svg() -> str:
    """docs/schema.svg: labels as boxes, relationship types as arrows or as lines inside the boxes."""
    notes: dict[str, list[str]] = {label: [] for label in NODES}
    arrows: dict[tuple[str, str], list[str]] = {}
    for declared in RELATIONSHIPS.values():
        _place(declared, notes, arrows)
    boxes = {label: _box(label, position, notes[label]) for position, label in enumerate(NODES)}
    width = max(x for x, _, _ in boxes.values()) + _WIDTH + _MARGIN
    height = max(y + h for _, y, h in boxes.values()) + _MARGIN
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        'font-family="Noto Sans, Helvetica, Arial, sans-serif" font-size="11">',
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#5B6570"/></marker></defs>',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#FFFFFF"/>',
        *(
            _arrow(boxes[start], boxes[end], types, aside=9 if (end, start) in arrows else 0)
            for (start, end), types in arrows.items()
        ),
        *(_drawn_box(label, boxes[label], notes[label]) for label in NODES),
        "</svg>",
    ]
    return "\n".join(drawn) + "\n"


_Box = tuple[float, float, float]
"""Left, top and height."""


def _place(declared: RelationshipType, notes: dict[str, list[str]], arrows: dict[tuple[str, str], list[str]]) -> None:
    """An arrow where there are at most two; else a line in the box at the end that is one, so that it stays legible."""
    starts, ends, name = declared.starts, declared.ends, declared.type
    name += "" if declared.stored else " (folded)"
    if starts == ends:
        notes[starts[0]].append(f"{name} another" if len(starts) == 1 else f"{name} among {', '.join(starts)}")
    elif len(starts) * len(ends) <= 2:
        for start in starts:
            for end in ends:
                arrows.setdefault((start, end), []).append(name)
    elif len(starts) == 1:
        notes[starts[0]].append(f"{name} to {', '.join(ends)}")
    else:
        notes[ends[0]].append(f"{name} from {', '.join(starts)}")


def _wrapped(lines: Iterable[str], characters: int = 34) -> list[str]:
    wrapped: list[str] = []
    for line in lines:
        current = ""
        for word in line.split(" "):
            if current and len(current) + 1 + len(word) > characters:
                wrapped.append(current)
                current = "  " + word
            else:
                current = f"{current} {word}" if current else word
        wrapped.append(current)
    return wrapped


def _box(label: str, position: int, notes: list[str]) -> _Box:
    # a label without a place of its own goes below all others
    column, row = _PLACES.get(label, (position % 5, 5))
    return (_MARGIN + column * _COLUMN, _MARGIN + row * _ROW, 30 + _LINE * len(_wrapped(notes)) + (6 if notes else 0))


def _drawn_box(label: str, box: _Box, notes: list[str]) -> str:
    x, y, height = box
    parts = [
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{height}" rx="6" fill="#EEF3F8" stroke="#2C4A68"/>',
        f'<text x="{x + 10}" y="{y + 20}" font-size="14" font-weight="bold" fill="#1B1F24">{escape(label)}</text>',
    ]
    for number, line in enumerate(_wrapped(notes)):
        parts.append(
            f'<text x="{x + 10}" y="{y + 38 + _LINE * number}" fill="#3D4752" xml:space="preserve">{escape(line)}</text>'
        )
    return "".join(parts)


def _arrow(start: _Box, end: _Box, types: list[str], aside: float) -> str:
    """The arrow with its words; `aside` of the middle line, to the right, where another comes back."""
    (x1, y1), (x2, y2) = _edge(start, end), _edge(end, start)
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    right, down = -(y2 - y1) / length * aside, (x2 - x1) / length * aside
    x1, y1, x2, y2 = x1 + right, y1 + down, x2 + right, y2 + down
    x, y = (x1 + x2) / 2 + right, (y1 + y2) / 2 + down - _LINE * (len(types) - 1) / 2
    parts = [f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#5B6570" marker-end="url(#end)"/>']
    for number, type_ in enumerate(types):
        # a white rim keeps the word legible where it crosses its line
        parts.append(
            f'<text x="{x:.1f}" y="{y + 4 + _LINE * number:.1f}" text-anchor="middle" fill="#1B1F24" stroke="#FFFFFF" '
            f'stroke-width="4" paint-order="stroke">{escape(type_)}</text>'
        )
    return "".join(parts)


def _edge(box: _Box, towards: _Box) -> tuple[float, float]:
    """Where the line between the centres of two boxes leaves the first."""
    x, y = box[0] + _WIDTH / 2, box[1] + box[2] / 2
    dx, dy = towards[0] + _WIDTH / 2 - x, towards[1] + towards[2] / 2 - y
    reach = min(_WIDTH / 2 / abs(dx) if dx else 9e9, box[2] / 2 / abs(dy) if dy else 9e9)
    return x + dx * reach, y + dy * reach
