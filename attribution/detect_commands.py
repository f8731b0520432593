"""The command `attribution detect`: who moves together, in a case or in a bare table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from attribution import output
from attribution.arguments import AsJson, Text, Uri
from attribution.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from analysis.coortweet import Settings as CooRTweet
    from analysis.weighing import Settings, Weighed

Number = Optional[float]  # noqa: UP045  # typer reads the annotation
Whole = Optional[int]  # noqa: UP045
File = Optional[Path]  # noqa: UP045

app = typer.Typer(rich_markup_mode=None)

COORTWEET = "coortweet"
ENDINGS = (".csv", ".parquet")


@app.command()
def detect(
    ctx: typer.Context,
    file: Annotated[
        File,
        typer.Argument(
            help="Table with the columns object_id, account_id, content_id, timestamp_share (epoch seconds); .csv or .parquet.",
            show_default=False,
        ),
    ] = None,
    case: Annotated[
        File,
        typer.Option(
            "--case",
            help="Folder of a case, instead of a table: the run is kept and drawn into its graph.",
            show_default=False,
        ),
    ] = None,
    object_: Annotated[
        Text,
        typer.Option(
            "--object",
            help="With --case: kinds of shared objects, commas between: url, media, domain, hashtag, text, repost, mention, "
            "reply, hashtags (the rarer hashtags of a post, together), near_text (near-duplicates, instead of text); default url,media,hashtag,text,repost.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[Text, typer.Option(help="With --case: first day or time, UTC.", show_default=False)] = None,
    until: Annotated[
        Text, typer.Option(help="With --case: last day, or time before which, UTC.", show_default=False)
    ] = None,
    platform: Annotated[Text, typer.Option(help="With --case: platforms, commas between.", show_default=False)] = None,
    window: Annotated[float, typer.Option(help="Seconds between two shares, inclusive.")] = 60.0,
    min_participation: Annotated[int, typer.Option(help="Rows that an account has at least.")] = 2,
    min_weight: Annotated[
        Whole,
        typer.Option(
            help="Pairs of posts that a listed pair has at least; default 1, or 2 beyond 100,000 pairs.",
            show_default=False,
        ),
    ] = None,
    fdr: Annotated[float, typer.Option(help="False-discovery rate of the judgement.")] = 0.05,
    shuffles: Annotated[int, typer.Option(help="How often times are shuffled for the second check.")] = 99,
    seed: Annotated[int, typer.Option(help="Seed of shuffles and groups.")] = 1,
    explain: Annotated[
        tuple[str, str] | None, typer.Option(help="Two accounts whose receipts are told.", show_default=False)
    ] = None,
    compat: Annotated[
        Text, typer.Option(help="coortweet: CooRTweet's own definition, untested against chance.", show_default=False)
    ] = None,
    quantile: Annotated[
        float, typer.Option(help="With --compat: quantile of the weights above which an edge is marked.")
    ] = 0.5,
    fast_window: Annotated[
        Number, typer.Option(help="With --compat: a narrower window whose weight stands beside.", show_default=False)
    ] = None,
    keep_loops: Annotated[
        bool, typer.Option("--keep-loops", help="With --compat: keep an account's pairs with itself.")
    ] = False,
    weights_only: Annotated[
        bool,
        typer.Option(
            "--weights-only", help="Count only: weight, objects and mean_dt of pairs, untested against chance."
        ),
    ] = False,
    memory: Annotated[
        Text,
        typer.Option(
            help="Memory to stay within, as 600MB or 2GB; with --weights-only rows and pairs wait on disk.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        File,
        typer.Option(
            help="File for all listed pairs, also those that chance explains: .csv or .parquet; see docs/detection.md for its columns.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before long work.")] = False,
    uri: Uri = None,
    json: AsJson = False,
) -> None:
    """Which accounts shared the same things within seconds of each other, more often than chance explains."""
    from analysis.weighing import Settings

    if compat not in (None, COORTWEET):
        raise CaseError(f"--compat {compat[:40]!r}: is unknown; use {COORTWEET}")
    _check_places(ctx, compat=compat is not None, weights_only=weights_only)
    if out is not None:
        _check_target(out, file)
    if (file is None) == (case is None):
        raise CaseError("detect: reads either a table or a case; give a file, or --case")
    compared = None
    if compat:
        from analysis.coortweet import Settings as CooRTweet

        compared = CooRTweet(window, min_participation, quantile, fast_window, keep_loops)
    if case is not None:
        from attribution.detect_case import CaseWork, asked

        for name, given in (("weights-only", weights_only), ("memory", memory is not None)):
            if given:
                raise CaseError(f"--{name}: is for a table; leave it out, or give a file")
        said = asked(object_, since, until, platform)
        settings = Settings(window, min_participation, min_weight, fdr, shuffles, seed)
        CaseWork(case, uri, out, as_json=json, yes=yes).do(said, settings, explain, compared)
        return
    assert file is not None
    for name, value in (("object", object_), ("since", since), ("until", until), ("platform", platform)):
        if value is not None:
            raise CaseError(f"--{name}: belongs to a case, not to a table; give --case, or leave it out")
    if compared is not None:
        _compat(file, compared, out, json=json)
        return
    settings = Settings(window, min_participation, min_weight, fdr, shuffles, seed)
    if weights_only:
        _weights(file, settings, memory, out, json=json)
        return
    _table(file, settings, memory, explain, out, json=json)


_OF_COMPAT = ("quantile", "fast_window", "keep_loops")
_OF_JUDGEMENT = ("explain", "fdr", "shuffles", "seed")
_NOT_OF_COMPAT = (*_OF_JUDGEMENT, "min_weight", "weights_only", "memory")


def _check_places(ctx: typer.Context, *, compat: bool, weights_only: bool) -> None:
    """CaseError for an option that would be passed over."""
    if compat:
        _refuse(ctx, _NOT_OF_COMPAT, "is not for CooRTweet's definition; leave it out, or leave out --compat")
    else:
        _refuse(ctx, _OF_COMPAT, f"belongs to CooRTweet's definition; give --compat {COORTWEET}, or leave it out")
    if weights_only:
        _refuse(ctx, _OF_JUDGEMENT, "needs the judgement; leave it out, or leave out --weights-only")


def _refuse(ctx: typer.Context, names: tuple[str, ...], why: str) -> None:
    for name in names:
        source = ctx.get_parameter_source(name)
        if source is not None and source.name != "DEFAULT":
            raise CaseError(f"--{name.replace('_', '-')}: {why}")


def _check_target(out: Path, read: Path | None) -> None:
    """CaseError, before anything is computed, where the edges could not be written or would take the place of the table."""
    if out.suffix.lower() not in ENDINGS:
        raise CaseError(f"{out}: ends in neither of {', '.join(ENDINGS)}; name the file so")
    if out.is_dir():
        raise CaseError(f"{out}: is a folder; name a file in it")
    if not out.parent.is_dir():
        raise CaseError(f"{out}: the folder {out.parent} does not exist; make it or name another")
    if read is not None and out.exists() and read.exists() and out.samefile(read):
        raise CaseError(f"{out}: is the table that is read; name another file")


def _table(
    file: Path,
    settings: "Settings",
    memory: str | None,
    explained: tuple[str, str] | None,
    out: Path | None,
    *,
    json: bool,
) -> None:
    from analysis.detection import detect as run
    from analysis.edges import edge_table
    from analysis.receipts import explain
    from attribution import detect_report as report
    from attribution.share_table import read_shares

    bound = _octets(memory)
    read = read_shares(file)
    found = run(read.shares, settings, memory=bound)
    told = explain(found, *explained) if explained is not None else None
    if out is not None:
        output.arrow_tables([edge_table(found)], out, names=("account_a", "account_b", "top_objects"), quiet=json)
    if told is not None:
        output.show(report.explanation_json(told) if json else report.explanation_lines(told))
        return
    output.show(report.detection_json(found, read.unread) if json else report.detection_lines(found, read.unread))


def _octets(memory: str | None) -> int | None:
    if memory is None:
        return None
    from attribution.bounded import octets

    return octets(memory)


def _weights(file: Path, settings: "Settings", memory: str | None, out: Path | None, *, json: bool) -> None:
    from analysis.edges import weight_tables
    from attribution import weigh_report as report

    found, unread = _weighed(file, settings, _octets(memory), out.parent if out is not None else None)
    if out is not None:
        output.arrow_tables(weight_tables(found), out, names=("account_a", "account_b"), quiet=json)
    output.show(report.weighed_json(found, unread) if json else report.weighed_lines(found, unread))


def _weighed(
    file: Path, settings: "Settings", bound: int | None, beside: Path | None
) -> "tuple[Weighed, dict[str, int]]":
    from attribution.share_table import is_beyond_memory, is_large, read_as_stream, read_shares

    if bound is not None or is_beyond_memory(file):
        from analysis.spilling import FinerTimesError
        from attribution.bounded import PLENTY, weighed_within

        try:
            return weighed_within(file, settings, PLENTY if bound is None else bound, beside)
        except FinerTimesError:
            if bound is not None:
                raise
    if is_large(file):
        return read_as_stream(file, lambda batches: _weighed_stream(batches, settings))
    from analysis.weighing import weigh

    read = read_shares(file)
    return weigh(read.shares, settings), read.unread


def _weighed_stream(batches: "Iterator[pa.RecordBatch]", settings: "Settings") -> "Weighed":
    # the file is read while this is imported
    from analysis.streaming import weigh_stream

    return weigh_stream(batches, settings)


def _compat(file: Path, settings: "CooRTweet", out: Path | None, *, json: bool) -> None:
    from analysis.coortweet import network
    from analysis.edges import network_table
    from attribution import detect_report as report
    from attribution.share_table import read_table

    table, unread = read_table(file)
    found = network(table, settings)
    if out is not None:
        output.arrow_tables([network_table(found)], out, names=("account_a", "account_b"), quiet=json)
    output.show(report.network_json(found, unread) if json else report.network_lines(found, unread))
