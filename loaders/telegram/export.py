"""Walks an export: which chat a message stands in, and the message, one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ijson

from loaders.base import LoadError
from loaders.opening import open_binary
from loaders.telegram.building import Build
from loaders.telegram.repair import Repaired

CHANNELS = frozenset({"public_channel", "private_channel"})
GROUPS = frozenset({"public_supergroup", "private_supergroup", "private_group"})
PRIVATE = frozenset({"personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"})
TYPES = CHANNELS | GROUPS | PRIVATE

_DEEPEST = 200
_LISTS = frozenset({"chats", "left_chats"})


@dataclass(slots=True)
class Chat:
    """The head of a chat, as far as it is known."""

    place: str = ""
    """`` for a file of one chat, `chats.list[2]` in a full export."""
    id: int | None = None
    type: str = ""
    name: str | None = None

    @property
    def known(self) -> bool:
        """Whether the chat can be told from others."""
        return self.id is not None and bool(self.type)

    def take(self, name: str, value: object) -> None:
        """Take note of a value of the head."""
        if name == "id" and type(value) is int:
            self.id = value
        elif name == "type" and isinstance(value, str):
            self.type = value
        elif name == "name" and isinstance(value, str):
            self.name = value


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands in the file; `content` is None where it is too large to be one."""

    location: str
    chat: Chat
    content: object


@dataclass(slots=True)
class _Frame:
    """An object or list that the walk is in."""

    is_list: bool
    name: str = ""
    """The current key of an object."""
    index: int = -1
    """The current place in a list."""
    chat: Chat | None = field(default=None)
    """The chat whose object this is."""


def walk(path: Path) -> Iterator[Message]:
    """Every message in file order, each with the head of its chat; LoadError if the file is no export."""
    heads: dict[str, Chat] | None = None
    for message in _messages(path, build=True):
        if message.chat.known:
            yield message
            continue
        if heads is None:
            # the head may stand behind the messages, where the keys were sorted
            heads = {}
            for found in _messages(path, build=False):
                heads[found.chat.place] = found.chat
        yield Message(message.location, heads.get(message.chat.place, message.chat), message.content)


def _messages(path: Path, *, build: bool) -> Iterator[Message]:
    with open_binary(path) as binary:
        stream = Repaired(path, binary)
        events = ijson.basic_parse(stream, use_float=True, buf_size=1 << 16)
        walked = _Walk(stream, build=build)
        try:
            yield from walked.messages(events)
        except ijson.JSONError as error:
            said = str(error).strip("b'\"").splitlines()[0].replace("\\n", " ").strip()[:120]
            cut = "premature EOF" in said
            mend = "the file was cut off; export it again" if cut else "export it again, or mend it there by hand"
            raise LoadError(
                f"{path.name}: not valid JSON after {walked.last or 'its beginning'} ({said}); {mend}"
            ) from error
        except UnicodeDecodeError as error:
            raise LoadError(
                f"{path.name}: holds a text after {walked.last or 'its beginning'} that is not UTF-8; "
                "export it again, or save it as UTF-8"
            ) from error
        if not walked.any_list:
            raise LoadError(f"{path.name}: holds no list of messages; export the chat as JSON (“machine-readable”)")


class _Walk:
    """The state of one walk."""

    def __init__(self, stream: Repaired, *, build: bool) -> None:
        self._stream, self._build = stream, build
        self.last = ""
        self.any_list = False

    def messages(self, events: Iterator[tuple[str, Any]]) -> Iterator[Message]:
        """Every message; where nothing is built, one empty message for each chat, at its end."""
        frames: list[_Frame] = []
        building: Build | None = None
        location, chat = "", Chat()
        for event, value in events:
            self._stream.progressed()
            if building is not None:
                if building.add(event, value):
                    self.last = location
                    if self._build:
                        yield Message(location, chat, building.result)
                    building = None
                continue
            if event == "map_key":
                frames[-1].name = value
                continue
            if event in ("end_map", "end_array"):
                closed = frames.pop()
                if not self._build and closed.chat is not None:
                    yield Message(closed.chat.place, closed.chat, None)
                continue
            opens = event in ("start_map", "start_array")
            if frames and frames[-1].is_list:
                frames[-1].index += 1
                found = _chat_of(frames)
                if found is not None:
                    chat, location = found, f"{found.place}{'.' if found.place else ''}messages[{frames[-1].index}]"
                    if opens:
                        building = Build(event)
                        if not self._build:
                            building.drop()
                    elif self._build:
                        yield Message(location, chat, value)
                    continue
            if not opens:
                if frames and frames[-1].chat is not None:
                    frames[-1].chat.take(frames[-1].name, value)
                continue
            if len(frames) >= _DEEPEST:
                raise ijson.JSONError(f"nests deeper than {_DEEPEST}")
            frames.append(_Frame(event == "start_array", chat=_head_of(frames) if event == "start_map" else None))
            self.any_list = self.any_list or (event == "start_array" and _is_known_list(frames))


def _head_of(frames: list[_Frame]) -> Chat | None:
    """The chat that an object about to open is, if it is one."""
    if not frames:
        return Chat()
    if len(frames) == 3 and frames[0].name in _LISTS and frames[1].name == "list" and frames[2].is_list:
        return Chat(f"{frames[0].name}.list[{frames[2].index}]")
    return None


def _chat_of(frames: list[_Frame]) -> Chat | None:
    """The chat whose message stands at the place where the walk is, if one does."""
    if len(frames) in (2, 5) and frames[-2].name == "messages":
        return frames[-2].chat
    return None


def _is_known_list(frames: list[_Frame]) -> bool:
    if len(frames) in (2, 5) and frames[-2].name == "messages" and frames[-2].chat is not None:
        return True
    return len(frames) == 3 and frames[0].name in _LISTS and frames[1].name == "list"
