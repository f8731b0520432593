"""The listed network: what its publisher states, what it names, and what of it is seen on X."""

from sample_data.generator.campaign import Campaign
from sample_data.generator.commons import STANCE_TAGS, Commons
from sample_data.generator.people import People
from sample_data.generator.settings import DAY, START
from sample_data.generator.world import Account, Post, World

PUBLISHER = "Northgate Platforms"
NETWORK = "Lantern"
SITE = "lanternpost.example"
VICTIM_OUTLET = 2
"""Place, among the outlets, of the newspaper that the list names as copied and impersonated."""


def make_network(world: World, people: People) -> list[Account]:
    """The named accounts; the first thirteen of them post in the data."""
    return people.crowd("x", "listed", world.settings.named, lang="en")


def write_network(world: World, commons: Commons, campaign: Campaign) -> None:
    """Same stance and the same three common hashtags as set A; rare objects only among themselves."""
    chance = world.chance("listed")
    seen = world.of("listed")[:13]
    own_text = campaign.narrative(seen[0], chance)
    for number, account in enumerate(seen):
        for _ in range(chance.between(9, 15)):
            post = Post(account, chance.moment(2, office=True), text=campaign.narrative(account, chance))
            post.tags = tuple(chance.sample(STANCE_TAGS, chance.pick((0, 1, 1, 2))))
            post.urls = (commons.head_url(chance),) if chance.hit(20) else ()
            world.post(post)
        at = START + 16 * DAY + 50_000 + number * 25
        world.post(Post(account, at, text=campaign.narrative(account, chance), urls=(f"https://{SITE}/editorial-12",)))
        if number % 2:
            world.post(Post(account, at + 4 * DAY, text=own_text))


def kill_chain_rows(world: World, commons: Commons) -> list[tuple[str, str, str, str, str]]:
    """Rows of the published list: tactic, technique, procedure, indicator, notes."""
    settings = world.settings
    asset, accounts = "0. Acquiring assets", "0.9 Acquiring social media accounts"
    victim = commons.heads[VICTIM_OUTLET].url.split("/")[2].replace(".", "[.]")
    rows = [
        (asset, accounts, "0.9.1 Acquiring Facebook assets", f"{settings.stated} accounts", ""),
        (asset, accounts, "0.9.1 Acquiring Facebook assets", "8 Pages", ""),
        (asset, accounts, "0.9.1 Acquiring Facebook assets", "1 Group", ""),
    ]
    for number, account in enumerate(world.of("listed")):
        host = "https://x[.]com" if number == 4 else "https://twitter[.]com"
        rows.append((asset, accounts, "0.9.4 Acquiring X / Twitter accounts", f"{host}/{account.handle}", ""))
    domains = ("0.6 Acquiring domains", "0.6.2 Acquiring domains to support influence operations")
    rows += [
        (asset, *domains, SITE.replace(".", "[.]"), "Registration date: 3/14/2022"),
        ("", "", "", "", ""),
        ("1. Disguising assets", "1.5 Impersonating real institution", "1.5.1 Impersonating news outlet",
         f"Copied the look of {victim}", ""),
        ("5. Evading detection", "5.2 Camouflaging content", "5.2.1 Using link-shortening services",
         "The network used bit[.]ly to hide where its links lead", ""),
        ("6. Indiscriminate engagement", "6.3 Using hashtags", "6.3.1 Posting generic hashtags", f"#{STANCE_TAGS[0]}", ""),
        ("7. Targeted engagement", "7.2 Engaging with users outside the operation", "7.2.2 Acquiring Page followers",
         "About 1,200 accounts followed one or more of these Pages", ""),
        ("7. Targeted engagement", "7.6 Posting about individuals or institutions",
         "7.6.1 Posting negative content about named individuals or institutions", "Posted against critics of rare-earth firms", ""),
        ("8. Compromising assets", "8.2 Compromising websites", "8.2.1 Compromising news websites", victim, ""),
    ]  # fmt: skip
    return rows


def statements() -> list[dict[str, str]]:
    """Who said what about set A and the listed network; names and words invented, positions from the report."""
    about = f"set:Set A; network:{PUBLISHER}/{NETWORK}"
    rows = (
        ("2022-10-26", "Meridian Threat Research", "firm", "no_explicit_link",
         "We see accounts with the same stance as the Lantern list. We found no explicit link between the two."),
        ("2022-11-03", "Palisade Intelligence", "firm", "no_explicit_link",
         "The behaviour is similar. There is no explicit link in what we hold."),
        ("2022-11-09", "Dr Ines Calder, specialist in influence operations", "researcher", "little_doubt",
         "Seen together, the themes and the hours leave little doubt about who is behind both."),
        ("2022-11-11", "Embassy of the named country", "government", "denied",
         "The accusation is groundless. We firmly oppose it and have nothing to do with these accounts."),
    )  # fmt: skip
    return [
        {
            "date": date,
            "source": source,
            "source_kind": kind,
            "text": text,
            "kind": "attribution",
            "attributes": attributes,
            "about_kind": "",
            "about": about,
            "url": f"https://{source.split()[0].lower()}-statements.example/{date}",
        }
        for date, source, kind, attributes, text in rows
    ]
