"""Long work beside the pages: one job a case, told and stopped from anywhere."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from attribution.errors import CaseError, UserError
from attribution.progress import Progress


class StoppedError(CaseError):
    """The work was stopped on request."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a job is."""

    what: str
    rows: int
    rejected: int
    share: float | None
    """Share of the file that is done, where it can be told."""
    seconds: float
    running: bool
    error: str | None
    """One line for the user, if it did not succeed."""


class Job:
    """Work in a thread of its own; it is asked to stop through its progress, so never within a batch."""

    def __init__(self, title: str, work: Callable[[Progress], object]) -> None:
        self.title = title
        self.result: object = None
        self._what, self._rows, self._rejected = "starting", 0, 0
        self._share: float | None = None
        self._began, self._ended = time.monotonic(), 0.0
        self._error: str | None = None
        self._unforeseen: BaseException | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    @property
    def state(self) -> State:
        """How far it is now. What was not foreseen is raised here, where somebody looks."""
        if self._unforeseen is not None:
            raise self._unforeseen
        running = self._thread.is_alive()
        seconds = (time.monotonic() if running else self._ended or time.monotonic()) - self._began
        return State(self._what, self._rows, self._rejected, self._share, seconds, running, self._error)

    def stop(self) -> None:
        """Ask it to stop after the batch at hand; what was finished stays."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self, work: Callable[[Progress], object]) -> None:
        try:
            self.result = work(self._tell)
        except UserError as error:
            self._error = str(error)
        except BaseException as error:  # noqa: BLE001  # raised again by whoever looks: a thread has nobody above it
            self._unforeseen = error
        finally:
            self._ended = time.monotonic()

    def _tell(self, what: str, rows: int, *, rejected: int = 0, share: float | None = None) -> None:
        if self._stop.is_set():
            raise StoppedError(
                "stopped on request; what was finished stays, the same files loaded again go on from there"
            )
        if what != self._what:
            self._rows = 0
        self._what, self._rejected, self._share = what, rejected, share
        self._rows += rows


class Jobs:
    """The jobs of a server: at most one runs on a case at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def start(self, case: str, title: str, work: Callable[[Progress], object]) -> Job:
        """Start the work; CaseError while another job of the case runs."""
        with self._lock:
            before = self._jobs.get(case)
            if before is not None and before.state.running:
                raise CaseError(f"{before.title}: is still running on this case; wait for it, or stop it")
            job = self._jobs[case] = Job(title, work)
        return job

    def of(self, case: str) -> Job | None:
        """The job that runs on the case, or ran last."""
        return self._jobs.get(case)

    def forget(self, case: str) -> None:
        """No longer show an ended job."""
        with self._lock:
            job = self._jobs.get(case)
            if job is not None and job.wait(0):
                del self._jobs[case]
