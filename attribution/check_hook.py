"""The command that an analyst names to be told of what is new: run without a shell, JSON on its standard input."""

import json
import os
import shlex
import subprocess
from collections.abc import Sequence

from attribution.check_report import CheckReport
from attribution.errors import CaseError

TIMEOUT_S = 120.0


def words_of(command: str) -> list[str]:
    """The command as words; CaseError where it is none."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:
        raise CaseError(f"--hook {command[:80]!r}: is no command ({error}); close its quotes") from error
    if not words:
        raise CaseError("--hook: is empty; name a command")
    return words


def call(words: Sequence[str], reports: Sequence[CheckReport]) -> None:
    """Run the command and wait for it; CaseError where it cannot be run or ends badly. The runs are kept all the same."""
    told = json.dumps({"checks": [one.as_json() for one in reports]}, ensure_ascii=True).encode()
    try:
        done = subprocess.run(list(words), input=told, capture_output=True, timeout=TIMEOUT_S, check=False)
    except OSError as error:
        raise CaseError(f"--hook {words[0]}: cannot be run ({error.strerror}); give its full path") from error
    except subprocess.TimeoutExpired as error:
        raise CaseError(
            f"--hook {words[0]}: took longer than {TIMEOUT_S:g} s and was ended; the runs are kept"
        ) from error
    if done.returncode != 0:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[-200:] or "it said nothing"
        raise CaseError(
            f"--hook {words[0]}: ended with {done.returncode} ({said}); the runs are kept, mend the command"
        )
