"""The command `attribution`: the verbs of a case for a shell."""

import contextlib
import itertools
import logging
import os
import signal
import sys
from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_group

from attribution import output
from attribution.errors import CaseError, UserError

_MODULES = {
    "detect": "detect_commands",
    "expand": "expand_commands",
    "queries": "query_commands",
    "query": "query_commands",
    "runs": "run_commands",
    "load": "load_commands",
    "coverage": "holding_commands",
    "rejects": "holding_commands",
    "sources": "holding_commands",
    "same": "stating_commands",
    "formats": "holding_commands",
    "export": "query_commands",
    "statements": "holding_commands",
    "label": "stating_commands",
    "sample": "load_commands",
    "serve": "machine_commands",
    "doctor": "machine_commands",
    "media": "load_commands",
    "set": "load_commands",
    "case": "case_commands",
    "check": "check_commands",
    "run": "run_commands",
}
"""Where each command is, in the order of `attribution --help`."""


class _Commands(TyperGroup):
    """Commands whose module is imported when one of them is asked for: most take longer to import than `detect` takes to count."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # as typer calls it
        return list(_MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            # of all, where the word is none, so that the nearest can be named
            for module in {_MODULES[cmd_name]} if cmd_name in _MODULES else set(_MODULES.values()):
                self.commands.update(get_group(import_module(f"attribution.{module}").app).commands)
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    name="attribution",
    help="Show, with receipts, which accounts on which platforms share what; and say no more than the evidence carries.",
    cls=_Commands,
    callback=lambda: None,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
    # no command multiplies large matrices, and threads that wait for some spin while others work
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # the driver logs what our own error says too
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    # a command under nohup goes on
    heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    for number in heard:
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
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB says the second in place of the first, or of SystemExit, where a signal meets it at work
        if isinstance(error, RuntimeError) and str(error) != "Query interrupted":
            raise
        _tell_cancelled()
        codes = [128 + number for number in heard if signal.getsignal(number) is signal.SIG_IGN]
        raise SystemExit(codes[0] if codes else _INTERRUPTED) from None
    except SystemExit as ended:
        # typer makes this of Ctrl-C, without a word
        if ended.code in (_INTERRUPTED, *(128 + number for number in _ENDING)):
            _tell_cancelled()
        raise


_INTERRUPTED = 130
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_LEFT = {
    "detect": "; nothing was written",
    "load": "; what was loaded whole is kept, the same command goes on from there",
}
"""What a command that is cancelled leaves behind."""


def _tell_cancelled() -> None:
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if command == "serve":
        # to be ended is how serving ends
        return
    # a case may hold the run of a detection already
    in_case = command == "detect" and any(word.startswith("--case") for word in sys.argv)
    left = "" if in_case else _LEFT.get(command, "")
    # a terminal that was closed hears nothing
    with contextlib.suppress(OSError):
        sys.stderr.write(f"attribution: cancelled{left}\n")
        sys.stderr.flush()


def _end(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _told(message: str) -> NoReturn:
    sys.stderr.write(f"attribution: {output.plain(' '.join(message.split()))}\n")
    raise SystemExit(2) from None


if __name__ == "__main__":
    main()
