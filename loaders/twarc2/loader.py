"""The loader of twarc2's JSONL."""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.canonical import CanonicalError, DamagedIdError
from graph.facts import Facts
from loaders.base import Blank, Options, Outcome, Piece, Reject, Row, Sample
from loaders.opening import line_blocks, lines_of
from loaders.rejects import refused, shown
from loaders.twarc2.context import Known
from loaders.twarc2.errors import error_outcome
from loaders.twarc2.lines import BadLineError, Entry, entries, is_page, is_tweet, is_user, parsed
from loaders.twarc2.tweets import Tweet
from loaders.twarc2.users import describe_user

_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:data|errors|includes|meta|__twarc|[a-z_]+)"\s*:')
_PIECE_BYTES = 16 << 20
_TOLD = (b'"author_id"', b'"edit_history_tweet_ids"', b'"conversation_id"', b'"public_metrics"')


class Twarc2:
    """Posts of X from twarc2, as pages of the API or flattened to one tweet a line.

    A flattened line is one input row (`line 3`). Of a page, each item of `data` and of `errors`
    is one (`line 3 data[7]`), a page that holds neither is blank; `includes` belong to the rows
    that refer to them.
    """

    name = "x-twarc2"
    title = "X (Twitter) posts as twarc2 JSONL: pages of the API, or flattened"
    version = "2"

    def recognise(self, sample: Sample) -> bool:
        """Whether the first whole line is a page or a tweet of version 2 of the API (or begins like one)."""
        lines = sample.head.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        whole = lines if sample.complete else lines[:-1]
        for line in whole:
            if not line.strip():
                continue
            try:
                found = parsed(line)
            except BadLineError:
                return False
            return isinstance(found, dict) and (is_page(found) or is_tweet(found) or is_user(found))
        # a page may be longer than the sample
        head = sample.head
        return not sample.complete and _HEAD.match(head) is not None and b'"id_str"' not in head and any(
            told in head for told in _TOLD
        )  # fmt: skip

    def read(self, path: Path, options: Options) -> Iterator[Outcome]:
        """Every row in file order; LoadError if the file cannot be read."""
        for piece in self.pieces(path, options):
            yield from self.read_piece(piece, options)

    def pieces(self, path: Path, options: Options) -> Iterator[Piece]:  # noqa: ARG002  # every loader takes them
        """Blocks of whole lines."""
        return line_blocks(path, _PIECE_BYTES)

    def read_piece(self, piece: Piece, options: Options) -> Iterator[Outcome]:  # noqa: ARG002  # every loader takes them
        """Every row of a block."""
        known = Known()
        for number, line in lines_of(piece):
            # an empty line is the stream's sign of life
            if not line.strip():
                yield Blank(f"line {number}")
                continue
            try:
                found = parsed(line)
            except BadLineError as error:
                yield _bad_line(f"line {number}", line, error)
                continue
            if not isinstance(found, dict):
                yield _not_a_tweet(f"line {number}", found)
                continue
            for entry in entries(number, found, known):
                yield _outcome(entry)


def _outcome(entry: Entry) -> Outcome:
    if entry.kind == "nothing":
        return Blank(entry.location)
    if entry.kind == "error":
        return error_outcome(entry.location, entry.content, entry.context.retrieved_at)
    if entry.kind == "other" or not isinstance(entry.content, dict):
        return _not_a_tweet(entry.location, entry.content)
    facts = Facts(entry.context.retrieved_at, text_ids=True)
    try:
        if entry.kind == "tweet":
            Tweet(facts, entry.context).describe(entry.content)
        elif entry.kind == "user":
            describe_user(facts, entry.content)
        else:
            for user in entry.context.users.values():
                describe_user(facts, user)
            for tweet in entry.context.tweets.values():
                Tweet(facts, entry.context).describe(tweet)
    except CanonicalError as error:
        reason = "id_damaged" if isinstance(error, DamagedIdError) else "bad_id"
        return Reject(entry.location, "id", shown(entry.content.get("id")), reason, str(error))
    return Row(entry.location, facts.records(), refused(facts, entry.location))


def _bad_line(location: str, line: bytes, error: BadLineError) -> Reject:
    begins = line[:200].decode("utf-8", errors="replace")
    if error.cut:
        return Reject(
            location, "line", begins, "truncated_line", "the collection was cut off here; collect its end again"
        )
    return Reject(location, "line", begins, "bad_json", f"not valid JSON ({error}); fetch the file again")


def _not_a_tweet(location: str, found: object) -> Reject:
    names = ", ".join(str(name)[:40] for name in list(found)[:10]) if isinstance(found, dict) else shown(found)
    return Reject(
        location,
        "line",
        shown(names),
        "not_a_tweet",
        "neither a page nor a tweet of version 2 of the API; leave it out",
    )
