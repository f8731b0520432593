"""What place on a platform a path is: pure rules, one function a platform."""

import re
from collections.abc import Callable, Mapping

from graph.canonical.blogs import medium, tenant, tumblr
from graph.canonical.place import DIGITS, NAME, Place, Query
from graph.canonical.platforms import PLATFORM_OF_HOST

# fifteen characters today; older accounts may have more
_X_NAME = re.compile(r"\w{1,50}\Z", re.ASCII)
_VIDEO = re.compile(r"[\w-]{11}\Z")

_X_WORDS = frozenset(
    "i home search hashtag explore intent share settings messages notifications login signup tos privacy".split()
)
_TELEGRAM_WORDS = frozenset(
    "share addstickers addemoji addlist addtheme boost proxy socks iv setlanguage bg login confirmphone".split()
)
_FACEBOOK_WORDS = frozenset("watch sharer sharer.php events marketplace gaming hashtag story.php permalink.php photo photo.php "
                            "video.php reel login dialog plugins help policies pages media ads business people l.php".split())  # fmt: skip
_VK_THING = re.compile(r"(?:video|clip|photo|album|topic|doc|market|audio|playlist|story|app|event)s?-?\d|"
                       r"(?:feed|im|login|join|search|video|music|friends|groups|about|away\.php)\Z")  # fmt: skip
_INSTAGRAM_WORDS = frozenset("explore accounts stories about developer directory".split())


def place_of(host: str, path: str, query: Query) -> Place:
    """The place that a host (without www.), path and query name."""
    parts = [part for part in path.split("/") if part]
    if host.endswith(".t.me"):
        return _telegram([host.removesuffix(".t.me"), *parts], query, "t.me")
    platform = PLATFORM_OF_HOST.get(host)
    if platform is not None:
        rule = _RULES.get(platform)
        return rule(parts, query, host) if rule else Place(platform=platform)
    return tenant(host, path)


def _x(parts: list[str], query: Query, host: str) -> Place:
    if parts[:2] == ["i", "web"]:
        parts = ["i", *parts[2:]]
    if len(parts) >= 3 and parts[1] in ("status", "statuses") and DIGITS.match(parts[2]):
        # the id alone names the post: the name in the path may be anything
        name = parts[0].removeprefix("@")
        handle = name if name != "i" and _X_NAME.match(name) else None
        return Place("post", "x", path=f"/i/status/{parts[2]}", account_handle=handle, post_id=parts[2])
    name = parts[0].removeprefix("@") if parts else ""
    if not _X_NAME.match(name) or name.lower() in _X_WORDS:
        return Place(platform="x")
    if len(parts) == 1 or parts[1] in ("with_replies", "media", "likes", "followers", "following"):
        return Place("account", "x", path=f"/{name.lower()}", account_handle=name)
    return Place(platform="x")


def _telegram(parts: list[str], query: Query, host: str) -> Place:
    if not parts or parts[0].lower() in _TELEGRAM_WORDS:
        return Place(platform="telegram")
    if parts[0].startswith("+") or parts[0] == "joinchat":
        return Place("invitation", "telegram", path="/" + "/".join(parts))
    if parts[0] == "c" and len(parts) >= 3:
        return Place("post", "telegram", path=f"/c/{parts[1]}/{parts[2]}", post_id=f"{parts[1]}/{parts[2]}")
    if parts[0] == "s" and len(parts) > 1:
        parts = parts[1:]
    if not NAME.match(parts[0]):
        return Place(platform="telegram")
    if len(parts) >= 2 and DIGITS.match(parts[1]):
        # in a group with topics: NAME/TOPIC/MESSAGE; the message alone names it, too
        message = parts[2] if len(parts) >= 3 and DIGITS.match(parts[2]) else parts[1]
        return Place("post", "telegram", path=f"/{parts[0].lower()}/{message}", account_handle=parts[0])
    return Place("account", "telegram", path=f"/{parts[0].lower()}", account_handle=parts[0])


