"""The commands of the shell: all are listed, and one that is asked for imports no other."""

import subprocess
import sys

import pytest

from attribution import cli
from tests.attribution.shell import Run


def test_help_lists_every_command_in_order(run: Run) -> None:
    told = run("--help").stdout
    listed = [line.split()[0] for line in told[told.index("Commands:") :].splitlines()[1:] if line.strip()]

    assert listed == list(cli._MODULES)


def test_a_command_imports_no_other() -> None:
    code = (
        "import sys; sys.argv = ['attribution', 'detect', '--help']\n"
        "from attribution.cli import main\n"
        "try: main()\n"
        "except SystemExit: print([name for name in sys.modules if name.endswith('_commands')])"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert told.splitlines()[-1] == "['attribution.detect_commands']"


@pytest.mark.parametrize(("word", "nearest"), [("detec", "detect"), ("quer", "query"), ("doktor", "doctor")])
def test_a_word_that_is_none_is_told_the_nearest(run: Run, word: str, nearest: str) -> None:
    told = run(word)

    assert told.returncode == 2
    assert f"'{nearest}'" in told.stderr
