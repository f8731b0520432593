"""Messages of Telegram as records."""

import re
from collections.abc import Iterator
from typing import Any

from graph.canonical import CanonicalError
from graph.facts import Facts
from graph.records import Ref, Value
from loaders import times
from loaders.telegram.export import CHANNELS, GROUPS, Chat
from loaders.telegram.files import ExportFolder, NoFileError

Object = dict[str, Any]

_PEER = re.compile(r"(?:user|channel|chat)\d{1,20}\Z")
_OLD_PEERS = ("user", "chat", "channel")
_KINDS = {
    "video_file": "video",
    "video_message": "video",
    "animation": "gif",
    "voice_message": "audio",
    "audio_file": "audio",
    "sticker": "sticker",
}
_MARKED = re.compile(r"-100(\d{9,})\Z")


class MessageError(Exception):
    """A message that cannot become a post: field, value, reason code and mend."""

    def __init__(self, field: str, value: object, reason: str, mend: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.value, self.reason, self.mend = field, value, reason, mend


class Post:
    """One message on its way to records.

    A forwarded message is a repost: what it says stands on an original of its own, `CHAT/MESSAGE/forwarded`,
    because the export gives only a display name, which names nobody: two forwards of one post do not meet there.
    """

    def __init__(self, facts: Facts, chat: Chat, message: Object, *, handle: str | None) -> None:
        self._facts, self._chat, self._message, self._handle = facts, chat, message, handle
        self.notes: list[tuple[str, object, str, str]] = []
        """(field, value, reason, mend) of values that could not be used."""

    def describe(self, folder: ExportFolder) -> None:
        """Say everything that the message says; MessageError if it has no usable id or time of its own."""
        message, chat = self._message, self._chat
        number = message.get("id")
        if type(number) is not int:
            mend = "a message has a whole number below 2^63 as id; export the chat again"
            raise MessageError("id", number, "bad_id", mend)
        chat_id = chat_key(chat)
        forwarded = _text(message.get("forwarded_from"))
        reply_to = self._reply_to()
        properties: dict[str, Value | None] = {
            "kind": "repost" if forwarded else "reply" if reply_to else "post",
            "url": self._url(chat_id, number),
            "source_app": _text(message.get("via_bot")),
            **self._time(),
        }
        words = None if forwarded else text_of(message)
        post = self._facts.post(
            "telegram", f"{chat_id}/{number}", {**properties, "text": words}, author=self._author(chat_id)
        )
        if chat.type not in CHANNELS:
            kind = "group" if chat.type in GROUPS else "chat"
            surface = self._facts.surface("telegram", chat_id, kind, chat.name)
            self._facts.link("ON_SURFACE", post, surface)
        if reply_to:
            self._facts.link("REPLY_TO", post, self._facts.post("telegram", f"{chat_id}/{reply_to}"))
        content = post
        if forwarded:
            content = self._facts.post("telegram", f"{chat_id}/{number}/forwarded", {"text": text_of(message)})
            self._facts.link("REPOST_OF", post, content, {"via": forwarded})
        self._content(content)
        self._media(content, f"{chat_id}/{number}", folder)

    def _author(self, chat_id: str) -> Ref | None:
        """The account that posted; None where the export does not say (a deleted account of old exports)."""
        chat = self._chat
        own = f"channel{chat_id}"
        peer = peer_of(self._message.get("from_id"))
        if chat.type in CHANNELS and peer in (None, own):
            return self._account(own, chat.name, self._handle)
        return self._account(peer, _text(self._message.get("from"))) if peer else None

    def _account(self, id_: str, name: str | None, handle: str | None = None) -> Ref:
        try:
            return self._facts.account("telegram", id=id_, handle=handle, properties={"name": name})
        except CanonicalError as error:
            if handle is None:
                raise
            self.notes.append(("handle", handle, "bad_handle", str(error)))
            return self._account(id_, name)

    def _reply_to(self) -> int | None:
        # with a peer id the message that is answered stands in another chat
        number = self._message.get("reply_to_message_id")
        return number if type(number) is int and not self._message.get("reply_to_peer_id") else None

    def _url(self, chat_id: str, number: int) -> str | None:
        if self._handle and self._chat.type in CHANNELS | {"public_supergroup"}:
            return f"https://t.me/{self._handle.strip().removeprefix('@').lower()}/{number}"
        return f"https://t.me/c/{chat_id}/{number}" if self._chat.type in CHANNELS | GROUPS else None

    def _time(self) -> dict[str, Value | None]:
        local, unix = self._message.get("date"), self._message.get("date_unixtime")
        written = stamp = None
        try:
            written = times.written(local) if isinstance(local, str) else None
        except ValueError as error:
            self.notes.append(("date", local, "bad_time", str(error)))
        try:
            stamp = times.unix(unix) if isinstance(unix, str | int) else None
        except ValueError as error:
            self.notes.append(("date_unixtime", unix, "bad_time", str(error)))
        found = stamp or written
        if found is None:
            return {}
        # seconds that the written time lacks were never there
        coarse = written is not None and written.precision in ("day", "minute")
        precision = written.precision if written is not None and coarse else found.precision
        return {"created_at": found.ms, "ts_precision": precision, "ts_origin": found.origin}

    def _content(self, post: Ref) -> None:
        facts, message = self._facts, self._message
        facts.text(post, text_of(message))
        for part in parts_of(message):
            kind, words = part.get("type"), _text(part.get("text")) or ""
            match kind:
                case "link" if words:
                    facts.link_url(post, words)
                case "text_link":
                    if href := _text(part.get("href")):
                        facts.link_url(post, href)
                case "mention" if words:
                    facts.mention(post, "telegram", handle=words)
                case "mention_name":
                    if peer := peer_of(part.get("user_id")):
                        facts.mention(post, "telegram", id=peer)
                case "hashtag" if words:
                    facts.tag(post, words)
        for row in _list(message.get("inline_bot_buttons")):
            for button in _list(row):
                if isinstance(button, dict) and button.get("type") == "url" and (target := _text(button.get("data"))):
                    facts.link_url(post, target)

    def _media(self, post: Ref, own_id: str, folder: ExportFolder) -> None:
        message = self._message
        named = _text(message.get("photo")) or _text(message.get("file"))
        if named is None:
            return
        properties: dict[str, Value | None] = {
            "kind": _kind_of(message),
            "title": _text(message.get("title")),
            "duration": _seconds(message.get("duration_seconds")),
        }
        try:
            found = folder.file(named)
        except NoFileError as error:
            self.notes.append(("photo" if message.get("photo") else "file", named, error.reason, error.mend))
            # the message's own id still tells its picture from others
            name = _text(message.get("file_name"))
            media = self._facts.media(platform="telegram", id=own_id, properties={**properties, "file_name": name})
        else:
            described = {**properties, "file_name": found.name, "bytes": found.bytes}
            media = self._facts.media(sha256=found.sha256, properties=described)
        self._facts.attach(post, (media,))


def chat_key(chat: Chat) -> str:
    """The bare id of a chat, without the mark that other tools put before it."""
    written = str(chat.id)
    marked = _MARKED.match(written)
    return marked.group(1) if marked else written


def peer_of(value: object) -> str | None:
    """user123, channel123 or chat123; old exports give one number with the kind in its upper half."""
    if isinstance(value, str) and _PEER.match(value):
        return value
    if type(value) is int and 0 < value < 3 << 32:
        return f"{_OLD_PEERS[value >> 32]}{value & 0xFFFF_FFFF}"
    return None


def parts_of(message: Object) -> Iterator[Object]:
    """The pieces of the text that have a type: from `text_entities`, in old exports from `text`."""
    entities = message.get("text_entities")
    for part in _list(entities if isinstance(entities, list) else message.get("text")):
        if isinstance(part, dict):
            yield part


def text_of(message: Object) -> str | None:
    """The words of a message, or the question of its poll; None where it has none."""
    entities, text = message.get("text_entities"), message.get("text")
    if isinstance(entities, list) and entities:
        words = "".join(_words(part) for part in entities)
    elif isinstance(text, list):
        words = "".join(_words(part) for part in text)
    else:
        words = text if isinstance(text, str) else ""
    poll = message.get("poll")
    if not words and isinstance(poll, dict):
        words = _text(poll.get("question")) or ""
    return words or None


def _words(part: object) -> str:
    if isinstance(part, dict):
        return _text(part.get("text")) or ""
    return part if isinstance(part, str) else ""


def _kind_of(message: Object) -> str:
    if message.get("photo"):
        return "photo"
    given = _text(message.get("media_type"))
    if given in _KINDS:
        return _KINDS[given]
    family = (_text(message.get("mime_type")) or "").partition("/")[0]
    return {"image": "photo", "video": "video", "audio": "audio"}.get(family, "file")


def _seconds(value: object) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
    return float(value) if known and isinstance(value, int | float) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
