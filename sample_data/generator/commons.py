"""What everybody shares: news stories, hashtags, posts and a video, popular enough to tie nobody to anybody."""

from dataclasses import dataclass, field

from sample_data.generator.chance import Chance, Weights, zipf
from sample_data.generator.settings import COMMON, DAYS
from sample_data.generator.vocabulary import parted
from sample_data.generator.world import Account, Post, World

_OUTLETS = parted(
    "harbourledger northgazette dailytarn civicpost rivermail eastcourier summitherald lakesideecho plainviewtimes cornerstonenews "
    "mapleobserver stonebridgepost ferrydispatch quarrytribune orchardweekly beaconstar midlandreport valleycurrent "
    "harvestbulletin coastmirror",
    by=None,
)
_SUBJECTS = parted(
    "storm budget harvest bridge museum hospital festival tariff railway school water library market stadium archive",
    by=None,
)
_TURNS = parted(
    "opens delayed funded explained questioned reopens expands closes reviewed praised costs-more saved", by=None
)

STANCE_TAGS = ("AccountabilityNow", "AskTheQuestion", "FollowTheMoney")
"""The three common hashtags that set A and the listed network both use."""
COMMON_TAGS = (*STANCE_TAGS, "GoodMorning", "WeekendMood", "PhotoOfTheDay", "Breaking", "MatchDay", "Foodie")
_RARER_TAGS = tuple(f"{place}{what}" for place in ("Alderwick", "Corrin", "Dunmere", "Tarnbridge", "Redmarsh", "Fennick")
                    for what in ("Life", "Market", "Runners", "Weather", "Choir", "Gardens"))  # fmt: skip
HEADS = 24
"""Stories that at least `COMMON` accounts share."""


@dataclass(slots=True)
class Story:
    """A news story by its URL and time of publication."""

    url: str
    day: int


@dataclass(slots=True)
class Commons:
    """The popular things, and the chances with which people meet them."""

    stories: list[Story]
    heads: list[Story] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    viral_video: str = ""

    def head_url(self, chance: Chance) -> str:
        """A story that very many share."""
        return chance.pick(self.heads).url

    def tags(self, chance: Chance) -> tuple[str, ...]:
        """One or two hashtags that very many use."""
        return tuple(chance.sample(COMMON_TAGS, chance.pick((1, 1, 2))))


def make_commons(world: World) -> Commons:
    """News stories of invented outlets; the first of them are those that everybody shares."""
    chance = world.chance("commons")
    stories = [
        Story(f"https://{outlet}.example/2022/{chance.between(9, 11):02d}/{subject}-{turn}-{chance.below(900) + 100}", chance.below(DAYS))
        for outlet in _OUTLETS
        for subject, turn in zip(chance.sample(_SUBJECTS, 14), chance.shuffled(_TURNS) * 2, strict=False)
    ]  # fmt: skip
    # two heads per outlet first, so that each outlet's domain is common too
    by_outlet = [stories[i * 14 : (i + 1) * 14] for i in range(len(_OUTLETS))]
    heads = [own[0] for own in by_outlet] + [own[1] for own in by_outlet]
    return Commons(stories=chance.shuffled(stories), heads=heads[:HEADS], viral_video=world.new_id("youtube"))


def everyday_tags(chance: Chance) -> tuple[str, ...]:
    """Hashtags of an ordinary post: mostly common ones, some of a town."""
    if chance.hit(20):
        return (_RARER_TAGS[chance.by(_RARER)],)
    return tuple(dict.fromkeys(COMMON_TAGS[chance.by(_FLAT)] for _ in range(chance.pick((1, 1, 2)))))


_RARER = zipf(len(_RARER_TAGS))
_FLAT = Weights([3.0] * len(STANCE_TAGS) + [2.0] * (len(COMMON_TAGS) - len(STANCE_TAGS)))


def sharers_of(world: World, chance: Chance, crowd: list[Account], count: int) -> list[Account]:
    """So many of the crowd (at scale 1), and never fewer than make a thing common."""
    return chance.sample(crowd, world.settings.scaled(count, COMMON + 10))
