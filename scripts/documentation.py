"""Writes what the documentation derives from code; `--check` only says whether it is current."""

import shlex
import sys
from pathlib import Path
from typing import Any

from typer import Context
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from attribution.cli import app
from graph.documentation import schema_markdown, schema_svg
from queries.catalogue import catalogue
from queries.frontmatter import CATEGORIES, Query
from scripts.answering import Asked, answered, asked

ROOT = Path(__file__).parent.parent
_OPEN, _CLOSE = "<!-- queries: written by `make docs` -->", "<!-- /queries -->"


def commands() -> str:
    """docs/commands.md: the help text of every command."""
    parts = ["# Commands\n\nWritten by `make docs` from the help texts.\n"]
    return "\n".join([*parts, *(_help(words) for words in _names(get_command(app), ()))])


def _names(command: Any, before: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words of a command and of those in it, groups last."""
    if not isinstance(command, TyperGroup):
        return [before]
    context = Context(command)
    within = {name: command.get_command(context, name) for name in sorted(command.list_commands(context))}
    ordered = sorted(within, key=lambda name: isinstance(within[name], TyperGroup))
    return [before, *(words for name in ordered for words in _names(within[name], (*before, name)))]


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


def questions() -> str:
    """docs/queries.md: every question by category, with a hit and a near-miss from the sample."""
    ways, answers = asked(), answered()
    parts = [
        "# Questions\n\nWritten by `make docs` from `queries/library/`. What the sample answers was asked of the case that "
        "`attribution sample`\nbuilds (`scripts/asked.toml`, `scripts/answered.json`); a test asks again and sees that no "
        "near-miss is among the rows.\nAdd `--case FOLDER` to the commands. What the sample is: [sample_data/README.md]"
        "(../sample_data/README.md). How to add one: [adding-a-query.md](adding-a-query.md).\n"
    ]
    for category in CATEGORIES:
        own = [query for query in catalogue().values() if query.category == category]
        if own:
            parts.append(f"## {category.capitalize()}\n")
        parts += [_question(query, ways[query.id], answers[query.id]) for query in own]
    return "\n".join(parts)


def _question(query: Query, way: Asked, answer: dict[str, object]) -> str:
    given = "".join(f" -p {shlex.quote(f'{name}={value}')}" for name, value in way.values.items())
    rows = answer["rows"]
    lines = [
        f"### {query.question}\n",
        f"`attribution query {query.id}{given}`\n",
        f"- **In the sample** ({rows} row{'' if rows == 1 else 's'}): {_plain(answer['because'])}",
        f"- **Caveat of that row**: {_plain(answer['caveat'])}",
        f"- **Near miss, not among the rows**: {_plain(way.near_miss or f'none. {way.no_near_miss}')}",
        f"- **Does not prove**: {_plain(query.does_not_prove)}",
        f"- **False positives**: {' '.join(_plain(one) for one in query.false_positives)}",
        f"- **References**: {'; '.join(_plain(one) for one in query.references)}",
        "",
        "| Parameter | Type | Default | Meaning |",
        "|---|---|---|---|",
        *(
            f"| `{p.name}` | {p.type} | {'needed' if p.required else f'`{p.default}`' if p.default != '' else 'none'} "
            f"| {_plain(p.help)}{f' ({_plain(p.mend)})' if p.choices else ''} |"
            for p in query.parameters.values()
        ),
        "",
    ]
    return "\n".join(lines)


def _plain(text: object) -> str:
    # texts of posts and ids must not turn into markup
    return "".join(f"\\{c}" if c in "|*_`<>[]#" else c for c in str(text))


def derived() -> dict[str, str]:
    """Path below the project's root and content of everything that is derived."""
    return {
        "README.md": readme(),
        "docs/commands.md": commands(),
        "docs/queries.md": questions(),
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
