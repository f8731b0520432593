"""The commands that bring files into a case: `attribution load`, `media`, `set` and `sample`."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Text, Uri
from attribution.errors import CaseError
from attribution.progress_bar import progress_bar

app = typer.Typer(rich_markup_mode=None)
media = typer.Typer(help="Media files beside the posts.", no_args_is_help=True)
sets = typer.Typer(help="Sets of accounts or objects that you put together.", no_args_is_help=True)
app.add_typer(media, name="media")
app.add_typer(sets, name="set")


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
