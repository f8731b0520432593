"""Who holds a case for writing: said by the holder, read by whoever waits."""

import getpass
import os
import sys
import time
from pathlib import Path

from store.json_text import of_json

_LONGEST = 120


def holder() -> dict[str, object]:
    """This process as it names itself to others: process, who, since (epoch seconds), command."""
    command = " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:]])
    return {"process": os.getpid(), "who": _user(), "since": int(time.time()), "command": command[:_LONGEST]}


def say_holder(path: Path) -> str:
    """The holder's own words about itself as a phrase, or that another process is writing."""
    try:
        found = of_json(path.read_bytes())
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(int(found["since"])))
        return f"{found['who']} (process {int(found['process'])}, `{found['command']}`) is writing to this case since {since}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process is writing to this case"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
