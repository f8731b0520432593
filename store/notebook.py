"""What the analyst adds to a case: labels on accounts, named views, notes; in SQLite beside the tables."""

from dataclasses import dataclass

from store.analyst_file import reading, writing
from store.folder import CaseFolder
from store.notes import Notes
from store.views import Views


@dataclass(frozen=True, slots=True)
class Label:
    """An analyst's own word on whether an account is on a topic; it overrides the codebook."""

    account: str
    topic: str
    on_topic: bool
    why: str
    made_by: str
    made_at: int
    """Epoch milliseconds, UTC."""


class Notebook:
    """Labels, views and notes of one case; each change is durable when the call returns."""

    def __init__(self, folder: CaseFolder) -> None:
        self._folder = folder

    @property
    def views(self) -> Views:
        """The named views."""
        return Views(self._folder)

    @property
    def notes(self) -> Notes:
        """The notes on nodes and links."""
        return Notes(self._folder)

    def analysts(self) -> tuple[str, ...]:
        """Everybody who labelled an account, or wrote, changed or removed a note."""
        with reading(self._folder) as db:
            rows = db.execute("SELECT made_by FROM labels UNION SELECT made_by FROM notes ORDER BY made_by").fetchall()
        return tuple(str(name) for (name,) in rows)

    def labels(self) -> tuple[Label, ...]:
        """Every label, by account and topic."""
        with reading(self._folder) as db:
            rows = db.execute(
                "SELECT account, topic, on_topic, why, made_by, made_at FROM labels ORDER BY account, topic"
            ).fetchall()
        return tuple(Label(a, t, bool(on), why, by, at) for a, t, on, why, by, at in rows)

    def put_label(self, label: Label) -> None:
        """Keep a label; an earlier one of the same account and topic gives way."""
        with writing(self._folder) as db:
            db.execute(
                "INSERT OR REPLACE INTO labels VALUES (?, ?, ?, ?, ?, ?)",
                (label.account, label.topic, int(label.on_topic), label.why, label.made_by, label.made_at),
            )
