"""Accounts, posts and what holds them while a sample is being made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sample_data.generator.chance import Chance
from sample_data.generator.settings import END, START, Settings

_X_EPOCH_MS = 1_288_834_974_657


@dataclass(slots=True, eq=False)
class Account:
    """An account on one platform. `role` is what the generator made it for; no file says it."""

    platform: str
    id: str
    handle: str
    name: str
    role: str
    lang: str = "en"
    zone: int = 0
    created: int = START - 40_000_000
    followers: int = 0
    following: int = 0
    bio: str = ""
    location: str = ""
    former_handle: str = ""
    """Handle before the rename, in files collected before it."""

    @property
    def key(self) -> str:
        """platform:id."""
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class File:
    """A media file that a post carries; its bytes are what makes it the same."""

    name: str
    content: bytes
    kind: str = "photo"


@dataclass(slots=True, eq=False)
class Post:
    """A post. `text` holds no links; the writers add tags and links to it as the platform does."""

    author: Account
    at: int
    kind: str = "post"
    text: str = ""
    urls: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    mentions: tuple[Account, ...] = ()
    target: "Post | None" = None
    files: tuple[File, ...] = ()
    pictures: int = 0
    """Pictures that the platform names but whose bytes nobody has."""
    id: str = ""
    chat: "Account | None" = None
    """Telegram: the group that the post stands in, where its author is not the channel."""
    title: str = ""
    forwarded_from: str = ""
    music: tuple[str, str] = ("", "")
    likes: int = 0
    reposts: int = 0
    replies: int = 0
    quotes: int = 0
    views: int | None = None
    lang: str = "en"

    @property
    def key(self) -> str:
        """platform:id."""
        return f"{self.author.platform}:{self.id}"

    @property
    def body(self) -> str:
        """Text with its hashtags, without links."""
        return " ".join((self.text, *(f"#{tag}" for tag in self.tags))).strip()


@dataclass(slots=True)
class Planted:
    """A shared object of the campaign: who shares it, and by which posts."""

    label: str
    key: str
    cell: int
    type: str
    """link, media, text, hashtag or post: a link with its domain and its video counts as one type."""
    posts: list[Post] = field(default_factory=list)

    @property
    def sharers(self) -> list[str]:
        """Keys of the accounts, each once, in order of their first share."""
        return list(dict.fromkeys(post.author.key for post in sorted(self.posts, key=lambda p: (p.at, p.key))))


class World:
    """Everything that was made so far."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.accounts: list[Account] = []
        self.posts: list[Post] = []
        self.planted: list[Planted] = []
        self.traps: dict[str, dict[str, object]] = {}
        self.notes: dict[str, object] = {}
        self._ids = Chance(settings.seed, "ids")
        self._taken: set[str] = set()

    def chance(self, name: str) -> Chance:
        """A stream of chance of its own."""
        return Chance(self.settings.seed, name)

    def add(self, account: Account) -> Account:
        """Keep an account."""
        self.accounts.append(account)
        return account

    def of(self, *roles: str, platform: str | None = None) -> list[Account]:
        """Accounts that were made for one of the roles, oldest first."""
        return [a for a in self.accounts if a.role in roles and (platform is None or a.platform == platform)]

    def post(self, post: Post) -> Post:
        """Keep a post under an id that fits its platform and time."""
        post.at = min(max(post.at, START), END - 1)
        post.lang = post.author.lang if post.lang == "en" else post.lang
        post.id = self._id_for(post)
        self.posts.append(post)
        return post

    def posts_by(self, accounts: Iterable[Account]) -> Iterator[Post]:
        """Posts of the accounts."""
        wanted = set(accounts)
        return (post for post in self.posts if post.author in wanted)

    def unique(self, make: "Iterator[str]") -> str:
        """The first of the made ids that is free."""
        for made in make:
            if made not in self._taken:
                self._taken.add(made)
                return made
        raise ValueError("no free id is left")

    def new_id(self, kind: str, at: int = START) -> str:
        """A free id: x, tiktok, facebook, youtube, channel or a number of so many digits."""
        return self.unique(self._candidates(kind, at))

    def _candidates(self, kind: str, at: int) -> Iterator[str]:
        chance = self._ids
        while True:
            if kind == "x":
                stamp = at * 1_000 + chance.below(1_000) - _X_EPOCH_MS
                made = str((stamp << 22) | chance.below(1 << 22))
            elif kind == "tiktok":
                made = str((at << 32) | chance.below(1 << 32))
            elif kind == "youtube":
                made = chance.letters(11, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789_-")
            elif kind == "youtube-channel":
                made = f"UC{chance.letters(22, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789_-')}"
            else:
                made = chance.digits(int(kind))
            # an id that ends in 000 looks as if a spreadsheet had rounded it
            if not made.endswith("000"):
                yield made

    def _id_for(self, post: Post) -> str:
        platform = post.author.platform
        if platform == "telegram":
            return ""  # numbered when all messages of a chat are known
        if platform == "facebook":
            return self.new_id("16")
        return self.new_id(platform, post.at)

    def number_messages(self) -> None:
        """Give Telegram messages their numbers, in order of time inside each chat."""
        chats: dict[str, list[Post]] = {}
        for post in self.posts:
            if post.author.platform == "telegram" and not post.id:
                chat = post.chat or post.author
                chats.setdefault(chat.id.removeprefix("channel"), []).append(post)
        for chat_id, posts in chats.items():
            for number, post in enumerate(sorted(posts, key=lambda p: (p.at, p.author.id, p.text)), start=3):
                post.id = f"{chat_id}/{number}"
