"""Options that most commands of the shell take, each worded once."""

from pathlib import Path
from typing import Annotated, Optional

import typer

CaseDir = Annotated[Path, typer.Option("--case", help="Folder of the case.", show_default=False)]
Uri = Annotated[
    Optional[str],  # noqa: UP045  # typer reads the annotation
    typer.Option(
        "--uri", help="Neo4j to use (bolt://, neo4j://, neo4j+s://); default NEO4J_URI, else the embedded engine."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
