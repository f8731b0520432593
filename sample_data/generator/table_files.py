"""Facebook as CrowdTangle, YouTube and TikTok as 4CAT write them, and a table of channels with times to the minute."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sample_data.generator.output import Output, records
from sample_data.generator.vocabulary import parted
from sample_data.generator.world import Post, World

FACEBOOK = "files/facebook/pages.csv.gz"
RESAVED = "files/facebook/pages-resaved.csv.gz"
YOUTUBE = "files/youtube/videos.csv.gz"
TIKTOK = "files/tiktok/posts.csv.gz"
MINUTES = "files/telegram-minutes/messages.csv.gz"
MINUTES_MAP = "files/telegram-minutes/map.toml"

_CROWDTANGLE = parted(
    "Page Name|User Name|Facebook Id|Page Category|Page Admin Top Country|Page Description|Page Created|Likes at Posting|"
    "Followers at Posting|Post Created|Post Created Date|Post Created Time|Type|Total Interactions|Likes|Comments|Shares|Love|Wow|"
    "Haha|Sad|Angry|Care|Video Share Status|Is Video Owner?|Post Views|Total Views|Total Views For All Crossposts|Video Length|URL|"
    "Message|Link|Final Link|Image Text|Link Text|Description|Sponsor Id|Sponsor Name|Sponsor Category|"
    "Total Interactions (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x Sad 1x Angry 1x Care 1x )|"
    "Overperforming Score (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x Sad 1x Angry 1x Care 1x )"
)
_YOUTUBE = parted(
    "id thread_id timestamp body author unix_timestamp position channelId channelTitle videoId publishedAt publishedAtSQL videoTitle "
    "videoDescription tags videoCategoryId videoCategoryLabel duration durationSec dimension definition caption "
    "defaultAudioLanguage thumbnail_maxres licensedContent viewCount likeCount favoriteCount commentCount",
    by=None,
)
_TIKTOK = parted(
    "id thread_id author author_full author_id author_followers author_likes author_videos author_avatar body stickers timestamp "
    "unix_timestamp is_duet is_ad is_paid_partnership is_sensitive is_photosensitive music_name music_id music_url music_thumbnail "
    "music_author video_url tiktok_url thumbnail_url likes comments shares plays hashtags challenges diversification_labels "
    "location_created effects warning",
    by=None,
)
_SUMMER_ENDS = 1_667_714_400
"""2022-11-06 06:00 UTC: clocks on the American east coast go back."""


def write_tables(world: World, output: Output) -> None:
    """The tables of every platform but X and Telegram's exports."""
    by: dict[str, list[Post]] = {"facebook": [], "youtube": [], "tiktok": []}
    minutes = []
    for post in sorted(world.posts, key=lambda p: (p.at, p.id)):
        if post.author.platform in by:
            by[post.author.platform].append(post)
        elif post.author.role == "minutes":
            minutes.append(post)
    output.table(FACEBOOK, _CROWDTANGLE, records(_CROWDTANGLE, map(_facebook, reversed(by["facebook"]))), bom=True)
    output.table(YOUTUBE, _YOUTUBE, records(_YOUTUBE, map(_youtube, by["youtube"])), end="\r\n")
    output.table(TIKTOK, _TIKTOK, records(_TIKTOK, map(_tiktok, by["tiktok"])), end="\r\n")
    _resaved(world, output)
    _minutes(minutes, output)


def _facebook(post: Post) -> dict[str, str]:
    summer = post.at < _SUMMER_ENDS
    local = datetime.fromtimestamp(post.at, UTC) - timedelta(hours=4 if summer else 5)
    page = post.author
    total = post.likes + post.replies + post.reposts
    link = post.urls[0] if post.urls else ""
    return {
        "Page Name": page.name,
        "User Name": page.handle,
        "Facebook Id": page.id,
        "Page Category": "PERSONAL_BLOG",
        "Page Description": page.bio,
        "Likes at Posting": f"{page.followers:,}",
        "Followers at Posting": f"{page.followers:,}",
        "Post Created": f"{local:%Y-%m-%d %H:%M:%S} {'EDT' if summer else 'EST'}",
        "Post Created Date": f"{local:%Y-%m-%d}",
        "Post Created Time": f"{local:%H:%M:%S}",
        "Type": "Link" if link else "Status",
        "Total Interactions": f"{total:,}",
        "Likes": f"{post.likes:,}",
        "Comments": f"{post.replies:,}",
        "Shares": f"{post.reposts:,}",
        "Post Views": "" if post.views is None else f"{post.views:,}",
        "URL": f"https://www.facebook.com/{page.handle}/posts/{post.id}",
        "Message": post.body,
        "Link": link,
        "Final Link": link,
        "Overperforming Score (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x Sad 1x Angry 1x Care 1x )": "-1.0",
    }


