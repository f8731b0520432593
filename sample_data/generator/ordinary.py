"""What ordinary people post: everyday texts, popular links and tags, answers, reposts; the noise of every platform."""

from sample_data.generator.chance import Chance, zipf
from sample_data.generator.commons import COMMON_TAGS, Commons, everyday_tags, sharers_of
from sample_data.generator.media import picture
from sample_data.generator.settings import COMMON, DAY, END, START
from sample_data.generator.text import EVERYDAY, Texts
from sample_data.generator.world import Account, Post, World

_POSTS_EACH = zipf(26)
_LETTERS = "abcdefghijklmnoprstuvw"
_SONGS = tuple((f"70{n}91155402817{n}3{n + 1}", name) for n, name in enumerate(
    ("Paper Foxes - Kites", "Amber Lanes - Slow River", "original tune", "Velvet Quarry - Lamps"), start=1))  # fmt: skip


def write_everyday(world: World, commons: Commons, texts: Texts) -> None:
    """Posts of the ordinary accounts on all platforms, and what many of them share."""
    originals = _x_originals(world, commons, texts)
    _tag_floor(world, originals)
    _popular_posts(world, commons, originals)
    _popular_links(world, commons, texts)
    _x_answers(world, texts, originals)
    _small_pictures(world, originals)
    _elsewhere(world, commons, texts)


