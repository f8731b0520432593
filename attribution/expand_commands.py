"""The command `attribution expand`: who else, beside the accounts of a set."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from attribution import output
from attribution.arguments import CaseDir, Text, Uri

app = typer.Typer(rich_markup_mode=None)


@app.command()
def expand(
    case: CaseDir,
    set_name: Annotated[Text, typer.Option("--set", help="Set of accounts to start from.", show_default=False)] = None,
    network: Annotated[
        Text, typer.Option(help="Published network to start from: publisher/name.", show_default=False)
    ] = None,
    cluster: Annotated[Text, typer.Option(help="Cluster of a run to start from.", show_default=False)] = None,
    object: Annotated[
        Text,
        typer.Option(
            help="Kinds of shared objects, with commas; default url,media,domain,hashtag,text,repost.",
            show_default=False,
        ),
    ] = None,
    window: Annotated[
        float, typer.Option(help="Seconds around a seed's share that count as the same moment, inclusive.")
    ] = 60.0,
    published: Annotated[
        Text,
        typer.Option(
            help="Day or time (UTC) from which the campaign was publicly known; default the network's own date.",
            show_default=False,
        ),
    ] = None,
    top: Annotated[int, typer.Option(help="Accounts that are listed.")] = 50,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="File to write instead of the screen.", show_default=False),
    ] = None,
    uri: Uri = None,
) -> None:
    """Accounts outside a set, ranked by what they shared with it beyond chance; a rank is a reason to look, not a finding."""
    from attribution.case import open_case  # a command imports what it needs
    from attribution.share_kinds import kinds_of, moment

    output.check_format(format)
    known = moment("published", published) / 1000 if published else None
    objects = kinds_of(object) if object else None
    with open_case(case, uri) as opened:
        found = opened.expand(
            set=set_name,
            network=network,
            cluster=cluster,
            objects=objects,
            window=window,
            published=known,
            top=top,
        )
    if out is not None:
        output.rows([found.as_json()] if format == "json" else found.rows(), format, out)
        return
    if format == "json":
        output.show(found.as_json())
        return
    if format == "csv":
        output.rows(found.rows(), format)
        return
    output.show(found.lines())
    if found.ranked:
        output.rows(found.brief(), "table")
    output.show([found.coverage])