def _resaved(world: World, output: Output) -> None:
    rows = world.notes["re-saved"]
    assert isinstance(rows, list)
    made = ({**_facebook(post), "Facebook Id": given} for post, given in rows)
    output.table(RESAVED, _CROWDTANGLE, records(_CROWDTANGLE, made), end="\r\n")


def _links(post: Post) -> str:
    return "".join(f"\n{url}" for url in post.urls)


def _youtube(post: Post) -> dict[str, str]:
    at = datetime.fromtimestamp(post.at, UTC)
    description = post.body + _links(post)
    seconds = 40 + int.from_bytes(post.id.encode(), "big") % 700
    return {
        "id": post.id,
        "thread_id": post.author.id,
        "timestamp": f"{at:%Y-%m-%d %H:%M:%S}",
        "body": description,
        "author": post.author.name,
        "unix_timestamp": str(post.at),
        "channelId": post.author.id,
        "channelTitle": post.author.name,
        "videoId": post.id,
        "publishedAt": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "publishedAtSQL": f"{at:%Y-%m-%d %H:%M:%S}",
        "videoTitle": post.title,
        "videoDescription": description,
        "duration": f"PT{seconds // 60}M{seconds % 60}S",
        "durationSec": str(seconds),
        "dimension": "2d",
        "definition": "hd",
        "caption": "false",
        "defaultAudioLanguage": post.lang,
        "viewCount": "" if post.views is None else str(post.views),
        "likeCount": str(post.likes),
        "favoriteCount": "0",
        "commentCount": str(post.replies),
    }


def _tiktok(post: Post) -> dict[str, str]:
    at = datetime.fromtimestamp(post.at, UTC)
    author = post.author
    song, title = post.music
    return {
        "id": post.id,
        "thread_id": post.id,
        "author": author.handle,
        "author_full": author.name,
        "author_id": author.id,
        "author_followers": str(author.followers),
        "author_videos": str(author.following),
        "body": post.body,
        "timestamp": f"{at:%Y-%m-%d %H:%M:%S}",
        "unix_timestamp": str(post.at),
        "is_duet": "no",
        "is_ad": "no",
        "music_name": title,
        "music_id": song,
        "tiktok_url": f"https://www.tiktok.com/@{author.handle}/video/{post.id}",
        "likes": str(post.likes),
        "comments": str(post.replies),
        "shares": str(post.reposts),
        "plays": "0" if post.views is None else str(post.views),
        "hashtags": ",".join(post.tags),
        "location_created": "",
    }


def _minutes(posts: Sequence[Post], output: Output) -> None:
    header = ("channel", "username", "title", "message", "posted_utc", "text", "links")
    rows: Iterable[Sequence[str]] = (
        (p.author.id, p.author.handle, p.author.name, p.id, f"{datetime.fromtimestamp(p.at, UTC):%Y-%m-%d %H:%M}", p.text, " ".join(p.urls))
        for p in posts
    )  # fmt: skip
    output.table(MINUTES, header, rows)
    output.put(MINUTES_MAP, _MINUTES_MAP.encode())


_MINUTES_MAP = """# Messages copied from channels by hand: the times are known to the minute only.
name = "telegram-minutes"
title = "Messages of channels, times to the minute"
kind = "posts"

[platform]
value = "telegram"

[post]
id = "message"
text = "text"
derive = ["hashtags"]

[lists.urls]
column = "links"
split = " "

[account]
id = "channel"
handle = "username"
name = "title"

[[time]]
column = "posted_utc"
format = "%Y-%m-%d %H:%M"
precision = "minute"
"""
