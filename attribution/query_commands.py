"""The commands `attribution queries`, `query` and `export`: what can be asked, asking and drawing it, and looking over own files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Text, Uri, values_of
from attribution.errors import CaseError

if TYPE_CHECKING:
    from attribution.answers import Answer
    from attribution.case import Case
    from attribution.receipts import Receipts
    from queries.linting import Linted

LINT = "lint"
"""Word in place of an id: no query may be called so."""

AnyCase = Annotated[
    Optional[Path],  # noqa: UP045  # typer reads the annotation
    typer.Option("--case", help="Folder of the case.", show_default=False),
]

app = typer.Typer(rich_markup_mode=None)


@app.command()
def queries(case: AnyCase = None, json: AsJson = False) -> None:
    """The saved queries with their questions and parameters; with --case also your own, from its folder queries/."""
    from attribution.case import open_case
    from queries.catalogue import catalogue

    library = catalogue()
    opened = open_case(case) if case is not None else None
    found = opened.queries() if opened is not None else library
    if json:
        output.show([{**query.as_json(), "own": id_ not in library} for id_, query in found.items()])
        return
    for id_, query in found.items():
        own = "" if id_ in library else "  (own)"
        output.show([f"{query.id}  [{query.category}]{own}", f"    {query.question}"])
        output.show([f"    -p {line}" for line in query.parameter_lines()])
    for broken in opened.own().broken if opened is not None else ():
        output.show([f"{broken.file}  (own, cannot be asked)", *(f"    {line}" for line in broken.lines)])


@app.command()
def query(
    id: Annotated[
        str,
        typer.Argument(
            help=f"Id of the query, see `attribution queries`; or the word {LINT}, to look over query files.",
            show_default=False,
        ),
    ],
    files: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Argument(
            help=f"With {LINT}: the files; default those of the case, else the library.", show_default=False
        ),
    ] = None,
    case: AnyCase = None,
    parameter: Annotated[Optional[list[str]], typer.Option("-p", help="name=value; may be repeated.")] = None,  # noqa: UP045
    format: Annotated[str, typer.Option(help="table, csv, json or parquet.")] = "table",
    out: Annotated[Optional[Path], typer.Option(help="File to write instead of the screen.")] = None,  # noqa: UP045
    receipts: Annotated[
        bool, typer.Option("--receipts", help="Also the posts behind each row: key, time, account, file and row.")
    ] = False,
    per_row: Annotated[
        int, typer.Option("--per-row", min=1, max=10_000, help="With --receipts: most posts of a row.")
    ] = 20,
    copy: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Only print the question, to take elsewhere: cypher, cli or notebook."),
    ] = None,
    uri: Uri = None,
) -> None:
    """Ask a saved query; every answer says what it does not prove and what was loaded.

    `attribution query lint [FILE…]` looks over queries of your own: front matter, parameters, order, limit, that they
    only read, and, with --case, that they run on its engines. Exit code 1 if anything has to be mended.
    """
    if id == LINT:
        _lint(files or [], case, uri, format)
        return
    if files:
        raise CaseError(f"query {id}: takes no files ({files[0]}); give values as -p name=value")
    if case is None:
        raise CaseError("--case: is missing; name the folder of the case")
    _ask(id, case, values_of(parameter), format, out, per_row if receipts else 0, copy, uri)


@app.command()
def export(
    case: CaseDir,
    query: Annotated[str, typer.Option(help="Id of the query whose answer is drawn.", show_default=False)],
    out: Annotated[Path, typer.Option(help="File to write: .svg, .png or .html.", show_default=False)],
    parameter: Annotated[Optional[list[str]], typer.Option("-p", help="name=value; may be repeated.")] = None,  # noqa: UP045
    title: Annotated[Text, typer.Option(help="Title; default the query's question.")] = None,
    tlp: Annotated[
        Text, typer.Option(help="Marking: TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR.")
    ] = None,
    pseudonyms: Annotated[
        bool, typer.Option(help="Stable pseudonyms in place of names, in every byte of the file.")
    ] = False,
    overwrite: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
    uri: Uri = None,
) -> None:
    """Draw the answer of a query for a briefing: title, legend, caveat, marking, query, dates and coverage on it."""
    from attribution.case import open_case
    from briefing.exports import check_target
    from briefing.exports import export as write
    from briefing.marking import marking_of

    values = values_of(parameter)
    check_target(out, overwrite=overwrite)
    if tlp is not None:
        marking_of(tlp)
    with open_case(case, uri) as opened:
        answer = opened.answer(query, **values)
        scene = opened.scene(answer.subgraph(), answer=answer, title=title, marking=tlp)
        if pseudonyms:
            scene = opened.redacted(scene)
    write(scene, out, overwrite=overwrite)
    output.show([f"{out}: {len(scene.nodes)} nodes, {len(scene.edges)} links"])


def _ask(
    id_: str,
    case: Path,
    values: dict[str, str],
    format_: str,
    out: Path | None,
    per_row: int,
    copy: str | None,
    uri: str | None,
) -> None:
    from attribution.case import open_case
    from attribution.copying import FORMS

    output.check_answer(format_, out)
    if per_row and format_ == "parquet":
        raise CaseError("--receipts: are no Parquet; use --format csv or json")
    if copy is not None and copy not in FORMS:
        raise CaseError(f"--copy {copy[:60]!r}: is unknown; use one of {', '.join(FORMS)}")
    with open_case(case, uri) as opened:
        if copy is not None:
            output.show(_copied(opened, id_, values, copy).splitlines())
            return
        answer = opened.answer(id_, **values)
        if not per_row:
            output.answer(answer, format_, out)
            return
        _with_receipts(opened, answer, format_, out, per_row)


def _copied(opened: "Case", id_: str, values: dict[str, str], form: str) -> str:
    from attribution import copying
    from attribution.own_queries import found_query
    from queries.runner import written

    found = found_query(opened.folder, id_)
    given = written(found, values)
    if form == "cypher":
        return copying.cypher(opened.answer(id_, **values).result)
    written_as = copying.command if form == "cli" else copying.notebook
    return written_as(found, given, opened.folder.root)


def _with_receipts(opened: "Case", answer: "Answer", format_: str, out: Path | None, per_row: int) -> None:
    from attribution.row_receipts import as_json, as_rows

    found = [opened.row_receipts(answer, number, limit=per_row) for number in range(len(answer.result.rows))]
    if format_ == "json":
        output.document({**answer.as_json(), "receipts": as_json(found)}, out)
        return
    lines = as_rows(answer.result, found)
    if format_ == "csv" or out is not None:
        output.rows(lines, "csv", out)
        return
    output.answer(answer, format_, None)
    output.show(["", "Receipts: the posts behind each row, the oldest first"])
    output.show([f"  row {number}: {one.statement}{_cut(one)}" for number, one in enumerate(found, 1)])
    if lines:
        output.rows(lines, "table")


def _cut(found: "Receipts") -> str:
    return f" Listed: {len(found.posts):,} of {found.total:,}." if len(found.posts) < found.total else ""


def _lint(files: list[Path], case: Path | None, uri: str | None, format_: str) -> None:
    from attribution.case import open_case
    from queries.catalogue import LIBRARY

    output.check_format(format_, ("table", "json"))
    if case is None:
        found = _looked_over(files or sorted(LIBRARY.glob("*.cypher")), None)
    else:
        with open_case(case, uri) as opened:
            own = sorted(opened.folder.queries.glob("*.cypher")) if opened.folder.queries.is_dir() else []
            found = _looked_over(files or own, opened)
    if format_ == "json":
        output.show(
            [
                {"file": name, "clean": one.clean, "wrong": list(one.wrong), "not_seen": list(one.unseen)}
                for name, one in found.items()
            ]
        )
    else:
        for one in found.values():
            output.show([*(f"mend  {line}" for line in one.wrong), *(f"look  {line}" for line in one.unseen)])
        clean = sum(one.clean for one in found.values())
        tried = "" if case is None else f", tried on the engines of {case}"
        output.show([f"{clean} of {len(found)} queries are clean{tried}"])
    if not all(one.clean for one in found.values()):
        raise typer.Exit(1)


def _looked_over(files: list[Path], opened: "Case | None") -> "dict[str, Linted]":
    from attribution.own_queries import looked_over
    from queries.catalogue import LIBRARY
    from queries.errors import QueryError
    from queries.linting import Linted, linted
    from queries.own import text_of

    found: dict[str, Linted] = {}
    for path in files:
        try:
            text = text_of(path)
            if opened is not None:
                found[str(path)] = opened.lint(text, path.name)
            elif path.resolve().parent == LIBRARY.resolve():
                # the library's ids are its own
                found[str(path)] = linted(text, path.name)
            else:
                found[str(path)] = looked_over(text, path.name)
        except QueryError as error:
            found[str(path)] = Linted(None, (str(error),))
    return found
