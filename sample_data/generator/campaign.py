"""Set A and its associates in their own words: themes, the coding on US elections, camouflage."""

from collections.abc import Callable, Sequence

from sample_data.generator import codebook
from sample_data.generator.chance import Chance
from sample_data.generator.commons import STANCE_TAGS, Commons
from sample_data.generator.narratives import (
    ELECTION,
    ELSEWHERE,
    FOREIGN,
    SUBTOPICS,
    THEMES,
    WORDS_EN,
    WORDS_ES,
    WORDS_ZH,
)
from sample_data.generator.settings import END
from sample_data.generator.text import Texts
from sample_data.generator.world import Account, Post, World

_WORDS = {"en": WORDS_EN, "zh": WORDS_ZH, "es": WORDS_ES}
_ZONE = 8
"""The campaign posts in office hours of one zone (invented)."""


class Campaign:
    """Writes the campaign's posts. Texts that are not on elections hold no word of the election topics."""

    def __init__(self, world: World, commons: Commons, texts: Texts) -> None:
        self._world = world
        self._commons = commons
        self._texts = texts
        self._chance = world.chance("campaign")

    def narrative(self, account: Account, chance: Chance | None = None) -> str:
        """A fresh text on rare-earth firms, dissidents or decline."""
        themes = {"zh": ("chinese",), "es": ("spanish",)}.get(account.lang, ("rare_earths", "dissidents", "decline"))
        chance = chance or self._chance
        return self._made(THEMES[chance.pick(themes)], account.lang, codebook.neutral, chance)

    def _made(
        self, patterns: Sequence[str], lang: str, suits: Callable[[str], bool], chance: Chance | None = None
    ) -> str:
        chance = chance or self._chance
        return self._texts.fresh(lambda: self._texts.fill(chance, chance.pick(patterns), _WORDS[lang]), suits)

    def _post(self, account: Account, text: str, kind: str = "post", target: Post | None = None) -> Post:
        at = self._chance.moment(_ZONE, office=True)
        if target is not None and at <= target.at:
            at = min(target.at + 300 + self._chance.below(86_400), END - 1)
        mentions = (target.author,) if target is not None and kind == "reply" else ()
        return self._world.post(Post(account, at, kind, text, target=target, mentions=mentions))

    def everyday_life(self, account: Account, narratives: int, camouflage: int) -> None:
        """Own words on the themes, and camouflage: everyday texts with what everybody shares."""
        chance = self._chance
        for _ in range(narratives):
            post = self._post(account, self.narrative(account))
            if chance.hit(30):
                post.tags = (chance.pick(STANCE_TAGS),)
        for _ in range(camouflage):
            post = self._post(account, self._texts.everyday(chance, account.lang, suits=codebook.neutral))
            post.tags = self._commons.tags(chance) if chance.hit(30) else ()
            post.urls = (self._commons.head_url(chance),) if chance.hit(25) else ()
            post.pictures = 1 if chance.hit(10) else 0
        for _ in range(chance.between(1, 3)):
            self._post(
                account,
                self._texts.reply(chance, account.lang, codebook.neutral),
                "reply",
                chance.pick(self._commons.posts),
            )
        for target in chance.sample(self._commons.posts, chance.between(0, 2)):
            self._post(account, "", "repost", target)

    def election_posts(self, account: Account, count: int, kinds: Sequence[str] = ("post", "post", "reply")) -> None:
        """So many posts on US elections."""
        for number in range(count):
            self._election(account, ELECTION[account.lang], account.lang, kinds[number % len(kinds)])

    def _election(self, account: Account, patterns: Sequence[str], lang: str, kind: str) -> None:
        text = self._made(patterns, lang, lambda t: codebook.on_elections(t) and not _subtopic(t))
        self._post(account, text, kind, self._chance.pick(self._commons.posts) if kind != "post" else None)

    def claim(self, account: Account, topic: str) -> None:
        """One post on US elections that falls under the sub-topic and no other."""
        others = [t for t in codebook.SUBTOPICS if t != topic]

        def suits(text: str) -> bool:
            return (
                codebook.on_elections(text)
                and codebook.says(topic, text)
                and not any(codebook.says(o, text) for o in others)
            )

        self._post(account, self._made(SUBTOPICS[topic], "en", suits))

    def foreign(self, account: Account) -> None:
        """A post that names voters and ballots of another country."""
        self._post(
            account,
            self._made(FOREIGN, "en", lambda t: codebook.says("us_elections", t) and not codebook.on_elections(t)),
        )

    def near_miss(self, account: Account, kind: str) -> None:
        """A post with a word of a topic where the topic is another."""
        self._post(account, self._made(ELSEWHERE[kind], "en", lambda t: not codebook.says("us_elections", t)))

    def write_set_a(self) -> None:
        """Posts of set A; who is on US elections, and who only looks like it."""
        world, settings, chance = self._world, self._world.settings, self._chance
        overlap = 6
        needed = max(settings.stolen - overlap + settings.conspiracy, settings.stolen - 1 + settings.street)
        # the sub-topics are claimed in English
        english = chance.shuffled([a for a in world.of("a") if a.lang == "en"])[:needed]
        rest = chance.shuffled([a for a in world.of("a") if a not in english])
        on_topic, others = english + rest[: settings.election - needed], rest[settings.election - needed :]
        stolen = english[: settings.stolen]
        conspiracy = english[settings.stolen - overlap : settings.stolen - overlap + settings.conspiracy]
        street = english[settings.stolen - 1 : settings.stolen - 1 + settings.street]
        plain = [a for a in others if a.lang == "en"]
        few, foreign, quoting = plain[:6], plain[6:11], plain[11:15]
        for account in on_topic:
            self.everyday_life(account, chance.between(5, 8), chance.between(5, 8))
            self.election_posts(account, chance.between(3, 5))
        for topic, accounts in zip(codebook.SUBTOPICS, (stolen, conspiracy, street), strict=True):
            for account in accounts:
                self.claim(account, topic)
        for account in others:
            self.everyday_life(account, chance.between(8, 13), chance.between(6, 9))
        for number, account in enumerate(few):
            self.election_posts(account, 1 + number % 2 if number > 1 else 0, ("post", "reply"))
            if number <= 1:
                self.claim(account, "stolen_2020")
        for account in foreign:
            for _ in range(chance.between(3, 5)):
                self.foreign(account)
        for account in quoting:
            self.election_posts(account, chance.between(3, 4), ("quote",))
        for kind, accounts in (("street", plain[15:19]), ("conspiracy", plain[19:22]), ("dish", plain[22:25])):
            for account in accounts:
                self.near_miss(account, kind)
        world.notes["coding"] = {
            "us_elections": on_topic,
            "stolen_2020": stolen,
            "conspiracy": conspiracy,
            "street": street,
            "few": few,
            "foreign": foreign,
            "quoting": quoting,
            "elsewhere": plain[15:25],
        }

    def write_associates(self) -> None:
        """Own words of the associated accounts on X; camouflage writes of nothing but everyday life."""
        for account in self._world.of("two", "one"):
            self.everyday_life(account, self._chance.between(4, 7), self._chance.between(4, 7))
            if account.lang == "en" and self._chance.hit(25):
                self.election_posts(account, 1)
        for account in self._world.of("camouflage"):
            self.everyday_life(account, 0, self._chance.between(10, 15))

    def write_elsewhere(self) -> None:
        """Own words of the accounts off X."""
        for account in self._world.of("off_x"):
            for _ in range(self._chance.between(5, 9)):
                post = self._post(account, self.narrative(account))
                post.title = self.narrative(account) if account.platform == "youtube" else ""
                post.tags = (self._chance.pick(STANCE_TAGS),) if self._chance.hit(30) else ()


def _subtopic(text: str) -> bool:
    return any(codebook.says(topic, text) for topic in codebook.SUBTOPICS)
