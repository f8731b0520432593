"""Telegram as the desktop client exports it: one full export, a few single chats, files beside them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sample_data.generator.output import Output
from sample_data.generator.world import Account, Post, World

Json = dict[str, Any]
FULL = "files/telegram/full-export"
SINGLE = "files/telegram"
_ZONE = timedelta(hours=2)
"""The clock of the computer that exported."""


class TelegramFiles:
    """Writes the chats. `singles` are exported one by one, so that their handles can be said."""

    def __init__(self, world: World) -> None:
        self._chats: dict[Account, list[Post]] = {}
        self.rejected: dict[str, dict[str, int]] = {}
        """Messages by file and reason that no loader can use: those of a kind unknown to the client, and of service."""
        for post in world.posts:
            if post.author.platform == "telegram" and post.author.role != "minutes":
                self._chats.setdefault(post.chat or post.author, []).append(post)
        own = list(self._chats)
        off_x = [a for a in own if a.role == "off_x"]
        self.singles = [
            *off_x[:6],
            *[a for a in own if a.role == "ordinary"][10:12],
            *[a for a in own if a.role == "aggregator"],
        ]

    def write(self, output: Output) -> None:
        """The exports with their media folders."""
        for account in self.singles:
            folder = f"{SINGLE}/{account.handle}"
            chat = self._chat(output, folder, "", account, unsupported=account is self.singles[-2])
            content = _bytes(chat)
            if account is self.singles[-2]:
                # control characters stand in these files in a form that is no JSON
                content = content.replace(b"\\u0001", b"\\x01")
            output.put(f"{folder}/result.json.gz", content)
            self._count(f"{folder}/result.json.gz", [chat])
        rest = sorted((a for a in self._chats if a not in self.singles), key=lambda a: a.id)
        chats = [
            self._chat(output, FULL, f"chats/chat_{n:03d}/", account, unsupported=n % 20 == 0)
            for n, account in enumerate(rest, start=1)
        ]
        full = {
            "about": "Export of followed channels and groups.",
            "chats": {"about": "Chats that were followed.", "list": chats},
        }
        output.put(f"{FULL}/result.json.gz", _bytes(full))
        self._count(f"{FULL}/result.json.gz", chats)

    def _count(self, path: str, chats: Sequence[Json]) -> None:
        messages = [message for chat in chats for message in chat["messages"]]
        found = {
            "unsupported_message": sum(m["type"] == "unsupported" for m in messages),
            "service_message": sum(m.get("action") == "create_group" for m in messages),
        }
        if any(found.values()):
            self.rejected[path] = {reason: count for reason, count in found.items() if count}

    def _chat(self, output: Output, folder: str, prefix: str, account: Account, *, unsupported: bool) -> Json:
        posts = sorted(self._chats[account], key=lambda p: int(p.id.partition("/")[2]))
        number = int(account.id.removeprefix("channel"))
        group = any(post.chat is not None for post in posts)
        begun = posts[0].at - 86_400
        service: Json = {"id": 1, "type": "service", **_date(begun), "actor": account.name, "actor_id": account.id,
                   "action": "create_group" if group else "create_channel", "title": account.name, "text": "", "text_entities": []}  # fmt: skip
        first = [service, {"id": 2, "type": "unsupported"}] if unsupported else [service]
        messages = [self._message(output, folder, prefix, post) for post in posts]
        if account is self.singles[-2]:
            messages[0]["text"] = (
                f"\x01{messages[0]['text']}" if isinstance(messages[0]["text"], str) else messages[0]["text"]
            )
            messages[0]["text_entities"][0]["text"] = f"\x01{messages[0]['text_entities'][0]['text']}"
        kind = "public_supergroup" if group else "public_channel"
        return {"name": account.name, "type": kind, "id": number, "messages": [*first, *messages]}

    def _message(self, output: Output, folder: str, prefix: str, post: Post) -> Json:
        entities = _entities(post)
        plain = len(entities) == 1
        message: Json = {
            "id": int(post.id.partition("/")[2]),
            "type": "message",
            **_date(post.at),
            "from": post.author.name,
            "from_id": post.author.id,
            "text": entities[0]["text"] if plain else [e["text"] if e["type"] == "plain" else e for e in entities],
            "text_entities": entities,
        }
        if post.forwarded_from:
            message["forwarded_from"] = post.forwarded_from
        for file in post.files:
            stamp = datetime.fromtimestamp(post.at, UTC).strftime("%d-%m-%Y_%H-%M-%S")
            ending = file.name.rpartition(".")[2]
            if file.kind == "photo":
                path = f"{prefix}photos/photo_{message['id']}@{stamp}.{ending}"
                message |= {"photo": path, "width": 8, "height": 8}
            else:
                path = f"{prefix}video_files/video_{message['id']}@{stamp}.{ending}"
                message |= {"file": path, "media_type": "video_file", "mime_type": "video/mp4", "duration_seconds": 31}
            output.put(f"{folder}/{path}", file.content)
        return message


def _entities(post: Post) -> list[Json]:
    parts: list[Json] = [{"type": "plain", "text": post.text}]
    for tag in post.tags:
        parts += [{"type": "plain", "text": " "}, {"type": "hashtag", "text": f"#{tag}"}]
    for number, url in enumerate(post.urls):
        if number == 0 and not post.tags and len(post.text) % 4 == 0:
            # a link behind a word is only in href
            parts += [{"type": "plain", "text": " "}, {"type": "text_link", "text": "→", "href": url}]
        else:
            parts += [{"type": "plain", "text": " "}, {"type": "link", "text": url}]
    return parts


def _date(at: int) -> dict[str, str]:
    local = datetime.fromtimestamp(at, UTC) + _ZONE
    return {"date": local.strftime("%Y-%m-%dT%H:%M:%S"), "date_unixtime": str(at)}


def _bytes(value: Json) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def handles(singles: Sequence[Account]) -> dict[str, str]:
    """Path of each single export with the handle of its channel, which the file does not say."""
    return {f"{SINGLE}/{account.handle}/result.json.gz": account.handle for account in singles}
