"""The command `attribution`: the verbs of a case for a shell."""

import itertools
import logging
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Uri, values_of
from attribution.case_commands import app as cases
from attribution.check_commands import app as checks
from attribution.detect_commands import detect
from attribution.errors import CaseError, UserError
from attribution.expand_commands import expand
from attribution.progress_bar import progress_bar
from attribution.query_commands import queries, query
from attribution.run_commands import app as run_app
from attribution.run_commands import runs

app = typer.Typer(
    name="attribution",
    help="Show, with receipts, which accounts on which platforms share what; and say no more than the evidence carries.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
media = typer.Typer(help="Media files beside the posts.", no_args_is_help=True)
sets = typer.Typer(help="Sets of accounts or objects that you put together.", no_args_is_help=True)
app.add_typer(media, name="media")
app.add_typer(sets, name="set")
app.add_typer(cases, name="case")
app.add_typer(checks, name="check")
app.command()(detect)
app.command()(expand)
app.command()(queries)
app.command()(query)
app.command()(runs)
app.add_typer(run_app, name="run")

Text = Optional[str]  # noqa: UP045  # typer reads the annotation


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders; .gz is opened too.", show_default=False)],
    case: CaseDir,
    format: Annotated[
        Text, typer.Option(help="Format, where the content does not tell; see `attribution formats`.")
    ] = None,
    map: Annotated[Text, typer.Option(help="Column map: a shipped name or a TOML file; kept beside the case.")] = None,
    network: Annotated[
        Text, typer.Option(help="Name of the published network, where the file does not say it.")
    ] = None,
    publisher: Annotated[Text, typer.Option(help="Who published the list.")] = None,
    handle: Annotated[Text, typer.Option(help="@name of a Telegram channel: its export does not hold it.")] = None,
    platform: Annotated[Text, typer.Option(help="Platform of a table that does not name one.")] = None,
    set_name: Annotated[Text, typer.Option("--set", help="Set that a list of handles or URLs makes.")] = None,
    why: Annotated[Text, typer.Option(help="Why this set was put together.")] = None,
    object_as: Annotated[
        Text, typer.Option(help="What a shared object is: post, url, hashtag, media or domain.")
    ] = None,
    corrects: Annotated[
        Text, typer.Option(help="Loaded file (id, SHA-256 or name) of which this is a corrected edition.")
    ] = None,
    uri: Uri = None,
    json: AsJson = False,
) -> None:
    """Load files into a case: every row is loaded, merged or counted under a reason."""
    from attribution.case import open_case
    from attribution.loading import gather
    from attribution.maps import keep_map, read_map
    from loaders.base import Options

    # what is wrong with the words is told before a folder is made or an engine started
    found = read_map(map) if map else None
    files, skipped = gather(paths, format or ("mapped-csv" if found else None))
    with open_case(case, uri, create=True) as opened:
        extra = {"platform": platform, "set": set_name, "why": why, "object_as": object_as, "case": opened.name}
        extra["corrects"] = opened.dataset(corrects).sha256 if corrects else None
        options = Options(
            map=found[0] if found else None,
            network=network,
            publisher=publisher,
            handle=handle,
            extra={key: value for key, value in extra.items() if value is not None},
        )
        with progress_bar(quiet=json) as tell:
            report = opened.load_recognised([(one, options) for one in files], skipped=skipped, progress=tell)
        if found:
            keep_map(opened.folder, found[2], found[1])
    output.show(report.as_json() if json else report.lines())
    if report.failed:
        raise CaseError("; ".join(f"{why} (not loaded; the others were)" for _, why in report.failed))


@media.command("attach")
def media_attach(
    folder: Annotated[
        Path, typer.Argument(help="Folder of files named <platform>_<post id>[_<number>].<ending>.", show_default=False)
    ],
    case: CaseDir,
    uri: Uri = None,
    json: AsJson = False,
) -> None:
    """Hash media files that are named after their post (x_1580000000000000000_1.jpg) and attach them to it."""
    from attribution.case import open_case

    with open_case(case, uri) as opened, progress_bar(quiet=json) as tell:
        report = opened.attach_media(folder, progress=tell)
    output.show(report.as_json() if json else report.lines())


