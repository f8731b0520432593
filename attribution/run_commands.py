"""The commands `attribution runs` and `attribution run …`: the runs of the detector that a case keeps."""

from typing import Annotated

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Uri
from attribution.case_commands import ask
from attribution.progress_bar import progress_bar

app = typer.Typer(rich_markup_mode=None)
run = typer.Typer(help="One run of the detector: what it found, what differs from another, away with it.", no_args_is_help=True)  # fmt: skip
app.add_typer(run, name="run")

RunId = Annotated[
    str, typer.Argument(help="Id of a run, or its beginning; see `attribution runs`.", metavar="ID", show_default=False)
]


@app.command()
def runs(case: CaseDir, json: AsJson = False) -> None:
    """The runs of the detector that the case keeps, and which of them were made on other data than it holds now."""
    from attribution.case import open_case
    from attribution.run_report import list_rows

    found = open_case(case).runs()
    if json:
        output.show([run.as_json() for run in found])
    elif not found:
        output.show(["The case holds no run; `attribution detect --case DIR` makes one."])
    else:
        output.rows(list_rows(found), "table")


@run.command("show")
def show(run: RunId, case: CaseDir, json: AsJson = False) -> None:
    """What a run came to, as it was told when it was made."""
    from attribution.case import open_case
    from attribution.run_report import run_lines

    found = open_case(case).run(run)
    output.show(found.as_json() if json else run_lines(found))


@run.command("compare")
def compare(
    a: Annotated[str, typer.Argument(help="Id of a run, or its beginning.", metavar="A", show_default=False)],
    b: Annotated[str, typer.Argument(help="Id of another.", metavar="B", show_default=False)],
    case: CaseDir,
    json: AsJson = False,
) -> None:
    """Which pairs, accounts and groups appear and go from one run to another."""
    from attribution.case import open_case
    from attribution.run_report import compared_lines

    found = open_case(case).compare_runs(a, b)
    output.show(found.as_json() if json else compared_lines(found))


@run.command("delete")
def delete(
    run: RunId,
    case: CaseDir,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    uri: Uri = None,
) -> None:
    """Take a run out of case and graph, with its pairs and groups; nothing of it is left behind."""
    from attribution.case import open_case
    from attribution.errors import CaseError

    with open_case(case, uri) as opened:
        found = opened.run(run)
        if yes and run not in (found.id, found.key, found.hash):
            raise CaseError(f"run {run[:60]!r}: is the beginning of {found.id}; without a question, name it whole")
        if not yes:
            ask(f"Delete run {found.id} ({found.request.line}; {found.significant:,} pairs) of case {opened.name}?")
        with progress_bar() as tell:
            opened.delete_run(found.hash, progress=tell)
    output.show([f"Run {found.id} is deleted, with {found.significant:,} pairs and {len(found.clusters):,} groups."])
