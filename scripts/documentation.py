"""Writes what the documentation derives from code; `--check` only says whether it is current."""

import sys
from pathlib import Path

import typer.main
from click import Command, Context, Group

from attribution.cli import app
from graph.documentation import schema_markdown, schema_svg
from queries.catalogue import catalogue

ROOT = Path(__file__).parent.parent
_OPEN, _CLOSE = "<!-- queries: written by `make docs` -->", "<!-- /queries -->"


def commands() -> str:
    """docs/commands.md: the help text of every command."""
    parts = ["# Commands\n\nWritten by `make docs` from the help texts.\n"]
    root = typer.main.get_command(app)
    parts += [_help(command, name) for name, command in _walk(root, "attribution")]
    return "\n".join(parts)


def _walk(command: Command, name: str) -> list[tuple[str, Command]]:
    found = [(name, command)]
    if isinstance(command, Group):
        for sub in sorted(command.commands):
            found += _walk(command.commands[sub], f"{name} {sub}")
    return found


def _help(command: Command, name: str) -> str:
    context = Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return f"## `{name}`\n\n```\n{command.get_help(context).rstrip()}\n```\n"


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