def _youtube(parts: list[str], query: Query, host: str) -> Place:
    video = None
    if host == "youtu.be" and parts:
        video = parts[0]
    elif parts and parts[0] == "watch":
        video = query.get("v")
    elif len(parts) >= 2 and parts[0] in ("shorts", "embed", "live", "v"):
        video = parts[1]
    if video and _VIDEO.match(video):
        return Place("media", "youtube", path="/watch", query=f"v={video}", post_id=video, media_id=video)
    if len(parts) >= 2 and parts[0] == "channel":
        return Place("account", "youtube", path=f"/channel/{parts[1]}", account_id=parts[1])
    if parts and parts[0].startswith("@") and NAME.match(parts[0][1:]):
        return Place("account", "youtube", path=f"/{parts[0].lower()}", account_handle=parts[0][1:])
    if len(parts) >= 2 and parts[0] in ("c", "user") and NAME.match(parts[1]):
        return Place("account", "youtube", path=f"/{parts[0]}/{parts[1].lower()}", account_handle=parts[1])
    # on youtu.be a path is a video, elsewhere it may be a channel
    return (
        Place(platform="youtube", host=host, path="/" + "/".join(parts))
        if host == "youtu.be"
        else Place(platform="youtube")
    )


def _tiktok(parts: list[str], query: Query, host: str) -> Place:
    if not parts or not parts[0].startswith("@") or not NAME.match(parts[0][1:]):
        return Place(platform="tiktok")
    handle = parts[0][1:]
    if len(parts) >= 3 and parts[1] in ("video", "photo") and DIGITS.match(parts[2]):
        path = f"/@{handle.lower()}/video/{parts[2]}"
        return Place("media", "tiktok", path=path, account_handle=handle, post_id=parts[2], media_id=parts[2])
    return Place("account", "tiktok", path=f"/@{handle.lower()}", account_handle=handle)


def _facebook(parts: list[str], query: Query, host: str) -> Place:
    if not parts:
        return Place(platform="facebook")
    head = parts[0].lower()
    if head in ("story.php", "permalink.php") and (post := query.get("story_fbid")) and (owner := query.get("id")):
        return Place(
            "post", "facebook", path="/story.php", query=f"story_fbid={post}&id={owner}", account_id=owner, post_id=post
        )
    if head == "profile.php" and DIGITS.match(query.get("id", "")):
        return Place("account", "facebook", path="/profile.php", query=f"id={query['id']}", account_id=query["id"])
    if head == "groups" and len(parts) >= 2:
        if len(parts) >= 4 and parts[2] in ("posts", "permalink") and DIGITS.match(parts[3]):
            return Place("post", "facebook", path=f"/groups/{parts[1]}/posts/{parts[3]}", post_id=parts[3])
        return Place("surface", "facebook", path=f"/groups/{parts[1]}")
    if head == "watch" and DIGITS.match(query.get("v", "")):
        return Place("media", "facebook", path="/watch/", query=f"v={query['v']}", media_id=query["v"])
    if head in _FACEBOOK_WORDS or not NAME.match(parts[0]):
        return Place(platform="facebook")
    if len(parts) >= 3 and parts[1] in ("posts", "videos", "photos", "reels"):
        post = parts[-1]
        return Place(
            "post",
            "facebook",
            path=f"/{head}/{parts[1]}/{post}",
            account_handle=parts[0],
            post_id=post if DIGITS.match(post) else None,
        )
    if len(parts) == 1:
        if DIGITS.match(head):
            return Place("account", "facebook", path=f"/{head}", account_id=head)
        return Place("account", "facebook", path=f"/{head}", account_handle=parts[0])
    return Place(platform="facebook")


def _instagram(parts: list[str], query: Query, host: str) -> Place:
    if not parts or parts[0] in _INSTAGRAM_WORDS:
        return Place(platform="instagram")
    if parts[0] in ("p", "reel", "tv") and len(parts) >= 2:
        return Place("post", "instagram", path=f"/p/{parts[1]}/", post_id=parts[1])
    if len(parts) >= 3 and parts[1] in ("p", "reel"):
        return Place("post", "instagram", path=f"/p/{parts[2]}/", post_id=parts[2])
    if len(parts) == 1 and NAME.match(parts[0]):
        return Place("account", "instagram", path=f"/{parts[0].lower()}", account_handle=parts[0])
    return Place(platform="instagram")


def _reddit(parts: list[str], query: Query, host: str) -> Place:
    if len(parts) < 2 or parts[0] not in ("user", "u", "r") or not NAME.match(parts[1]):
        return Place(platform="reddit")
    by_user, name = parts[0] != "r", parts[1]
    home = f"/{'user' if by_user else 'r'}/{name.lower()}"
    handle = name if by_user else None
    if len(parts) >= 4 and parts[2] == "comments":
        path, post = f"{home}/comments/{parts[3]}", f"t3_{parts[3]}"
        if len(parts) >= 6:
            # a comment is a post of its own; what its thread is called does not matter
            path, post = f"{path}/comment/{parts[5]}", f"t1_{parts[5]}"
        return Place("post", "reddit", path=path, account_handle=handle, post_id=post)
    return Place("account" if by_user else "surface", "reddit", path=home, account_handle=handle)


