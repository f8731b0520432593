"""What was planted, as lists of keys and expected numbers; only tests read it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from sample_data.generator import engagement
from sample_data.generator.codebook import SUBTOPICS
from sample_data.generator.commons import STANCE_TAGS
from sample_data.generator.listed import NETWORK, PUBLISHER
from sample_data.generator.settings import COMMON, RARE
from sample_data.generator.sites import Fingerprints
from sample_data.generator.table_files import RESAVED
from sample_data.generator.ties import ACTOR_SITES, Cell
from sample_data.generator.traps import expectations
from sample_data.generator.world import Account, Post, World

Json = dict[str, Any]


def truth(world: World, cells: Sequence[Cell], types: dict[Account, set[str]], recut: Sequence[Sequence[Post]],
          prints: Fingerprints, rejected: dict[str, dict[str, int]]) -> Json:  # fmt: skip
    """The planted answers of a finished world; ValueError where a promise of the sample is broken."""
    planted = [*_objects(cells), *_domains(world)]
    _refuse_broken(planted)
    coding = world.notes["coding"]
    assert isinstance(coding, dict)
    topics = {topic: _keys(coding[topic]) for topic in ("us_elections", *SUBTOPICS)}
    set_a = world.of("a")
    return {
        "seed": world.settings.seed,
        "scale": world.settings.scale,
        "counts": _counts(world),
        "set_a": {
            "name": "Set A",
            "accounts": _keys(set_a),
            "topics": topics,
            "bare_keywords": _keys([*coding["us_elections"], *coding["few"], *coding["foreign"], *coding["quoting"]]),
            "not_on_topic": {name: _keys(coding[name]) for name in ("few", "foreign", "quoting")},
            "words_elsewhere": _keys(coding["elsewhere"]),
        },
        "associated": {
            "two_types": _typed(world.of("two"), types),
            "one_type": _typed(world.of("one"), types),
            "camouflage": _keys(world.of("camouflage")),
        },
        "off_x": _typed(world.of("off_x"), types),
        "planted": planted,
        "rare_is_at_most": RARE,
        "most_sharers_of_a_planted_object": max(len(one["sharers"]) for one in planted),
        "camouflage_is_at_least": COMMON,
        "videos": {"linked": _linked(cells), "recut": [_cut(copies) for copies in recut]},
        "listed": {
            "network": f"{PUBLISHER}/{NETWORK}",
            "stated": world.settings.stated,
            "named": _keys(world.of("listed")),
            "named_as": [f"x:@{a.handle.casefold()}" for a in world.of("listed")],
            "seen": sorted({p.author.key for p in world.posts_by(world.of("listed"))}),
            "common_hashtags": [tag.casefold() for tag in STANCE_TAGS],
            "expected": "no tie in the loaded data",
        },
        "sites": {
            "actor": sorted(ACTOR_SITES),
            "verification": f"verification_id:{prints.verification}",
            "analytics": f"ga_id:{prints.analytics}",
        },
        "engagement": _engagement(world),
        "traps": expectations(world, prints),
        "rejected": {**rejected, RESAVED: {"id_damaged": len(_damaged(world))}},
    }


def _keys(accounts: Iterable[Account]) -> list[str]:
    return sorted(account.key for account in accounts)


def _typed(accounts: Iterable[Account], types: dict[Account, set[str]]) -> dict[str, list[str]]:
    return {account.key: sorted(types[account]) for account in sorted(accounts, key=lambda a: a.key)}


def _damaged(world: World) -> list[str]:
    damaged = world.traps["damaged_ids"]["damaged"]
    assert isinstance(damaged, list)
    return damaged


def _counts(world: World) -> Json:
    settings = world.settings
    return {
        "set_a": settings.set_a,
        "election": settings.election,
        "stated": settings.stated,
        "named": settings.named,
        "accounts": len(world.accounts),
        "ordinary_accounts": len(world.of("ordinary", "member")),
        "posts": len(world.posts),
        "posts_by_platform": dict(sorted(Counter(p.author.platform for p in world.posts).items())),
        "posts_by_kind": dict(sorted(Counter(p.kind for p in world.posts).items())),
        "accounts_with_posts_by_platform": dict(
            sorted(Counter(a.platform for a in {p.author for p in world.posts}).items())
        ),
    }


def _objects(cells: Sequence[Cell]) -> list[Json]:
    """The objects of the cells; `sharers` are the campaign's own, the debunker quotes some of them besides."""
    made = []
    for cell in cells:
        for name, one in sorted(cell.objects.items()):
            posts = sorted(one.posts, key=lambda p: (p.at, p.key))
            first: dict[str, int] = {}
            for post in posts:
                first.setdefault(post.author.platform, post.at * 1_000)
            made.append(
                {
                    "label": one.label,
                    "key": one.key,
                    "cell": cell.number,
                    "name": name,
                    "type": one.type,
                    "sharers": one.sharers,
                    "posts": [p.key for p in posts],
                    "platforms_in_order": [{"platform": p, "first_at": at} for p, at in first.items()],
                    "closest_seconds_across_platforms": _closest(posts),
                }
            )
    return made