@sets.command("create")
def set_create(
    name: Annotated[str, typer.Argument(help="Name of the set.", show_default=False)],
    source: Annotated[
        str,
        typer.Argument(
            help="File with handles, ids or URLs, one a line; - reads standard input.",
            metavar="FILE",
            show_default=False,
        ),
    ],
    case: CaseDir,
    platform: Annotated[Text, typer.Option(help="Platform of bare handles and ids.")] = None,
    why: Annotated[Text, typer.Option(help="For what question.")] = None,
    uri: Uri = None,
    json: AsJson = False,
) -> None:
    """Put accounts or objects together; says what the case holds of them and what it lacks."""
    from attribution.case import open_case

    lines = sys.stdin.read().splitlines() if source == "-" else None
    with open_case(case, uri, create=True) as opened, progress_bar(quiet=json) as tell:
        report = opened.create_set(
            name, lines if lines is not None else source, platform=platform, why=why, progress=tell
        )
    output.show(report.as_json() if json else report.lines())


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
def same(
    account: Annotated[str, typer.Argument(help="Account/key, a handle or an address.", show_default=False)],
    other: Annotated[str, typer.Argument(help="The account that is the same.", show_default=False)],
    case: CaseDir,
    why: Annotated[str, typer.Option(help="Why the two are one; a like name is no reason.", show_default=False)],
    by: Annotated[Text, typer.Option(help="Who says so; default your user name.")] = None,
    uri: Uri = None,
) -> None:
    """State that two accounts are one, which no loaded file shows. `attribution case drop` takes the statement back."""
    from attribution.case import open_case
    from attribution.sources import named

    with open_case(case, uri) as opened:
        both = [named(opened.reader, text) for text in (account, other)]
        kept = opened.state_same(*both, why=why, by=by)
    output.show(
        [f"{both[0]} and {both[1]} count as one account; attribution case drop {kept.path.name} takes it back."]
    )


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
def label(
    account: Annotated[str, typer.Argument(help="Key, handle or profile URL of the account.", show_default=False)],
    topic: Annotated[str, typer.Argument(help="Topic of the case's codebook.toml.", show_default=False)],
    case: CaseDir,
    why: Annotated[str, typer.Option(help="What you saw.", show_default=False)],
    off: Annotated[bool, typer.Option("--off", help="The account is not on the topic.")] = False,
) -> None:
    """Your own word on an account and a topic, with your name and the date; it overrides the codebook."""
    from attribution.case import open_case

    opened = open_case(case)
    found = [ref for ref in opened.lookup([account]).found if ref.label == "Account"]
    if len(found) != 1:
        known = ", ".join(ref.key for ref in found) or "none"
        raise CaseError(f"account {account!r}: names {len(found)} accounts of the case ({known}); name one by its key")
    opened.label(found[0], topic, not off, why=why)
    output.show([f"{found[0].key} is {'not ' if off else ''}on {topic}: noted"])


@app.command()
def sample(
    case: Annotated[Path, typer.Option("--case", help="Folder of the case to make.")] = Path("cases/sample"),
    week: Annotated[
        Optional[int],  # noqa: UP045  # typer reads the annotation
        typer.Option(min=1, max=2, help="Load instead the first or second week of a small campaign, to try checks on."),
    ] = None,
    uri: Uri = None,
) -> None:
    """Build the sample case: an invented campaign on several platforms."""
    from attribution.building import build_sample
    from attribution.weeks import load_week

    with progress_bar() as tell:
        lines = load_week(week, case, uri, tell) if week is not None else build_sample(case, uri, tell)
    output.show(lines)


@app.command()
def serve(
    case: CaseDir,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port; another is taken if it is in use.")] = 8501,
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond loopback only with authentication.")
    ] = "127.0.0.1",
    uri: Uri = None,
) -> None:
    """Open the explorer in a browser on this machine."""
    from attribution.serve import serve as start

    start(case, port=port, host=host, uri=uri)


@app.command()
def doctor(json: AsJson = False) -> None:
    """What of this machine works, and what to do about the rest."""
    from attribution.doctor import examine

    found = examine()
    if json:
        output.show([one.as_json() for one in found])
    else:
        output.show([one.line for one in found])
    if any(one.broken for one in found):
        raise typer.Exit(1)


def _refuse_empty(words: list[str]) -> None:
    """CaseError for a word that is empty: a path that says nothing would be the folder that one stands in."""
    for before, word in itertools.pairwise(["", *words]):
        if word and not (word.startswith("--") and word.endswith("=")):
            continue
        name = word.removesuffix("=") or before
        what = name if name.startswith("-") else "an argument"
        raise CaseError(f"{what}: is empty; say what is meant, or leave it out")


def main() -> None:
    """Run the command; an error that the user can mend is one line and exit code 2."""
    # the driver logs what our own error says too
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    for number in _ENDING:
        # what waits on the disk is taken away, as after Ctrl-C
        signal.signal(number, _end)
    try:
        _refuse_empty(sys.argv[1:])
        app()
    except UserError as error:
        _told(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(1) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename is not None else ""
        _told(f"{where}the system refuses ({error.strerror or error}); check path, rights and room on the drive")
    except KeyboardInterrupt:
        sys.stderr.write("attribution: cancelled; what was loaded whole is kept, the same command goes on from there\n")
        raise SystemExit(130) from None


_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _end(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _told(message: str) -> NoReturn:
    sys.stderr.write(f"attribution: {output.plain(' '.join(message.split()))}\n")
    raise SystemExit(2) from None


if __name__ == "__main__":
    main()
