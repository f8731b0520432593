"""Traps of identity and of time: names, handles, renames, damaged ids, a debunker, minutes taken for seconds."""

from sample_data.generator import codebook
from sample_data.generator.campaign import Campaign
from sample_data.generator.commons import Commons
from sample_data.generator.people import People
from sample_data.generator.settings import DAY, END, START
from sample_data.generator.text import Texts
from sample_data.generator.world import Account, Post, World

RENAMED_AT = START + 21 * DAY
"""2022-10-17: files collected before it show the former handle."""


class Identities:
    """Plants the traps of identity and time."""

    def __init__(self, world: World, commons: Commons, texts: Texts, campaign: Campaign, people: People) -> None:
        self._world, self._commons, self._texts, self._campaign, self._people = world, commons, texts, campaign, people
        self._chance = world.chance("identities")
        self._crowd = world.of("ordinary", platform="x")

    def plant(self) -> None:
        """All of them."""
        self._one_name_twice()
        self._one_handle_on_two_platforms()
        self._renamed()
        self._debunker()
        self._damaged_ids()
        self._minutes()
        self._too_far_apart()

    def _say(self, account: Account, at: int) -> Post:
        text = self._texts.everyday(self._chance, account.lang, suits=codebook.neutral)
        return self._world.post(Post(account, at, text=text))

    def _one_name_twice(self) -> None:
        """A member of set A and a stranger on X have one display name; a channel forwards from it by name alone."""
        member = self._world.of("a")[4]
        stranger = self._people.make("x", "stranger", name=member.name, lang="en")
        for _ in range(4):
            self._say(stranger, self._chance.moment(stranger.zone))
        channel = self._world.of("ordinary", platform="telegram")[8]
        post = self._say(channel, self._chance.moment(1))
        post.forwarded_from = member.name
        self._world.traps["one_name_twice"] = {"member": member, "stranger": stranger, "channel": channel}

    def _one_handle_on_two_platforms(self) -> None:
        """A handle of set A on X belongs to somebody else on TikTok."""
        member = self._world.of("a")[5]
        stranger = self._people.make("tiktok", "stranger", handle=member.handle, lang="en")
        for _ in range(4):
            self._say(stranger, self._chance.moment(stranger.zone)).music = (self._world.new_id("19"), "original sound")
        self._world.traps["one_handle_twice"] = {"member": member, "stranger": stranger}

    def _renamed(self) -> None:
        """A member of set A on US elections changes its handle between its posts; a stranger takes the old one."""
        coding = self._world.notes["coding"]
        assert isinstance(coding, dict)
        claimed = {a for topic in codebook.SUBTOPICS for a in coding[topic]}
        member = next(a for a in coding["us_elections"] if a not in claimed and a.lang == "en")
        member.former_handle = self._people.reserve_handle("x", f"{member.handle[:10]}_old"[:15])
        own = [
            p for p in self._world.posts_by([member]) if codebook.on_elections(p.text) and p.kind in ("post", "reply")
        ]
        # exactly three posts on topic, two of them under the former handle
        for number, post in enumerate(sorted(own, key=lambda p: p.at)):
            if number > 2:
                self._world.posts.remove(post)
                continue
            day = (6, 15, 30)[number]
            post.at = START + day * DAY + 30_000 + number
            if post.target is not None:
                post.kind, post.target, post.mentions = "post", None, ()
            post.id = self._world.new_id("x", post.at)
        stranger = self._people.make("x", "stranger", handle=member.former_handle, lang="en")
        for _ in range(4):
            self._say(stranger, RENAMED_AT + 2 * DAY + self._chance.below(15 * DAY))
        self._world.traps["renamed"] = {"member": member, "stranger": stranger}

    def _debunker(self) -> None:
        """Quotes thirty posts of set A to contradict them: many rare objects, all of one type, all quotes."""
        chance, world = self._chance, self._world
        debunker = self._people.make(
            "x", "debunker", name="Campaign Fact Desk", lang="en", bio="We check what goes round."
        )
        quoted = world.notes["quoted by the debunker"]
        assert isinstance(quoted, list)
        chosen = chance.sample(quoted, 30)
        for post in chosen:
            text = self._texts.fresh(lambda: self._texts.fill(chance, chance.pick(_DEBUNKS), _DEBUNK_WORDS))
            at = post.at + chance.between(7_200, 2 * DAY)
            world.post(Post(debunker, min(at, END - 1), "quote", text, target=post))
        for _ in range(20):
            self._say(debunker, chance.moment(1))
        world.traps["debunker"] = {"account": debunker, "quoted": chosen}

    def _damaged_ids(self) -> None:
        """A table that a spreadsheet re-saved: different pages now seem to be one page."""
        chance = self._chance
        pages = [
            *chance.sample(self._world.of("ordinary", platform="facebook"), 20),
            *self._world.of("off_x", platform="facebook")[:4],
        ]
        rows = []
        for number, page in enumerate(chance.shuffled(pages)):
            text = self._texts.everyday(chance, "en")
            post = Post(page, chance.moment(0), text=text, id=self._world.new_id("16"))
            given = (
                page.id
                if number % 4 == 3
                else f"{page.id[0]}.000{page.id[1:3]}E+14"
                if number % 4
                else f"{page.id[:12]}000"
            )
            rows.append((post, given))
        damaged = [given for post, given in rows if given != post.author.id]
        self._world.notes["re-saved"] = rows
        self._world.traps["damaged_ids"] = {"rows": len(rows), "damaged": damaged}

    def _minutes(self) -> None:
        """Channels whose times are known to the minute, beside posts on X some seconds off on the clock."""
        chance, world = self._chance, self._world
        channels = [self._people.make("telegram", "minutes", lang="en") for _ in range(6)]
        outlets = sorted({story.url.split("/")[2] for story in self._commons.heads})
        before: list[str] = []
        inside: list[str] = []
        for number in range(60):
            channel = channels[number % 6]
            at = chance.moment(2, day=2 + number % 38) // 60 * 60
            post = self._say(channel, at)
            if number < 12:
                url = f"https://{outlets[number]}/local/notice-{4_000 + number * 7}"
                # six times X is seconds before the minute (is it a minute apart?), six times inside it (who was first?)
                early = number % 2 == 0
                (before if early else inside).append(url)
                post.urls = (url,)
                for account in chance.sample(self._crowd, 3):
                    shared = self._say(account, at + (-1 if early else 1) * chance.between(2, 9))
                    shared.urls = (url,)
        world.traps["minutes"] = {"channels": channels, "before": before, "inside": inside}

    def _too_far_apart(self) -> None:
        """Near misses of the window: one rare address on X and on Facebook, hours apart."""
        chance = self._chance
        pages = self._world.of("ordinary", platform="facebook")
        outlets = sorted({story.url.split("/")[2] for story in self._commons.heads})
        urls = []
        for number in range(8):
            url = f"https://{outlets[number + 2]}/letters/reader-{700 + number * 13}"
            at = START + (4 + number * 4) * DAY + 40_000
            for account, later in ((self._crowd[number * 3], 0), (pages[number], chance.between(9, 20) * 3_600)):
                self._say(account, at + later).urls = (url,)
            urls.append(url)
        self._world.traps["too_far_apart"] = {"urls": urls}


_DEBUNKS = (
    "This is false. {Check}, and {check}",
    "{Check}. We asked {source}: {check}",
    "Claim {number} of this series: {check}; {source} says so too",
    "No. {Check} ({source})",
)
_DEBUNK_WORDS = {
    "check": ("the photo is from another year", "the river was tested in spring", "the quote does not exist", "the study says the opposite",
              "the date is wrong", "the plant is not even built", "the figure is off by a factor of ten", "the witness is a stock image",
              "the bridge reopened last week", "nobody of that name works there"),
    "source": ("the operator", "the town clerk", "two residents", "the archive", "the court file", "the laboratory", "the railway"),
    "number": ("3", "5", "8", "11", "14", "17", "21", "24", "29"),
}  # fmt: skip
