"""The commands that tell what a case holds, what it could not use, who said what, and which formats it knows."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Uri

app = typer.Typer(rich_markup_mode=None)


@app.command()
def coverage(case: CaseDir, json: AsJson = False) -> None:
    """Platforms, dates, which fields are missing how often, and how each dataset was collected."""
    from attribution.case import open_case

    found = open_case(case).coverage()
    if json:
        output.show(found.as_json())
        return
    output.show([found.line, f"{found.referred_posts:,} posts are replied to, quoted or reposted, but not loaded."])
    output.table(found.platforms)
    output.table(found.datasets)


@app.command()
def rejects(
    case: CaseDir,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
    out: Annotated[Optional[Path], typer.Option(help="File to write instead of the screen.")] = None,  # noqa: UP045
    settled: Annotated[bool, typer.Option("--all", help="Also what a corrected file has settled since.")] = False,
) -> None:
    """What could not be used: file, row, column, value, reason, mend. Load the corrected file, and it leaves the list."""
    from attribution.case import open_case

    output.check_format(format)
    output.rows(open_case(case).rejects(settled=settled), format, out)


@app.command()
def sources(
    ref: Annotated[
        str, typer.Argument(help="Label/key, TYPE|Label/key|Label/key, or a handle or address.", show_default=False)
    ],
    case: CaseDir,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
) -> None:
    """Which rows of which files say a node or relationship."""
    from attribution.case import open_case
    from attribution.sources import named

    output.check_format(format)
    opened = open_case(case)
    output.rows(opened.sources(named(opened.reader, ref)), format)


@app.command()
def statements(
    case: CaseDir,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
    uri: Uri = None,
) -> None:
    """Who said what about what, and how far it attributes: side by side, never averaged."""
    from attribution.case import open_case

    output.check_format(format)
    with open_case(case, uri) as opened:
        output.rows(opened.statements(), format)


@app.command()
def formats(json: AsJson = False) -> None:
    """The formats that are recognised by their content, and the shipped column maps."""
    from attribution.maps import read_map, shipped_names
    from loaders.catalogue import LOADERS

    known = [{"name": one.name, "title": one.title, "version": one.version} for one in LOADERS]
    maps = [{"map": name, "title": str(read_map(name)[0].get("title", name))} for name in shipped_names()]
    if json:
        output.show({"formats": known, "maps": maps})
        return
    output.show([f"{one['name']:20} {one['title']}" for one in known])
    output.show(["", "Shipped maps (--map NAME) of mapped-csv:"])
    output.show([f"  {one['map']:28} {one['title']}" for one in maps])
