"""Writes what the documentation derives from code; `--check` only says whether it is current."""

import sys
from pathlib import Path

from typer import Typer
from typer.testing import CliRunner

from attribution.cli import app
from graph.documentation import schema_markdown, schema_svg
from queries.catalogue import catalogue

ROOT = Path(__file__).parent.parent
_OPEN, _CLOSE = "<!-- queries: written by `make docs` -->", "<!-- /queries -->"


def commands() -> str:
    """docs/commands.md: the help text of every command."""
    parts = ["# Commands\n\nWritten by `make docs` from the help texts.\n"]
    return "\n".join([*parts, *(_help(words) for words in _names(app, ()))])


def _names(group: Typer, before: tuple[str, ...]) -> list[tuple[str, ...]]:
    own = [command.name or command.callback.__name__ for command in group.registered_commands if command.callback]
    found = [before, *((*before, name) for name in sorted(own))]
    for sub in sorted(group.registered_groups, key=lambda one: str(one.name)):
        if sub.typer_instance is not None:
            found += _names(sub.typer_instance, (*before, str(sub.name)))
    return found


def _help(words: tuple[str, ...]) -> str:
    shown = CliRunner(env={"COLUMNS": "100", "TERM": "dumb"}).invoke(app, [*words, "--help"], prog_name="attribution")
    name = " ".join(("attribution", *words))
    return f"## `{name}`\n\n```\n{shown.output.strip()}\n```\n"


def readme() -> str:
    """README.md with the questions of the catalogue."""
    text = (ROOT / "README.md").read_text("utf-8")
    head, _, rest = text.partition(_OPEN)
    _, _, tail = rest.partition(_CLOSE)
    rows = [f"| {q.question} | `{q.id}` |" for q in catalogue().values()]
    table = "\n".join(["| Question | Query |", "|---|---|", *rows])
    return f"{head}{_OPEN}\n{table}\n{_CLOSE}{tail}"


def derived() -> dict[str, str]:
    """Path below the project's root and content of everything that is derived."""
    return {
        "README.md": readme(),
        "docs/commands.md": commands(),
        "docs/schema.md": schema_markdown(),
        "docs/schema.svg": schema_svg(),
    }


def main() -> None:
    """Write, or with --check compare and exit 1."""
    stale = []
    for name, content in derived().items():
        path = ROOT / name
        if path.is_file() and path.read_text("utf-8") == content:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(content, "utf-8", newline="\n")
    sys.stdout.write("".join(f"{name}\n" for name in stale))
    if stale and "--check" in sys.argv:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