def _pinterest(parts: list[str], query: Query, host: str) -> Place:
    if len(parts) >= 2 and parts[0] == "pin":
        pin = parts[1].rpartition("--")[2]
        return Place("post", "pinterest", path=f"/pin/{pin}/", post_id=pin)
    if len(parts) == 1 and NAME.match(parts[0]):
        return Place("account", "pinterest", path=f"/{parts[0].lower()}", account_handle=parts[0])
    return Place(platform="pinterest")


def _profile(parts: list[str], query: Query, host: str) -> Place:
    """Platforms with accounts at /profile/NAME and their tabs below it."""
    platform = PLATFORM_OF_HOST[host]
    if len(parts) >= 2 and parts[0] == "profile":
        return Place("account", platform, path=f"/profile/{parts[1]}", account_handle=parts[1])
    return Place(platform=platform)


def _bluesky(parts: list[str], query: Query, host: str) -> Place:
    if len(parts) < 2 or parts[0] != "profile":
        return Place(platform="bluesky")
    name = parts[1]
    by_id = name.startswith("did:")
    owner = {"account_id": name} if by_id else {"account_handle": name}
    home = f"/profile/{name if by_id else name.lower()}"
    if len(parts) >= 4 and parts[2] == "post":
        post = f"at://{name}/app.bsky.feed.post/{parts[3]}" if by_id else None
        return Place("post", "bluesky", path=f"{home}/post/{parts[3]}", post_id=post, **owner)
    return Place("account", "bluesky", path=home, **owner)


def _medium(parts: list[str], query: Query, host: str) -> Place:
    return medium(parts)


def _tumblr(parts: list[str], query: Query, host: str) -> Place:
    return tumblr(parts)


def _vk(parts: list[str], query: Query, host: str) -> Place:
    if query.get("w", "").startswith("wall"):
        # a post that is shown over another page
        parts = [query["w"]]
    if len(parts) != 1 or _VK_THING.match(parts[0]):
        return Place(platform="vk")
    if wall := re.fullmatch(r"wall(-?\d+_\d+)", parts[0]):
        return Place("post", "vk", path=f"/{parts[0]}", post_id=wall.group(1))
    if club := re.fullmatch(r"(?:club|public)(\d+)", parts[0]):
        return Place("account", "vk", path=f"/club{club.group(1)}", account_id=f"-{club.group(1)}")
    if user := re.fullmatch(r"id(\d+)", parts[0]):
        return Place("account", "vk", path=f"/{parts[0]}", account_id=user.group(1))
    return (
        Place("account", "vk", path=f"/{parts[0].lower()}", account_handle=parts[0])
        if NAME.match(parts[0])
        else Place(platform="vk")
    )


def _ok(parts: list[str], query: Query, host: str) -> Place:
    if len(parts) == 2 and parts[0] in ("group", "profile") and DIGITS.match(parts[1]):
        return Place("account", "ok", path=f"/{parts[0]}/{parts[1]}", account_id=parts[1])
    return (
        Place("account", "ok", path=f"/{parts[0].lower()}", account_handle=parts[0])
        if len(parts) == 1 and NAME.match(parts[0])
        else Place(platform="ok")
    )


def _first_segment(parts: list[str], query: Query, host: str) -> Place:
    """Platforms with the account in the first segment and posts below it."""
    platform = PLATFORM_OF_HOST[host]
    if len(parts) == 1 and NAME.match(parts[0].removeprefix("@")):
        return Place("account", platform, path=f"/{parts[0].lower()}", account_handle=parts[0].removeprefix("@"))
    return Place("post" if parts else "page", platform)


_RULES: Mapping[str, Callable[[list[str], Query, str], Place]] = {
    "x": _x,
    "telegram": _telegram,
    "youtube": _youtube,
    "tiktok": _tiktok,
    "facebook": _facebook,
    "instagram": _instagram,
    "reddit": _reddit,
    "pinterest": _pinterest,
    "medium": _medium,
    "quora": _profile,
    "bluesky": _bluesky,
    "vk": _vk,
    "ok": _ok,
    "soundcloud": _first_segment,
    "tumblr": _tumblr,
    "gab": _first_segment,
    "truthsocial": _first_segment,
    "threads": _first_segment,
}
