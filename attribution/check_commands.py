"""The commands `attribution check …`: saved queries that are asked again and again, and what differs each time."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from attribution import output
from attribution.arguments import AsJson, CaseDir, Text, Uri, values_of
from attribution.errors import CaseError

app = typer.Typer(rich_markup_mode=None)
checks = typer.Typer(help="Queries asked again and again: what is new, gone, stronger or weaker, and why.", no_args_is_help=True)  # fmt: skip
app.add_typer(checks, name="check")

NEWS = 3
"""Exit code of `run` where anything is new."""

Name = Annotated[str, typer.Argument(help="Name of the check.", metavar="CHECK", show_default=False)]
HitName = Annotated[
    str, typer.Argument(help="Id of the hit as a report gives it, or the text of its key.", metavar="HIT", show_default=False)
]  # fmt: skip
By = Annotated[Text, typer.Option("--by", help="Whose word it is; default the name the system knows you by.")]
Format = Annotated[str, typer.Option(help="text, markdown, csv or json.")]
Out = Annotated[Optional[Path], typer.Option(help="File to write instead of the screen.")]  # noqa: UP045


@checks.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Name of the check.", metavar="CHECK", show_default=False)],
    query: Annotated[str, typer.Argument(help="Id of a saved query; see `attribution queries`.", show_default=False)],
    case: CaseDir,
    parameter: Annotated[Optional[list[str]], typer.Option("-p", help="name=value; may be repeated.")] = None,  # noqa: UP045
    key: Annotated[Text, typer.Option(help="Columns, separated by commas, that make a row the same hit.")] = None,
    strength: Annotated[Text, typer.Option(help="Column with the number that makes a hit stronger or weaker.")] = None,
    every: Annotated[Text, typer.Option(help="How often it is due: 12h, 1d, 7d. Without it, only by hand.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="In place of the check of this name; its runs stay.")
    ] = False,
    by: By = None,
) -> None:
    """Keep a query as a check; nothing is asked yet."""
    from attribution.case import open_case

    columns = [one.strip() for one in key.split(",") if one.strip()] if key else []
    check = open_case(case).checks.add(
        name, query, values_of(parameter), key=columns, strength=strength, every=every, by=by, replace=replace
    )
    said = f"the same hit: same {' + '.join(check.key)}; stronger or weaker by {check.strength}; {check.schedule}"
    output.show([f"Check {check.name} asks {check.query}; {said}."])


@checks.command("list")
def list_(case: CaseDir, json: AsJson = False) -> None:
    """The checks, when each was answered last, and which are due."""
    from attribution.case import open_case
    from attribution.check_tables import status_lines

    found = open_case(case).checks.statuses()
    if json:
        output.show([one.as_json() for one in found])
    elif not found:
        output.show(["The case has no check; `attribution check add` makes one."])
    else:
        output.rows(status_lines(found), "table")


@checks.command("run")
def run(
    case: CaseDir,
    names: Annotated[Optional[list[str]], typer.Argument(help="Checks; without one, all.", metavar="CHECK")] = None,  # noqa: UP045
    due: Annotated[bool, typer.Option("--due", help="Only those whose time has come; for cron and timers.")] = False,
    hook: Annotated[
        Text, typer.Option(help="Command that gets JSON on its standard input where anything is new; no shell.")
    ] = None,
    format: Format = "text",
    out: Out = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing where nothing is new and nothing failed.")
    ] = False,
    by: By = None,
    uri: Uri = None,
) -> None:
    """Ask the checks: exit code 0 if nothing is new, 3 if something is, 2 if one could not be answered."""
    from attribution.case import open_case
    from attribution.check_hook import call, words_of
    from attribution.check_tables import FORMATS, write

    output.check_format(format, FORMATS)
    words = words_of(hook) if hook is not None else None
    with open_case(case, uri) as opened:
        reports = opened.checks.run(names or (), due=due, by=by)
    news = [one for one in reports if one.news]
    failed = [one for one in reports if one.failed]
    if news or failed or not quiet:
        write(reports, format, out)
    if words is not None and news:
        call(words, news)
    if failed:
        raise CaseError("; ".join(f"check {one.check.name}: {one.run.error}" for one in failed))
    if news:
        raise typer.Exit(NEWS)


@checks.command("show")
def show(
    name: Name,
    case: CaseDir,
    number: Annotated[
        int | None, typer.Option("--run", help="Number of the run; default the last with an answer.")
    ] = None,
    format: Format = "text",
    out: Out = None,
) -> None:
    """What a run came to against the one before it; `--format csv` has every hit, silent ones too."""
    from attribution.case import open_case
    from attribution.check_tables import FORMATS, standing, write

    output.check_format(format, FORMATS)
    checks = open_case(case).checks
    report = checks.report(name, number)
    write([report], format, out)
    if format == "text" and out is None:
        output.show(standing(checks.runs(name), report.hits))


@checks.command("diff")
def diff(
    name: Name,
    a: Annotated[int, typer.Argument(help="Number of a run.", metavar="A", show_default=False)],
    b: Annotated[int, typer.Argument(help="Number of a later one.", metavar="B", show_default=False)],
    case: CaseDir,
    format: Format = "text",
    out: Out = None,
) -> None:
    """What differs between two runs of a check, whichever."""
    from attribution.case import open_case
    from attribution.check_tables import FORMATS, write

    output.check_format(format, FORMATS)
    write([open_case(case).checks.compare(name, a, b)], format, out)


@checks.command("dismiss")
def dismiss(
    name: Name,
    hit: HitName,
    case: CaseDir,
    reason: Annotated[Text, typer.Option(help="Why it need not be told.", show_default=False)] = None,
    until: Annotated[Text, typer.Option(help="Day from which it is told again; default in 90 days.")] = None,
    unless_above: Annotated[
        float | None, typer.Option(help="Strength above which it is told; default as it is now.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the dismissal back.")] = False,
    by: By = None,
) -> None:
    """Keep a hit silent, with a reason, until a day or until it gets stronger than stated."""
    from attribution.case import open_case
    from attribution.check_report import moment

    checks = open_case(case).checks
    if undo:
        found = checks.undo(name, hit, by=by)
        output.show([f"{found.title}: is told again."])
        return
    if reason is None:
        raise CaseError("--reason: is missing; say why the hit need not be told")
    done = checks.dismiss(name, hit, reason, until=until, unless_above=unless_above, by=by)
    above = "it gets one" if done.unless_above is None else f"above {done.unless_above:g}"
    output.show([f"Silent until {moment(done.until)}, unless {done.column} is {above}: dismissed by {done.by}."])


@checks.command("confirm")
def confirm(name: Name, hit: HitName, case: CaseDir, text: Annotated[str, typer.Option(help="What you saw.")] = "", by: By = None) -> None:  # fmt: skip
    """Note that you looked and stand by a hit."""
    from attribution.case import open_case

    done = open_case(case).checks.confirm(name, hit, text, by=by)
    output.show([f"Confirmed by {done.by}."])


@checks.command("comment")
def comment(
    name: Name, hit: HitName, text: Annotated[str, typer.Argument(help="What to note.", show_default=False)], case: CaseDir, by: By = None
) -> None:  # fmt: skip
    """Note something on a hit."""
    from attribution.case import open_case

    done = open_case(case).checks.comment(name, hit, text, by=by)
    output.show([f"Noted by {done.by}."])


@checks.command("remove")
def remove(name: Name, case: CaseDir, by: By = None) -> None:
    """Ask a check no more; its runs and its log stay in the case."""
    from attribution.case import open_case

    output.show([f"Check {open_case(case).checks.remove(name, by=by).name} is removed; its runs and log stay."])


@checks.command("log")
def log(
    case: CaseDir,
    name: Annotated[Optional[str], typer.Argument(help="Check; without one, all.", metavar="CHECK")] = None,  # noqa: UP045
    verify: Annotated[
        Text, typer.Option(help="A head that you kept: exit code 3 if the log no longer holds it.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Everything that was done to the checks, and the head of the log: keep it elsewhere, and edits can be detected."""
    import re

    from attribution.case import open_case
    from attribution.check_tables import log_json, log_lines
    from store.check_log import LEAST_OF_A_HEAD

    # a slip of the pen says nothing of the log
    if verify is not None and not re.fullmatch(rf"[0-9a-fA-F]{{{LEAST_OF_A_HEAD},64}}", verify.strip()):
        raise CaseError(
            f"--verify {verify[:64]!r}: is no head; give its 64 digits (0-9, a-f), or at least the first {LEAST_OF_A_HEAD}"
        )
    checks = open_case(case).checks
    verdict = checks.verify_log(verify)
    entries = checks.log(name)
    output.show(log_json(entries, verdict) if json else log_lines(entries, verdict, verify))
    if not verdict.sound:
        raise typer.Exit(NEWS)
