"""The commands `attribution case …`: what a case holds, whether it is sound, and how it moves."""

from pathlib import Path
from typing import Annotated

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Uri
from attribution.errors import CaseError
from attribution.progress_bar import progress_bar

app = typer.Typer(rich_markup_mode=None)
cases = typer.Typer(help="The case as a whole: what it holds, whether it is sound, how it moves.", no_args_is_help=True)
app.add_typer(cases, name="case")

Archive = Annotated[Path, typer.Argument(help="Archive: a .zip.", metavar="FILE", show_default=False)]

DIFFERS = 3
"""Exit code of `verify` where anything differs."""


@cases.command()
def info(case: CaseDir, uri: Uri = None, json: AsJson = False) -> None:
    """What the case holds: datasets, records, nodes per label, relationships per type, engine, size."""
    from attribution.case import open_case

    with open_case(case, uri) as opened:
        found = opened.info()
    if json:
        output.show(found.as_json())
        return
    output.show(found.lines())
    output.rows(found.table(), "table")


@cases.command()
def verify(case: CaseDir, uri: Uri = None, json: AsJson = False) -> None:
    """Check every file of the store, then every node and relationship against it; exit code 3 if anything differs."""
    from attribution.case import open_case

    with open_case(case, uri) as opened, progress_bar(quiet=json) as tell:
        found = opened.verify(tell)
    output.show(found.as_json() if json else found.lines())
    if not found.clean:
        raise typer.Exit(DIFFERS)


@cases.command()
def rebuild(
    case: CaseDir,
    fresh: Annotated[bool, typer.Option("--fresh", help="Remove first what the graph holds of ours.")] = False,
    uri: Uri = None,
) -> None:
    """Write the whole graph, on any engine, from the store alone; only what it lacks unless --fresh."""
    from attribution.case import open_case

    with open_case(case, uri) as opened, progress_bar() as tell:
        done = opened.rebuild(tell, fresh=fresh)
        held = opened.info()
    said = "was written from the store" if done else "lacks nothing"
    nodes, links = sum(held.nodes.values()), sum(held.relationships.values())
    output.show([f"The graph {said}: {nodes:,} nodes and {links:,} relationships on {held.engine}."])


@cases.command()
def drop(
    dataset: Annotated[str, typer.Argument(help="Short id, SHA-256 or name of a loaded file.", show_default=False)],
    case: CaseDir,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    uri: Uri = None,
) -> None:
    """Take one file back: what it says, and no other file says, leaves store and graph."""
    from attribution.case import open_case
    from attribution.share_records import is_run

    with open_case(case, uri) as opened:
        found = opened.dataset(dataset)
        if not yes:
            ask(f"Take {output.plain(found.name)} ({found.id}, {found.counts.rows:,} rows) out of case {opened.name}?")
        with progress_bar() as tell:
            opened.drop(found.sha256, progress=tell)
    rest = "" if is_run(found) else "; the file itself is untouched"
    output.show([f"{found.name} ({found.id}) is out of the case{rest}."])


@cases.command("export")
def export_archive(
    archive: Archive,
    case: CaseDir,
    with_key: Annotated[
        bool, typer.Option("--with-key", help="Also the key of the pseudonyms: whoever has it can name the accounts.")
    ] = False,
) -> None:
    """Write the case into one archive for a colleague; engine, locks and the key of the pseudonyms stay here."""
    from attribution.case import open_case

    done = open_case(case).export(archive, with_key=with_key)
    key = "with the key of the pseudonyms" if done.with_key else "without the key of the pseudonyms"
    output.show([f"{archive}: {done.files} files, {done.bytes:,} bytes, {key}; `attribution case import` opens it."])


@cases.command("import")
def import_archive(
    archive: Archive,
    folder: Annotated[Path, typer.Argument(help="New folder for the case.", metavar="DIR", show_default=False)],
) -> None:
    """Make a case of an archive, every byte checked; `attribution case rebuild` then writes its graph."""
    from store.archive import import_case

    done = import_case(archive, folder)
    output.show([f"{folder}: {done.files} files, {done.bytes:,} bytes; attribution case rebuild --case {folder}"])


@cases.command("admin-import")
def admin_import(
    case: CaseDir,
    out: Annotated[Path, typer.Option(help="New folder for the files.", show_default=False)],
    database: Annotated[str, typer.Option(help="Empty database that they are for.")] = "neo4j",
    run: Annotated[
        bool, typer.Option("--run", help="Import them here: the server is on this machine, and stopped.")
    ] = False,
) -> None:
    """Write files and the command for the first load of an empty Neo4j by `neo4j-admin database import`."""
    from attribution.case import open_case

    with open_case(case) as opened:
        ready = opened.write_import(out, database=database)
    output.show([f"{ready.nodes:,} nodes and {ready.relationships:,} relationships in {ready.folder}"])
    if run:
        ready.run()
        output.show(
            ["Imported. Start the server, then: attribution case rebuild --uri … (it finds nothing left to write)"]
        )
    else:
        output.show(["With the server stopped, as the user that owns its files:", ready.command])


def ask(question: str) -> None:
    """CaseError unless whoever sits there says yes."""
    try:
        sure = typer.confirm(question)
    except typer.Abort:
        sure = False
    if not sure:
        raise CaseError("nothing was changed; say --yes to do it without a question")