def _closest(posts: Sequence[Post]) -> int | None:
    """Seconds between the two nearest posts of different accounts on different platforms."""
    gaps = [b.at - a.at for i, a in enumerate(posts) for b in posts[i + 1 :] if a.author.platform != b.author.platform]
    return min(gaps, default=None)


def _domains(world: World) -> list[Json]:
    sharers: dict[str, list[Post]] = defaultdict(list)
    for post in world.posts:
        for url in post.urls:
            host = url.split("/")[2]
            if host in ACTOR_SITES:
                sharers[host].append(post)
    return [
        {
            "label": "Domain",
            "key": site,
            "cell": None,
            "name": "domain",
            "type": "link",
            "sharers": list(dict.fromkeys(p.author.key for p in sorted(posts, key=lambda p: (p.at, p.key)))),
            "posts": sorted(p.key for p in posts),
        }
        for site, posts in sorted(sharers.items())
    ]


def _linked(cells: Sequence[Cell]) -> list[Json]:
    return [
        {
            "media": video.key,
            "uploader": video.posts[0].author.key,
            "linked_by": [k for k in video.sharers if k != video.posts[0].author.key],
        }
        for cell in cells
        if (video := cell.objects.get("video")) is not None
    ]


def _cut(copies: Sequence[Post]) -> Json:
    return {
        "copies": [
            {
                "post": post.key,
                "account": post.author.key,
                "media": f"sha256:{sha256(post.files[0].content).hexdigest()}" if post.files else post.key,
            }
            for post in copies
        ],
        "expected": "missed today: different bytes, different ids, no link",
    }


def _engagement(world: World) -> Json:
    great = world.notes["great repost"]
    assert isinstance(great, Post)
    set_a, own = world.of("a"), world.of("a", "two", "one", "camouflage", "off_x")
    campaign = set(own)
    reposts = [p for p in world.posts if p.kind == "repost" and p.target is not None and p.target.author in set(set_a)]
    groups: dict[str, Json] = {}
    for name, accounts in (("set_a", set_a), ("off_x", world.of("off_x"))):
        # Telegram's export holds no counts at all
        posts = [p for p in world.posts_by(accounts) if p.author.platform != "telegram"]
        platforms = sorted({p.author.platform for p in posts})
        groups[name] = {p: engagement.summary(q for q in posts if q.author.platform == p) for p in platforms}
        groups[name]["overall"] = engagement.summary(posts)
    return {
        "about": "posts that are no reposts; engagement = likes + reposts + replies + quotes as the platform counts them",
        "groups": groups,
        "great_post": {"post": great.key, "author": great.author.key, "reposts_from_outside": sum(p.target is great for p in reposts)},
        "reposts_of_set_a": {
            "loaded": len(reposts),
            "by_accounts_outside_set_a": sum(p.author.role != "a" for p in reposts),
            "by_accounts_outside_the_campaign": sum(p.author not in campaign for p in reposts),
        },
    }  # fmt: skip


def _refuse_broken(planted: Sequence[Json]) -> None:
    for one in planted:
        if len(one["sharers"]) > RARE:
            raise ValueError(
                f"planted {one['label']} {one['key']} has {len(one['sharers'])} sharers; rare is at most {RARE}"
            )
