"""The commands of this machine: `attribution serve` and `doctor`."""

from typing import Annotated

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Uri

app = typer.Typer(rich_markup_mode=None)


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
