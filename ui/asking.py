"""A question that works beside the pages: other pages can be used meanwhile, and it can be stopped."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from attribution.errors import UserError
from attribution.jobs import Job
from attribution.progress import Progress
from graph.stopping import Stop


@dataclass(slots=True)
class Asking:
    """Work in a thread of its own whose reads the engine is told to end when it is stopped."""

    place: str
    """Where its answer is shown."""
    title: str
    values: Mapping[str, object]
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    error: UserError | None = None
    """Why there is no answer, once it has ended."""
    lost: bool | None = None
    """Whether the graph did not answer any more when this had failed, once that was looked at."""
    _stop: Stop = field(default_factory=Stop)
    _job: Job | None = None

    def begin(self, work: Callable[[Stop], object]) -> None:
        """Begin the work."""

        def run(_: Progress) -> object:
            try:
                return work(self._stop)
            except UserError as error:
                self.error = error
                raise

        self._job = Job(self.title, run)

    @property
    def running(self) -> bool:
        """Whether it still works. What was not foreseen is raised here."""
        return self._job is not None and self._job.state.running

    @property
    def seconds(self) -> float:
        """How long it has worked."""
        return self._job.state.seconds if self._job is not None else 0.0

    @property
    def result(self) -> object:
        """What it came to; None as long as it works, and where it failed."""
        return self._job.result if self._job is not None else None

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, but no longer than that."""
        if self._job is not None:
            self._job.wait(seconds)

    def stop(self) -> None:
        """Have the engine end what it computes for this."""
        self._stop.ask()
