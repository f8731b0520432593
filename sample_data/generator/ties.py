"""The planted ties: twenty cells, each with its own rare objects, shared in bursts on X and off it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sample_data.generator.campaign import Campaign
from sample_data.generator.commons import Commons
from sample_data.generator.media import picture
from sample_data.generator.ordinary import SONGS
from sample_data.generator.settings import DAY, START
from sample_data.generator.text import Texts, text_key
from sample_data.generator.world import Account, File, Planted, Post, World

CELLS = 20
LINKED_VIDEOS = 14
ACTOR_SITES = ("clearfieldforum.example", "publicledgerwatch.example", "truegroundreport.example", "openquestionpost.example",
               "heartlandwitness.example", "earthandhonour.example")  # fmt: skip
"""The actor's six sites; one verification id stands on all of them."""

# which of a cell's accounts share what, by their place in the cell
_BY_A = {"text1": (0, 1, 2, 3), "text2": (4, 5, 6), "tag": (1, 2, 3, 4), "site": (5, 6), "page": (2, 5, 7),
         "image": (0, 3, 6), "post": (1, 4, 7), "video": (0, 6)}  # fmt: skip
_BY_TWO = (("text1", "tag"), ("page", "image"), ("post", "text2"), ("site", "tag"), ("image", "post"), ("text1", "page"),
           ("tag", "image"), ("post", "site"), ("text2", "tag"), ("image", "text1"), ("site", "post"), ("text2", "page"))  # fmt: skip
_VIDEO_BY_TWO = (1, 4, 9)
_BY_ONE = ("text1", "tag", "image", "page", "post", "domain")
_TYPE = {"text1": "text", "text2": "text", "tag": "hashtag", "site": "link", "page": "link", "image": "media",
         "post": "post", "video": "link", "domain": "link"}  # fmt: skip


@dataclass(slots=True)
class Cell:
    """Accounts that share the same rare objects."""

    number: int
    a: list[Account]
    two: list[Account]
    one: list[Account]
    elsewhere: dict[str, list[Account]]
    site: str = ""
    objects: dict[str, Planted] = field(default_factory=dict)

    @property
    def everybody(self) -> Iterator[Account]:
        """All accounts of the cell on X."""
        yield from (*self.a, *self.two, *self.one)


def cells_of(world: World) -> list[Cell]:
    """The campaign's accounts dealt out into cells."""
    chance = world.chance("cells")
    dealt = {role: chance.shuffled(world.of(role, platform="x")) for role in ("a", "two", "one")}
    off = {p: world.of("off_x", platform=p) for p in ("telegram", "facebook", "youtube", "tiktok")}
    # YouTube fills the cells from the front, TikTok from the ninth on: fourteen cells have an uploader
    first = {"telegram": 0, "facebook": 0, "youtube": 0, "tiktok": 8}
    return [
        Cell(
            number=n,
            a=dealt["a"][n::CELLS],
            two=dealt["two"][n::CELLS],
            one=dealt["one"][n::CELLS],
            elsewhere={p: [a for i, a in enumerate(own) if (i + first[p]) % CELLS == n] for p, own in off.items()},
            site=ACTOR_SITES[n % len(ACTOR_SITES)],
        )
        for n in range(CELLS)
    ]