def _x_originals(world: World, commons: Commons, texts: Texts) -> list[Post]:
    chance = world.chance("ordinary")
    story_weights = zipf(len(commons.stories))
    made = []
    for account in world.of("ordinary", platform="x"):
        interests = chance.sample(EVERYDAY, 3)
        for _ in range(1 + chance.by(_POSTS_EACH) // 4):
            if chance.hit(4):
                made.append(
                    _shared_story(world, commons, texts, chance, account, commons.stories[chance.by(story_weights)].day)
                )
                continue
            post = Post(account, chance.moment(account.zone))
            topic = "vote" if account.lang == "en" and chance.hit(4) else chance.pick(interests)
            post.text = texts.everyday(chance, account.lang, topic)
            if chance.hit(38):
                post.tags = everyday_tags(chance)
            if chance.hit(24):
                post.urls = (_raw(chance, commons.stories[chance.by(story_weights)].url),)
            if chance.hit(9):
                post.pictures = chance.pick((1, 1, 1, 2, 4))
            made.append(world.post(post))
    return made


def _shared_story(world: World, commons: Commons, texts: Texts, chance: Chance, account: Account, day: int) -> Post:
    post = Post(account, chance.moment(account.zone, day=min(day + chance.below(3), 42)))
    post.text, post.urls = texts.everyday(chance, account.lang), (_raw(chance, commons.head_url(chance)),)
    return world.post(post)


def _raw(chance: Chance, url: str) -> str:
    """The same address as people write it."""
    return f"{url}?utm_source={chance.pick(('share', 'app', 'mail'))}" if chance.hit(15) else url


def _tag_floor(world: World, originals: list[Post]) -> None:
    """Every common hashtag is used by so many that it tells nothing, at every scale."""
    chance = world.chance("tag floor")
    first = {post.author: post for post in originals}
    for tag in COMMON_TAGS:
        for post in chance.sample(list(first.values()), COMMON + 40):
            if tag not in post.tags:
                post.tags = (*post.tags, tag)


def _popular_posts(world: World, commons: Commons, originals: list[Post]) -> None:
    """Posts that went round: reposted by so many that they tell nothing."""
    chance = world.chance("popular posts")
    crowd = world.of("ordinary", platform="x")
    for post in chance.sample([p for p in originals if p.at < END - 10 * DAY], 6):
        commons.posts.append(post)
        for account in sharers_of(world, chance, [a for a in crowd if a is not post.author], 160):
            world.post(Post(account, post.at + 120 + chance.below(5 * DAY), "repost", target=post))


def _popular_links(world: World, commons: Commons, texts: Texts) -> None:
    """Stories and a video that very many share on X."""
    chance = world.chance("popular links")
    crowd = world.of("ordinary", platform="x")
    for story in commons.heads:
        for account in sharers_of(world, chance, crowd, chance.between(120, 150)):
            post = Post(account, START + story.day * DAY + chance.below(3 * DAY))
            post.text, post.urls = texts.everyday(chance, account.lang), (_raw(chance, story.url),)
            world.post(post)
    # pages of TikTok and Telegram too, so that the platforms' own domains are common
    pages = [
        f"https://www.tiktok.com/@{chance.letters(9)}/video/{world.new_id('tiktok', START + DAY)}" for _ in range(60)
    ]
    channels = [f"https://t.me/{chance.letters(11, _LETTERS)}/{chance.between(10, 900)}" for _ in range(60)]
    for urls in (pages, channels):
        for number, account in enumerate(sharers_of(world, chance, crowd, 130)):
            post = Post(account, chance.moment(account.zone))
            post.text, post.urls = texts.everyday(chance, account.lang), (urls[number % 60],)
            world.post(post)


def _x_answers(world: World, texts: Texts, originals: list[Post]) -> None:
    """Replies, quotes and reposts among ordinary people."""
    chance = world.chance("answers")
    popular = chance.shuffled(originals)
    weights = zipf(len(popular))
    crowd = world.of("ordinary", platform="x")
    for _ in range(world.settings.scaled(6_000, 900)):
        target = popular[chance.by(weights)]
        account = chance.pick(crowd)
        at = target.at + 60 + chance.below(3 * 3_600) * chance.pick((1, 1, 1, 8))
        if account is target.author or at >= END:
            continue
        kind = chance.pick(("reply", "reply", "reply", "repost", "repost", "repost", "repost", "quote"))
        post = Post(account, at, kind, target=target)
        if kind != "repost":
            post.text = texts.reply(chance, account.lang)
            post.mentions = (target.author,) if kind == "reply" else ()
        world.post(post)


def _small_pictures(world: World, originals: list[Post]) -> None:
    """Pictures whose files were kept: most are one account's, a few go between two friends."""
    chance = world.chance("pictures")
    plain = [p for p in originals if not p.pictures]
    posts = chance.sample(plain, 90)
    for number in range(50):
        posts[number].files = (picture(chance, f"own-{number}"),)
    for number in range(50, 70):
        if posts[number].author is not posts[number + 20].author:
            shared = picture(chance, f"friends-{number}")
            posts[number].files = posts[number + 20].files = (shared,)


def _elsewhere(world: World, commons: Commons, texts: Texts) -> None:
    """Telegram, Facebook, YouTube and TikTok: few links, and only to what is popular anyway."""
    chance = world.chance("elsewhere")
    groups = world.of("ordinary", platform="telegram")[:6]
    for account in world.of("ordinary", platform="telegram")[6:]:
        for _ in range(chance.between(8, 26)):
            post = _plain(world, commons, texts, chance, account)
            if chance.hit(6):
                post.forwarded_from = chance.pick(groups).name
    for account in world.of("member"):
        for _ in range(chance.between(2, 9)):
            _plain(world, commons, texts, chance, account, chat=groups[int(account.id[-1]) % 6])
    for account in world.of("ordinary", platform="facebook"):
        for _ in range(chance.between(2, 8)):
            _plain(world, commons, texts, chance, account)
    for account in world.of("ordinary", platform="youtube"):
        for _ in range(chance.between(1, 10)):
            post = _plain(world, commons, texts, chance, account)
            post.title = texts.everyday(chance, account.lang)
    for account in world.of("ordinary", platform="tiktok"):
        for _ in range(chance.between(1, 8)):
            post = _plain(world, commons, texts, chance, account)
            post.urls = ()
            post.music = chance.pick(_SONGS) if chance.hit(75) else (world.new_id("19"), "original sound")


def _plain(
    world: World, commons: Commons, texts: Texts, chance: Chance, account: Account, chat: Account | None = None
) -> Post:
    post = Post(account, chance.moment(account.zone), chat=chat)
    post.text = texts.everyday(chance, account.lang)
    if chance.hit(25):
        post.tags = everyday_tags(chance)
    if chance.hit(20):
        post.urls = (commons.head_url(chance),)
    return world.post(post)


SONGS = _SONGS
"""Tunes that very many TikTok posts use."""
