"""Scenes for the tests of figures: a small invented campaign, and one whose every word is hostile."""

from collections.abc import Callable

import pytest

from briefing.layout import place
from briefing.scene import Caption, Scene, scene
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "'}) DETACH DELETE n //",
    'href="javascript:alert(1)"',
    "{{7*7}}${7*7}",
    "]]>&amp;<!--",
)


@pytest.fixture
def hostile() -> tuple[str, ...]:
    return HOSTILE


@pytest.fixture
def campaign() -> Subgraph:
    """Eight accounts on three platforms that share a link, a video, a text; domain and fingerprint behind the link."""
    names = (
        "eagle_patriot",
        "midwest_mom",
        "новости_дня",
        "حقيقة_اليوم",
        "真相观察",
        "liberty1776",
        "dawn_report",
        "oak",
    )
    platforms = ("x", "x", "telegram", "telegram", "facebook", "x", "x", "facebook")
    accounts = [
        Vertex(
            Ref("Account", f"{platform}:{900_100_200 + i}"),
            {"platform": platform, "handle": name, "name": f"Display {name}", "account_id": str(900_100_200 + i)},
        )
        for i, (name, platform) in enumerate(zip(names, platforms, strict=True))
    ]
    url = Vertex(Ref("Url", "https://ledger.example/2026/ballots"), {"host": "ledger.example"})
    video = Vertex(Ref("Media", f"sha256:{'ab12cd34' * 8}"), {"kind": "video", "file_name": "ballots_final.mp4"})
    text = Vertex(Ref("Text", "e" * 64), {"text": "they count votes that nobody has cast and everyone knows it"})
    domain = Vertex(Ref("Domain", "ledger.example"), {})
    fingerprint = Vertex(Ref("Fingerprint", "analytics id:UA-778899"), {"kind": "analytics id", "value": "UA-778899"})
    things = (url, video, text)
    edges = [
        Edge(
            "SHARED",
            account.ref,
            things[(i + step) % 3].ref,
            {"posts": i + 1, "first_at": 1_790_000_000_000, "last_at": 1_790_600_000_000},
        )
        for i, account in enumerate(accounts)
        for step in range(1 + i % 2)
    ]
    edges += [Edge("ON_DOMAIN", url.ref, domain.ref), Edge("HAS_FINGERPRINT", domain.ref, fingerprint.ref)]
    return Subgraph.of([*accounts, *things, domain, fingerprint], edges)


@pytest.fixture
def caption() -> Caption:
    return Caption(
        title="Eight accounts shared one article",
        question="Which accounts on different platforms posted the same link?",
        caveat="That the accounts are run together, or by whom.",
        marking="TLP:AMBER+STRICT",
        query="shared_url_across_platforms",
        parameters={"window": "2h", "limit": "200"},
        data_date="2026-11-24",
        coverage="51,204 posts of 6,412 accounts; views missing on 30 % of posts",
        made_with="Attribution Explorer 0.1.0",
        notes=("Links through shorteners are not resolved.",),
    )


@pytest.fixture
def drawn(campaign: Subgraph, caption: Caption) -> Scene:
    return scene(campaign, place(campaign), caption)


@pytest.fixture
def hostile_scene() -> Scene:
    """Every name, address, text and word of the caption is meant to do harm."""
    accounts = [
        Vertex(Ref("Account", f"x:{i}"), {"platform": "x", "handle": name, "name": name})
        for i, name in enumerate(HOSTILE)
    ]
    url = Vertex(Ref("Url", "https://evil.example/<b>x</b>"), {"host": "evil.example"})
    texts = [Vertex(Ref("Text", str(i) * 64), {"text": name}) for i, name in enumerate(HOSTILE)]
    edges = [Edge("SHARED", account.ref, url.ref, {"posts": 1}) for account in accounts]
    edges += [Edge("SHARED", account.ref, text.ref) for account, text in zip(accounts, texts, strict=True)]
    edges += [Edge("SAME_AS", accounts[0].ref, accounts[1].ref, {"reason": HOSTILE[0]})]
    subgraph = Subgraph.of([*accounts, url, *texts], edges)
    said = Caption(
        title=HOSTILE[0],
        question=HOSTILE[1],
        caveat=HOSTILE[2],
        query=HOSTILE[3],
        parameters={HOSTILE[4]: HOSTILE[5], "url": "https://evil.example/p"},
        coverage=HOSTILE[0],
        made_with=HOSTILE[1],
        data_date=HOSTILE[2],
        time_span=HOSTILE[3],
        notes=HOSTILE,
        marking="TLP:RED",
    )
    return scene(subgraph, place(subgraph), said)


@pytest.fixture
def web() -> Callable[[int], Subgraph]:
    """A function that makes a connected subgraph of accounts and links with a given number of nodes."""

    def made(size: int) -> Subgraph:
        accounts = [Ref("Account", f"x:{i}") for i in range(size * 2 // 3)]
        urls = [Ref("Url", f"https://n{i}.example/") for i in range(size - len(accounts))]
        edges = [
            Edge("SHARED", account, urls[(i * 7 + step * 3) % len(urls)], {"posts": 1 + i % 4})
            for i, account in enumerate(accounts)
            for step in range(1 + i % 3)
        ]
        return Subgraph.of([Vertex(ref) for ref in (*accounts, *urls)], edges)

    return made
