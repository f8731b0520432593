"""The commands that keep an analyst's own word: `attribution same` and `label`."""

from typing import Annotated

import typer

from attribution import output
from attribution.arguments import CaseDir, Text, Uri
from attribution.errors import CaseError

app = typer.Typer(rich_markup_mode=None)


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
