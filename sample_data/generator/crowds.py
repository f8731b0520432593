"""Traps made of crowds: many who share one thing for reasons of their own. Each says which query it is for."""

from sample_data.generator import codebook
from sample_data.generator.campaign import Campaign
from sample_data.generator.chance import Chance
from sample_data.generator.commons import Commons, sharers_of
from sample_data.generator.media import picture
from sample_data.generator.people import People
from sample_data.generator.settings import DAY, END, START
from sample_data.generator.text import Texts
from sample_data.generator.world import Account, Post, World

WIRE = ("Officials confirmed late on Tuesday that the ferry service to the northern islands stays suspended until "
        "engineers have inspected all nine vessels")  # fmt: skip
ADVOCACY_SITE = "riverscoalition.example"
SHORT_HOST, SHARED_HOST = "bit.ly", "telegra.ph"


class Crowds:
    """Plants the traps that are made of crowds."""

    def __init__(self, world: World, commons: Commons, texts: Texts, campaign: Campaign, people: People) -> None:
        self._world, self._commons, self._texts, self._campaign, self._people = world, commons, texts, campaign, people
        self._chance = world.chance("crowds")
        self._crowd = world.of("ordinary", platform="x")

    def plant(self) -> None:
        """All of them."""
        self._fans()
        self._newsrooms()
        self._viral_video()
        self._stock_picture()
        self._shortener()
        self._advocacy()
        self._aggregator()
        self._great_repost()
        self._short_greeting()

    def _a(self, count: int) -> list[Account]:
        return self._chance.sample(self._world.of("a"), count)

    def _say(self, account: Account, at: int, **also: object) -> Post:
        text = self._texts.everyday(self._chance, account.lang, suits=codebook.neutral)
        post = Post(account, at, text=text)
        for name, value in also.items():
            setattr(post, name, value)
        return self._world.post(post)

    def _fans(self) -> None:
        """Forty fans who repost within seconds whatever one star posts, and link her videos at once."""
        chance, world = self._chance, self._world
        star = self._people.make("x", "star", lang="en", bio="Singer of the Paper Foxes")
        channel = self._people.make("youtube", "star", name=f"{star.name} (official)", lang="en")
        fans = self._people.crowd("x", "fan", 40, lang="en")
        for fan in fans:
            for _ in range(chance.between(1, 4)):
                self._say(fan, chance.moment(fan.zone))
        videos = []
        for number in range(25):
            day = 1 + number
            post = self._say(star, START + day * DAY + chance.between(50_000, 70_000))
            for fan in fans:
                world.post(Post(fan, post.at + chance.between(4, 25), "repost", target=post))
            # the posts that set A reposts too are among the most popular ones
            others = (
                [*sharers_of(world, chance, self._crowd, 120), *self._a(3)]
                if number < 6
                else chance.sample(self._crowd, 45)
            )
            for account in others:
                world.post(Post(account, post.at + chance.between(600, 2 * DAY), "repost", target=post))
            if number % 4 == 0:
                upload = world.post(Post(channel, post.at + 60, text=self._texts.everyday(chance, "en", "culture"),
                                         title=self._texts.everyday(chance, "en", "culture")))  # fmt: skip
                url = f"https://www.youtube.com/watch?v={upload.id}"
                videos.append(f"youtube:{upload.id}")
                for fan in fans:
                    self._say(fan, upload.at + chance.between(6, 40), urls=(url,))
                for account in chance.sample(self._crowd, 75):
                    self._say(account, upload.at + chance.between(900, 2 * DAY), urls=(url,))
        world.traps["fans"] = {"star": star, "channel": channel, "accounts": fans, "videos": videos}

    def _newsrooms(self) -> None:
        """Sixty newsrooms that print one agency text; two of set A copy it too."""
        chance, world = self._chance, self._world
        rooms = self._people.crowd("x", "newsroom", 60, lang="en", bio="Local newsroom")
        text, begun = self._texts.keep(WIRE), START + 22 * DAY + 79_000
        for number, room in enumerate(rooms):
            site = f"https://room{number + 11}gazette.example"
            world.post(Post(room, begun + chance.below(9_000), text=text, urls=(f"{site}/ferry",)))
            for _ in range(chance.between(2, 5)):
                self._say(room, chance.moment(room.zone), urls=(f"{site}/{chance.letters(7)}",))
        copied = self._a(2)
        for account in copied:
            world.post(Post(account, begun + chance.between(9_000, 30_000), text=text))
        world.traps["newsrooms"] = {"accounts": rooms, "text": text, "a": copied}

    def _viral_video(self) -> None:
        """A video that two thousand link, some of set A among them."""
        chance, world = self._chance, self._world
        count = min(world.settings.scaled(1_900, 300), len(self._crowd) - 20)
        sharers = [
            *chance.sample(self._crowd, count),
            *self._a(20),
            *chance.sample(world.of("two", "one", "camouflage"), 20),
        ]
        for platform in ("facebook", "telegram"):
            sharers += chance.sample(world.of("ordinary", platform=platform), 30)
        video, begun = self._commons.viral_video, START + 9 * DAY
        for account in sharers:
            url = chance.pick((f"https://youtu.be/{video}", f"https://www.youtube.com/watch?v={video}"))
            self._say(account, begun + chance.below(3 * DAY), urls=(url,))
        world.traps["viral_video"] = {"media": f"youtube:{video}", "accounts": sharers}

    def _stock_picture(self) -> None:
        """One stock picture under the posts of many who have nothing to do with each other."""
        chance, world = self._chance, self._world
        stock = picture(chance, "stock")
        users = [*chance.sample(self._crowd, 122), *self._a(8), *chance.sample(world.of("camouflage"), 5)]
        users += chance.sample(world.of("ordinary", platform="telegram")[6:], 12)
        for account in users:
            self._say(account, chance.moment(account.zone), files=(stock,))
        world.traps["stock_picture"] = {"file": stock, "accounts": users}

    def _shortener(self) -> None:
        """Four hundred short links by only 25 accounts, and pages of a shared host by 18: rare, yet no tie."""
        chance, world = self._chance, self._world
        users = [*self._a(4), *chance.sample(self._crowd, 21)]
        for number in range(400):
            account = users[number % len(users)]
            url = f"https://{SHORT_HOST}/sample-{chance.letters(9)}"
            self._say(account, chance.moment(account.zone), urls=(url,))
        guests = [*self._a(3), *chance.sample(self._crowd, 15)]
        for account in guests:
            url = f"https://{SHARED_HOST}/Sample-page-{chance.letters(8)}-10-{chance.between(10, 30)}"
            self._say(account, chance.moment(account.zone), urls=(url,))
        world.traps["shortener"] = {"host": SHORT_HOST, "accounts": users, "posts": 400}
        world.traps["shared_host"] = {"host": SHARED_HOST, "accounts": guests}

    def _advocacy(self) -> None:
        """A group that campaigns together in the open: same text, link and tag within minutes, and says so."""
        chance, world = self._chance, self._world
        bio = "Volunteer with the Rivers Coalition. We post together on action days."
        group = self._people.crowd("x", "advocacy", 54, lang="en", bio=bio)
        page = self._people.make("facebook", "advocacy", name="Rivers Coalition", bio=bio, lang="en")
        channel = self._people.make("telegram", "advocacy", name="Rivers Coalition", bio=bio, lang="en")
        texts = []
        for number, day in enumerate((5, 19, 33)):
            begun = START + day * DAY + 61_200
            text = self._texts.keep(f"Action day {number + 1}: ask the river authority to publish every water sample "
                                    f"it has taken since {2018 + number}")  # fmt: skip
            texts.append(text)
            url = f"https://{ADVOCACY_SITE}/action-day-{number + 1}"
            for account in (channel, page, *group):
                at = begun + chance.between(5, 900)
                world.post(Post(account, at, text=text, urls=(url,), tags=("RiversCoalition",)))
        for account in group:
            self._say(account, chance.moment(account.zone))
        world.traps["advocacy"] = {"accounts": [*group, page, channel], "site": ADVOCACY_SITE, "texts": texts}

    def _aggregator(self) -> None:
        """A robot that links every popular story, on X and on Telegram within seconds, and says so."""
        chance, world = self._chance, self._world
        bio = "Robot. Posts what is read most, on every platform at once."
        robot = self._people.make("x", "aggregator", name="Most Read Robot", bio=bio, lang="en")
        channel = self._people.make("telegram", "aggregator", name="Most Read Robot", bio=bio, lang="en")
        for story in self._commons.heads:
            at = START + min(story.day, 41) * DAY + chance.between(20_000, 80_000)
            self._say(robot, at, urls=(story.url,))
            self._say(channel, at + chance.between(3, 20), urls=(story.url,))
        for story in chance.sample(self._commons.stories, 150):
            self._say(robot, START + story.day * DAY + chance.below(DAY), urls=(story.url,))
        world.traps["aggregator"] = {"accounts": [robot, channel], "urls": [s.url for s in self._commons.heads]}

    def _great_repost(self) -> None:
        """The one post of set A that went round outside: nine hundred reposts by ordinary people."""
        chance, world = self._chance, self._world
        author = next(a for a in self._a(40) if a.lang == "en")
        at = START + 20 * DAY + 52_000
        post = world.post(Post(author, at, text=self._campaign.narrative(author, chance)))
        count = min(900, len(self._crowd) - 100)
        for account in chance.sample(self._crowd, count):
            world.post(Post(account, min(at + 300 + chance.below(4 * DAY), END - 1), "repost", target=post))
        world.notes["great repost"] = post

    def _short_greeting(self) -> None:
        """Near misses: a greeting of 39 characters is too short to tell; a joke of two friends is no campaign."""
        chance, world = self._chance, self._world
        greeting = self._texts.keep("Good morning all, and mind the puddles!")
        users = sharers_of(world, chance, self._crowd, 120) + self._a(6)
        for account in users:
            world.post(Post(account, chance.moment(account.zone), text=greeting))
        for number in range(8):
            joke = self._texts.everyday(chance, "en", "home")
            for account in _pair(chance, self._crowd):
                world.post(Post(account, chance.moment(account.zone, day=3 + number), text=joke))
        world.traps["short_greeting"] = {"text": greeting, "accounts": users}


def _pair(chance: Chance, crowd: list[Account]) -> list[Account]:
    return chance.sample(crowd, 2)
