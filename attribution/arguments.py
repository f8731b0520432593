"""Options that most commands of the shell take, each worded once."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from attribution.errors import CaseError

Text = Optional[str]  # noqa: UP045  # typer reads the annotation
CaseDir = Annotated[Path, typer.Option("--case", help="Folder of the case.", show_default=False)]
Uri = Annotated[
    Text,
    typer.Option(
        "--uri", help="Neo4j to use (bolt://, neo4j://, neo4j+s://); default NEO4J_URI, else the embedded engine."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def values_of(given: list[str] | None) -> dict[str, str]:
    """What several `-p name=value` say; CaseError for one that is none, or is given twice."""
    values: dict[str, str] = {}
    for one in given or []:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise CaseError(f"-p {one!r}: write it as name=value")
        if name in values:
            raise CaseError(f"-p {one!r}: {name} is given twice; leave one out")
        values[name] = value
    return values
