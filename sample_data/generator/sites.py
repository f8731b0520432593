"""Fingerprints of websites as Information Laundromat writes them: order is data, lines end CR CR LF."""

from dataclasses import dataclass

from sample_data.generator.commons import Commons
from sample_data.generator.ties import ACTOR_SITES
from sample_data.generator.vocabulary import parted
from sample_data.generator.world import World

SHOPS = parted(
    "alderbakery fennickflorist corrinplumbing dunmeredental tarnbridgebikes redmarshroofs orrinlakeinn pellworthpets "
    "marrickmotors yarrowgateyoga vantryvets lowmoorlocks",
    by=None,
)
"""Twelve small businesses whose sites one web agency built."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Rows (type, content, domain) in file order, and the values that matter."""

    rows: list[tuple[str, str, str]]
    verification: str
    analytics: str
    agency: str
    shared_ip: str
    cdn: str


def fingerprints(world: World, commons: Commons) -> Fingerprints:
    """The actor's six sites, the agency's twelve, and the newspapers; CDN values stand on all."""
    chance = world.chance("sites")
    verification, analytics, agency = f"google|{chance.letters(32)}", f"UA-{chance.digits(8)}", f"UA-{chance.digits(8)}"
    cdn, shared_ip = "cdn.swiftedge.example", "203.0.113.77"
    papers = list(dict.fromkeys(story.url.split("/")[2] for story in commons.stories))
    shops = [f"{name}.example" for name in SHOPS]
    rows: list[tuple[str, str, str]] = []
    for number, site in enumerate(chance.shuffled([*ACTOR_SITES, *shops, *papers])):
        own = [
            ("cdn-domain", f" {cdn}"),
            ("css-class", "{'container', 'row', 'btn'}"),
            ("meta_generic", "generator|WordPress 6.0"),
        ]
        if site in ACTOR_SITES:
            place = ACTOR_SITES.index(site)
            ip = shared_ip if place == 5 else f"198.51.100.{40 + place // 2}"
            own += [("verification_id", verification), ("ga_id", analytics)]
        elif site in shops:
            ip = shared_ip
            own += [("ga_id", agency)]
        else:
            ip = f"192.0.2.{number + 1}"
            own += [("ga_id", f"UA-{chance.digits(8)}"), ("verification_id", f"google|{chance.letters(32)}")]
        # the address stands without its domain, before the row that names it
        rows += [
            ("ip", ip, ""),
            ("subnet", ip.rpartition(".")[0], ""),
            ("domain_suffix", "example", site),
            ("domain", site, site),
        ]
        rows += [(kind, content, site) for kind, content in own]
    return Fingerprints(rows, verification, analytics, agency, shared_ip, cdn)