class Ties:
    """Plants the shared objects of the cells."""

    def __init__(self, world: World, commons: Commons, texts: Texts, campaign: Campaign) -> None:
        self._world, self._commons, self._texts, self._campaign = world, commons, texts, campaign
        self._chance = world.chance("ties")
        self._outsiders = self._chance.shuffled(world.of("ordinary", platform="x"))
        self.types: dict[Account, set[str]] = {}

    def plant(self, cells: Sequence[Cell]) -> None:
        """Every tie of every cell."""
        for cell in cells:
            self._open(cell)
            ones = [(account, _BY_ONE[(cell.number + i * 7) % 6]) for i, account in enumerate(cell.one)]
            twos = [(a, what) for i, a in enumerate(cell.two) for what in _BY_TWO[i % 12]]
            for name in ("text1", "text2", "tag", "site", "page", "image", "post"):
                sharers = [cell.a[i % len(cell.a)] for i in _BY_A[name]]
                sharers += [a for a, what in twos if what == name] + [a for a, what in ones if what == name]
                self._burst(cell, name, list(dict.fromkeys(sharers)), self._partners(cell, name))
            if "video" in cell.objects:
                sharers = [cell.a[i % len(cell.a)] for i in _BY_A["video"]] + [cell.two[i] for i in _VIDEO_BY_TWO]
                self._burst(cell, "video", list(dict.fromkeys(sharers)), self._partners(cell, "video"))
            self._own_posts_reposted(cell, [a for a, what in twos if what == "post"])
            self._only_the_domain(cell, [a for a, what in ones if what == "domain"])

    def _partners(self, cell: Cell, name: str) -> list[Account]:
        """Accounts off X that share the object; each gets two types or more."""
        telegram, facebook = cell.elsewhere["telegram"], cell.elsewhere["facebook"]
        youtube, tiktok = cell.elsewhere["youtube"], cell.elsewhere["tiktok"]
        chosen = {
            "text1": telegram[:1] + facebook[1:] + tiktok,
            "text2": facebook[:1],
            "image": telegram[:1],
            "site": facebook[:1],
            "page": telegram + facebook[1:] + youtube,
            "tag": telegram[1:] + youtube + tiktok,
            "video": telegram[:1] + facebook[:1],
        }
        return chosen.get(name, [])

    def _open(self, cell: Cell) -> None:
        chance = self._chance
        objects = cell.objects
        for name in ("text1", "text2"):
            text = self._campaign.narrative(cell.a[0] if cell.a[0].lang == "en" else self._english(cell), chance)
            objects[name] = Planted("Text", text_key(text), cell.number, "text")
            self._world.notes[f"text of {cell.number} {name}"] = text
        word = chance.pick(("Honest", "Open", "Clear", "Steady", "Common")) + chance.pick(
            ("Ground", "Water", "Ledger", "Voice", "Harvest")
        )
        tag = f"{word}{chance.pick(('Now', 'First', 'Again', 'Today'))}{cell.number + 11}"
        objects["tag"] = Planted("Hashtag", tag.casefold(), cell.number, "hashtag")
        self._world.notes[f"tag of {cell.number}"] = tag
        slug = f"{chance.pick(('why', 'how', 'when', 'what'))}-{chance.pick(('mines', 'bridges', 'critics', 'prices'))}-{chance.between(100, 999)}"
        objects["site"] = Planted("Url", f"https://{cell.site}/{slug}", cell.number, "link")
        outlet = self._commons.heads[cell.number % 20].url.split("/")[2]
        objects["page"] = Planted(
            "Url", f"https://{outlet}/archive/{slug}-{chance.between(1000, 9999)}", cell.number, "link"
        )
        image = picture(chance, f"cell-{cell.number}")
        objects["image"] = Planted("Media", f"sha256:{sha256(image.content).hexdigest()}", cell.number, "media")
        self._world.notes[f"image of {cell.number}"] = image
        outsider = self._world.post(
            Post(self._outsiders[cell.number], chance.moment(1, day=0), text=self._texts.everyday(chance, "en", "town"))
        )
        objects["post"] = Planted("Post", "", cell.number, "post")
        self._world.notes[f"post of {cell.number}"] = outsider
        uploaders = cell.elsewhere["youtube"][:1] if cell.number < 8 else cell.elsewhere["tiktok"][:1]
        if cell.number < LINKED_VIDEOS and uploaders:
            objects["video"] = Planted("Media", "", cell.number, "link")
            self._upload(cell, uploaders[0])

    def _english(self, cell: Cell) -> Account:
        return next(a for a in cell.everybody if a.lang == "en")

    def _upload(self, cell: Cell, uploader: Account) -> None:
        at = START + (2 + cell.number * 2) * DAY + self._chance.between(2, 9) * 3_600
        post = Post(uploader, at, text=self._campaign.narrative(uploader, self._chance))
        post.title = self._campaign.narrative(uploader, self._chance) if uploader.platform == "youtube" else ""
        post.music = (self._world.new_id("19"), "original sound") if uploader.platform == "tiktok" else ("", "")
        self._world.post(post)
        video = cell.objects["video"]
        video.key = f"{uploader.platform}:{post.id}"
        video.posts.append(post)
        self._note(uploader, "link")

    def _burst(self, cell: Cell, name: str, on_x: list[Account], elsewhere: list[Account]) -> None:
        """Off X first, then X within the minute, the rest within hours."""
        chance, planted = self._chance, cell.objects[name]
        begun = START + (1 + (cell.number * 2 + chance.below(4)) % 40) * DAY + chance.between(1, 9) * 3_600
        begun = max([begun, *(post.at + 900 for post in planted.posts)])
        if name == "post":
            origin = self._world.notes[f"post of {cell.number}"]
            assert isinstance(origin, Post)
            planted.key = origin.key
            begun = max(begun, origin.at + 600)
        for number, account in enumerate(elsewhere):
            at = begun + number * chance.between(2, 9)
            planted.posts.append(self._share(cell, name, account, at))
        for number, account in enumerate(on_x):
            near = number < 4 or chance.hit(40)
            at = begun + (chance.between(12, 50) if near else chance.between(90, 5_400))
            planted.posts.append(self._share(cell, name, account, at))

    def _share(self, cell: Cell, name: str, account: Account, at: int) -> Post:
        world, notes = self._world, self._world.notes
        post = Post(account, at)
        if name == "post":
            target = notes[f"post of {cell.number}"]
            assert isinstance(target, Post)
            post.kind, post.target = "repost", target
        elif name in ("text1", "text2"):
            post.text = str(notes[f"text of {cell.number} {name}"])
        else:
            post.text = self._campaign.narrative(account, self._chance)
        if account.platform == "youtube":
            post.title = self._campaign.narrative(account, self._chance)
        if account.platform == "tiktok":
            post.music = SONGS[0]
        if name in ("site", "page"):
            post.urls = (self._raw(cell.objects[name].key),)
        if name == "video":
            post.urls = (self._video_url(cell),)
        if name == "tag":
            post.tags = (str(notes[f"tag of {cell.number}"]),)
        if name == "image":
            image = notes[f"image of {cell.number}"]
            assert isinstance(image, File)
            post.files = (image,)
        self._note(account, _TYPE[name])
        return world.post(post)

    def _raw(self, url: str) -> str:
        return (
            f"{url}?utm_source={self._chance.pick(('x', 'tg', 'fb'))}&fbclid=IwAR{self._chance.letters(8)}"
            if self._chance.hit(30)
            else url
        )

    def _video_url(self, cell: Cell) -> str:
        upload = cell.objects["video"].posts[0]
        if upload.author.platform == "tiktok":
            return f"https://www.tiktok.com/@{upload.author.handle}/video/{upload.id}"
        return self._chance.pick((f"https://youtu.be/{upload.id}", f"https://www.youtube.com/watch?v={upload.id}",
                                  f"https://m.youtube.com/watch?v={upload.id}&feature=share"))  # fmt: skip

    def _own_posts_reposted(self, cell: Cell, by: list[Account]) -> None:
        """Two posts of set A that one other of the set and two associates repost; the debunker quotes them."""
        quoted = self._world.notes.setdefault("quoted by the debunker", [])
        assert isinstance(quoted, list)
        for number, author in enumerate((cell.a[0], cell.a[2])):
            at = self._chance.moment(8, office=True, day=self._chance.between(2, 38))
            origin = self._world.post(Post(author, at, text=self._campaign.narrative(author, self._chance)))
            planted = Planted("Post", origin.key, cell.number, "post")
            cell.objects[f"own{number}"] = planted
            for account in (cell.a[5 % len(cell.a)], *by[number * 2 : number * 2 + 2]):
                repost = Post(account, at + self._chance.between(20, 900), "repost", target=origin)
                planted.posts.append(self._world.post(repost))
                self._note(account, "post")
            quoted.append(origin)

    def _only_the_domain(self, cell: Cell, accounts: list[Account]) -> None:
        for account in accounts:
            url = f"https://{cell.site}/{self._chance.letters(6)}/{self._chance.between(100, 999)}"
            at = self._chance.moment(8, office=True)
            self._world.post(Post(account, at, text=self._campaign.narrative(account, self._chance), urls=(url,)))
            self._note(account, "link")

    def _note(self, account: Account, type_: str) -> None:
        self.types.setdefault(account, set()).add(type_)
