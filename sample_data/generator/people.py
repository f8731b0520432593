"""The accounts: ordinary people, the campaign and the groups of the traps; all names are invented."""

from collections.abc import Iterator

from sample_data.generator.chance import Chance
from sample_data.generator.settings import START
from sample_data.generator.vocabulary import parted
from sample_data.generator.world import Account, World

_GIVEN = parted(
    "Adra Belin Corvin Dalia Edrik Fenja Galen Hesper Ilsa Jorin Kaela Lorcan Mirel Nadir Orla Pavek Quill Rosan Selka Tavin "
    "Ulric Vesna Wenda Xander Yorick Zelda Amaro Brisa Ciro Delfi Emeka Fatou Ganesh Hiro Inara Jalil Keiko Lio Masha Noor "
    "Odile Petra Rafi Sanna Tariq Ursa Vito Willa Yara Zeno",
    by=None,
)
_FAMILY_HEADS = parted(
    "Ash Bram Carrow Dun East Fen Gar Hal Ive Jar Kel Lor Mar Nor Orr Pell Quar Red Sten Tarn Ulver Van West Yar Zell",
    by=None,
)
_FAMILY_TAILS = parted(
    "wick by dale more ford hurst ley mond neth ott rand sby thorpe vane well wright yard zel berg croft", by=None
)
_TRADES = parted(
    "teacher;gardener;retired;nurse;student;runner;baker;engineer;amateur photographer;dad of two;mum of three;bookseller;"
    "cyclist;translator;barista;farmer;librarian;chess player;electrician;night owl",
    by=";",
)
_ZONES = (-8, -7, -6, -5, -5, -5, -5, 0, 0, 1, 1, 2, 8, 10)
_LANGS = ("en",) * 17 + ("es",) * 2 + ("zh",)


class People:
    """Makes accounts whose ids, handles and display names nobody else has."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance("people")
        self._names: set[str] = set()
        self._handles: set[tuple[str, str]] = set()

    def make(self, platform: str, role: str, *, name: str = "", handle: str = "", lang: str = "", bio: str = "",
             prefix: str = "") -> Account:  # fmt: skip
        """An account of the platform, kept in the world."""
        chance = self._chance
        lang = lang or chance.pick(_LANGS)
        name = name or self._fresh_name(chance)
        created = START - chance.between(100, 4_000) * 86_400
        account = Account(
            platform=platform,
            id=self._id(platform, created, prefix),
            handle=handle or self._fresh_handle(chance, platform, name),
            name=name,
            role=role,
            lang=lang,
            zone={"zh": 8, "es": -5}.get(lang, chance.pick(_ZONES)),
            created=created,
            followers=chance.below(40) * chance.pick((1, 3, 10, 60)),
            following=chance.below(600),
            bio=bio or (f"{chance.pick(_TRADES)}, {chance.pick(_TRADES)}".capitalize() if chance.hit(60) else ""),
            location="",
        )
        return self._world.add(account)

    def crowd(self, platform: str, role: str, count: int, *, lang: str = "", bio: str = "") -> list[Account]:
        """So many accounts."""
        return [self.make(platform, role, lang=lang, bio=bio) for _ in range(count)]

    def reserve_handle(self, platform: str, handle: str) -> str:
        """Keep a handle from being given by chance."""
        self._handles.add((platform, handle.casefold()))
        return handle

    def _fresh_name(self, chance: Chance) -> str:
        while True:
            name = f"{chance.pick(_GIVEN)} {chance.pick(_FAMILY_HEADS)}{chance.pick(_FAMILY_TAILS)}"
            # with growing numbers a second given name, so that no display name stands twice by accident
            if chance.hit(35):
                name = f"{chance.pick(_GIVEN)} {name}"
            if name not in self._names:
                self._names.add(name)
                return name

    def _fresh_handle(self, chance: Chance, platform: str, name: str) -> str:
        for handle in self._handle_ideas(chance, name):
            # one handle on two platforms is planted once; elsewhere it would only blur the trap
            if not any(
                (known, handle.casefold()) in self._handles for known in ("x", "tiktok", "telegram", "facebook")
            ):
                self._handles.add((platform, handle.casefold()))
                return handle
        raise ValueError("no free handle is left")

    def _handle_ideas(self, chance: Chance, name: str) -> Iterator[str]:
        parts = name.split()
        while True:
            tail = chance.pick(("", "_", "")) + str(chance.below(10_000))
            yield (parts[0][: chance.between(3, 6)] + parts[-1][: chance.between(3, 5)])[: 15 - len(tail)] + tail

    def _id(self, platform: str, created: int, prefix: str) -> str:
        if platform == "x":
            return self._world.new_id("x", created) if created > 1_420_000_000 else self._world.new_id("9")
        if platform == "telegram":
            return (prefix or "channel") + self._world.new_id("10")
        if platform == "facebook":
            return self._world.new_id("15")
        if platform == "youtube":
            return self._world.new_id("youtube-channel")
        return self._world.new_id("19")


def populate(world: World, people: People) -> None:
    """The ordinary population and the campaign; the groups of traps make their own."""
    settings = world.settings
    people.crowd("x", "ordinary", settings.scaled(4_950, 520))
    people.crowd("telegram", "ordinary", settings.scaled(90, 40))
    for _ in range(settings.scaled(160, 40)):
        people.make("telegram", "member", prefix="user")
    people.crowd("facebook", "ordinary", settings.scaled(350, 60))
    people.crowd("youtube", "ordinary", settings.scaled(150, 40))
    people.crowd("tiktok", "ordinary", settings.scaled(250, 120))
    for number in range(settings.set_a):
        people.make("x", "a", lang=_campaign_lang(number))
    for role, count in (("two", settings.two_types), ("one", settings.one_type), ("camouflage", settings.camouflage)):
        for number in range(count):
            people.make("x", role, lang=_campaign_lang(number))
    for platform, count in _shares(settings.off_x).items():
        people.crowd(platform, "off_x", count, lang="en")


def _campaign_lang(number: int) -> str:
    return {3: "zh", 7: "es", 13: "zh"}.get(number % 20, "en")


def _shares(off_x: int) -> dict[str, int]:
    """How the accounts off X are spread over platforms; at 85: 30, 22, 15 and 18."""
    facebook, youtube, tiktok = (max(off_x * part // 85, least) for part, least in ((22, 20), (15, 8), (18, 14)))
    return {"telegram": off_x - facebook - youtube - tiktok, "facebook": facebook, "youtube": youtube, "tiktok": tiktok}
