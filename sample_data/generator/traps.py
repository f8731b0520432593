"""What each trap is for, and what the answer to it should be."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sample_data.generator.identities import RENAMED_AT
from sample_data.generator.sites import SHOPS, Fingerprints
from sample_data.generator.text import text_key
from sample_data.generator.world import Account, File, World

Json = dict[str, Any]


def _keys(accounts: Iterable[Account]) -> list[str]:
    return sorted({account.key for account in accounts})


def expectations(world: World, prints: Fingerprints) -> Json:
    """Traps by name: accounts or objects, numbers of the queries (issue order 1 to 10), what is expected of them."""
    t: dict[str, Any] = world.traps
    stock = t["stock_picture"]["file"]
    assert isinstance(stock, File)
    return {
        "fans": {
            "is": "40 fans who repost one star within seconds and link her videos at once",
            "accounts": _keys(t["fans"]["accounts"]), "star": t["fans"]["star"].key, "channel": t["fans"]["channel"].key,
            "media": t["fans"]["videos"], "queries": [1, 7],
            "expected": "absent: every post and video of hers has more than 80 sharers",
        },
        "newsrooms": {
            "is": "60 newsrooms with one agency text; two of set A copied it",
            "accounts": _keys(t["newsrooms"]["accounts"]), "text": text_key(t["newsrooms"]["text"]),
            "also_by_set_a": _keys(t["newsrooms"]["a"]), "queries": [3, 7],
            "expected": "absent, or below every planted text with the caveat; no tie to set A",
        },
        "viral_video": {
            "is": "a video that some 2,000 link, 20 of set A among them",
            "media": t["viral_video"]["media"], "sharers": len(_keys(t["viral_video"]["accounts"])), "queries": [1, 2, 7, 10],
            "expected": "absent, or below every planted video",
        },
        "stock_picture": {
            "is": "one stock picture under posts of people who have nothing to do with each other",
            "media": f"sha256:{sha256(stock.content).hexdigest()}", "accounts": _keys(t["stock_picture"]["accounts"]),
            "queries": [2, 7], "expected": "absent, or below every planted picture",
        },
        "one_name_twice": {
            "is": "a member of set A and a stranger have one display name; a channel forwards from that name",
            "accounts": [t["one_name_twice"]["member"].key, t["one_name_twice"]["stranger"].key],
            "name": t["one_name_twice"]["member"].name, "queries": [6, 7], "expected": "two accounts, no SAME_AS, no tie",
        },
        "one_handle_twice": {
            "is": "one handle on two platforms, held by different people",
            "accounts": [t["one_handle_twice"]["member"].key, t["one_handle_twice"]["stranger"].key],
            "handle": t["one_handle_twice"]["member"].handle, "queries": [6, 7], "expected": "two accounts, no SAME_AS, no tie",
        },
        "shortener": {
            "is": "400 links through one shortener by only 25 accounts, four of set A among them",
            "domain": t["shortener"]["host"], "accounts": _keys(t["shortener"]["accounts"]), "posts": t["shortener"]["posts"],
            "queries": [4, 7], "expected": "absent, though few share it: a shortener is nobody's domain",
        },
        "shared_host": {
            "is": "pages of one shared host by 18 accounts, three of set A among them",
            "domain": t["shared_host"]["host"], "accounts": _keys(t["shared_host"]["accounts"]), "queries": [4, 7],
            "expected": "absent, though few share it: a shared host is nobody's domain",
        },
        "debunker": {
            "is": "a debunker who quotes 30 posts of set A that others of the campaign repost",
            "accounts": [t["debunker"]["account"].key], "quoted": sorted(p.key for p in t["debunker"]["quoted"]), "queries": [7],
            "expected": "absent where two types are asked for; else absent too, or below every planted account, with the caveat: quotes alone",
        },
        "advocacy": {
            "is": "a group that campaigns together in the open: coordinated, not inauthentic",
            "accounts": _keys(t["advocacy"]["accounts"]), "domain": t["advocacy"]["site"],
            "texts": [text_key(f"{text} #RiversCoalition") for text in t["advocacy"]["texts"]], "queries": [1, 3, 4, 7],
            "expected": "absent where more than 50 sharers are too many; else with the caveat. No tie to set A at all",
        },
        "aggregator": {
            "is": "a robot that links every popular story on X and Telegram within seconds",
            "accounts": _keys(t["aggregator"]["accounts"]), "urls": t["aggregator"]["urls"], "queries": [1, 4, 7],
            "expected": "absent: it shares with set A only what everybody shares",
        },
        "agency_id": {
            "is": "an analytics id that a web agency left on 12 sites",
            "fingerprint": f"ga_id:{prints.agency}", "domains": sorted(f"{name}.example" for name in SHOPS), "queries": [5],
            "expected": "absent where more than ten sites are too many; else with the caveat",
        },
        "shared_ip": {
            "is": "an address of a shared host: the agency's 12 sites and one of the actor's",
            "fingerprint": f"ip:{prints.shared_ip}", "queries": [5], "expected": "absent where more than ten sites are too many; else with the caveat",
        },
        "cdn": {"is": "a CDN that serves every site", "fingerprint": f"cdn-domain:{prints.cdn}", "queries": [5],
                "expected": "absent, or last: it carries no information"},
        "minutes": {
            "is": "channels whose times are known to the minute, beside posts on X some seconds off on the clock",
            "accounts": _keys(t["minutes"]["channels"]), "queries": [1, 10],
            "seconds_before_the_minute": t["minutes"]["before"], "inside_the_minute": t["minutes"]["inside"],
            "expected": "no exact hit: those before the minute are not decidable in a window of 60 seconds, those inside it "
                        "are not in one of 10 seconds, and who of these was first is open",
        },
        "too_far_apart": {
            "is": "near miss: one rare address on X and on Facebook, nine hours apart or more",
            "urls": t["too_far_apart"]["urls"], "queries": [1], "expected": "absent in any window up to 8 hours",
        },
        "short_greeting": {
            "is": "near miss: a greeting of 39 characters",
            "text": text_key(t["short_greeting"]["text"]), "queries": [3], "expected": "absent: shorter than 40 characters",
        },
        "damaged_ids": {
            "is": "a table that a spreadsheet re-saved", "rows": t["damaged_ids"]["rows"],
            "values": sorted(t["damaged_ids"]["damaged"]), "queries": [],
            "expected": "rejected as id_damaged, never loaded as a key",
        },
        "renamed": {
            "is": "a member of set A changes its handle; a stranger takes the old one",
            "account": t["renamed"]["member"].key, "former_handle": t["renamed"]["member"].former_handle,
            "handle": t["renamed"]["member"].handle, "stranger": t["renamed"]["stranger"].key, "renamed_at": RENAMED_AT * 1_000,
            "queries": [8], "expected": "one account with both handles, on US elections with its three posts; the stranger is not in the set",
        },
    }  # fmt: skip
