"""The loader of Telegram Desktop's exports."""

import re
from collections.abc import Iterator
from pathlib import Path

from graph.canonical import CanonicalError
from graph.facts import Facts
from loaders import times
from loaders.base import Options, Outcome, Reject, Row, Sample
from loaders.rejects import refused, shown
from loaders.telegram.export import CHANNELS, PRIVATE, TYPES, Chat, Message, walk
from loaders.telegram.files import ExportFolder
from loaders.telegram.messages import MessageError, Post, chat_key

_OBJECT = re.compile(rb"\s*\{")
_FULL = re.compile(rb'\s*\{\s*"(?:about|personal_information|chats|left_chats)"\s*:')
_TYPE = re.compile(rb'"type"\s*:\s*"(' + "|".join(sorted(TYPES)).encode() + rb')"')
_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_OWN_NAMES = (b'"date_unixtime"', b'"text_entities"', b'"from_id"')


class Telegram:
    """Chats as Telegram Desktop exports them: one (`messages[17]`) or many (`chats.list[2].messages[5]`).

    Every message is an input row. Service messages and unsupported ones are counted under a
    reason; so are the private chats of a full export, unless extra `include` = "private". Option
    `handle` is the channel's @name, which the file does not give.
    """

    name = "telegram-desktop"
    title = "Telegram Desktop export (result.json; one chat or all), with the files beside it"
    version = "2"

    def recognise(self, sample: Sample) -> bool:
        """Whether the file begins like an export."""
        head = sample.head.removeprefix(b"\xef\xbb\xbf")
        if not _OBJECT.match(head):
            return False
        if _FULL.match(head):
            return b"Telegram" in head or b'"personal_information"' in head or _TYPE.search(head) is not None
        return _MESSAGES.search(head) is not None and (
            _TYPE.search(head) is not None or any(name in head for name in _OWN_NAMES)
        )

    def read(self, path: Path, options: Options) -> Iterator[Outcome]:
        """Every message as a row or a reject that says why; LoadError if the file is no export."""
        folder = ExportFolder(path.parent)
        with_private = options.extra.get("include") == "private"
        for message in walk(path):
            if message.chat.place and message.chat.type in PRIVATE and not with_private:
                yield Reject(
                    message.location, "chat", shown(message.chat.type), "private_chat",
                    "a chat of whoever made the export; export it alone, or say include=private, to load it",
                )  # fmt: skip
            else:
                # a full export holds many chats: one name cannot be the name of all
                handle = None if message.chat.place else options.handle
                yield _outcome(message, folder, handle)


def _outcome(message: Message, folder: ExportFolder, handle: str | None) -> Outcome:
    location, chat, content = message.location, message.chat, message.content
    if content is None:
        return Reject(location, "message", "", "too_large", "too large or too deep for a message; leave it out")
    if not isinstance(content, dict):
        return Reject(
            location, "message", shown(content), "not_a_message", "a message is an object; export the chat again"
        )
    if not chat.known:
        mend = "the chat has no id or type; export it again"
        return Reject(location, "chat", shown(chat.name), "unknown_chat", mend)
    kind = content.get("type")
    if kind == "service":
        return _service(location, chat, content, handle)
    if kind != "message":
        reason = "unsupported_message" if kind == "unsupported" else "not_a_message"
        return Reject(location, "type", shown(kind), reason, "this Telegram could not show it; export with a newer one")
    facts = Facts(text_ids=True)
    post = Post(facts, chat, content, handle=handle)
    try:
        post.describe(folder)
    except MessageError as error:
        return Reject(location, error.field, shown(error.value), error.reason, error.mend)
    except CanonicalError as error:
        return Reject(location, "id", shown(content.get("id")), "bad_id", str(error))
    notes = tuple(Reject(location, field, shown(value), reason, mend) for field, value, reason, mend in post.notes)
    return Row(location, facts.records(), (*refused(facts, location), *notes))


def _service(location: str, chat: Chat, content: dict[str, object], handle: str | None) -> Outcome:
    """When a channel was made, it says itself; other notices say nothing about posts."""
    if content.get("action") == "create_channel" and chat.type in CHANNELS:
        try:
            unix = content.get("date_unixtime")
            made = times.unix(unix).ms if isinstance(unix, str | int) else None
            facts = Facts(text_ids=True)
            properties = {"name": chat.name, "created_at": made}
            facts.account("telegram", id=f"channel{chat_key(chat)}", handle=handle, properties=properties)
            return Row(location, facts.records())
        except (CanonicalError, ValueError):
            pass  # a notice like any other
    mend = "a notice of Telegram's own (somebody joined, a title changed): nothing to load"
    return Reject(location, "action", shown(content.get("action")), "service_message", mend)
