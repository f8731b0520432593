"""Ten videos that went round only as re-cut files: other bytes, other ids, no link. Today they are missed."""

from collections.abc import Sequence

from sample_data.generator.campaign import Campaign
from sample_data.generator.media import core, video
from sample_data.generator.settings import DAY, START
from sample_data.generator.ties import CELLS, Cell
from sample_data.generator.world import Account, Post, World

VIDEOS = 10


def plant_recut_videos(world: World, cells: Sequence[Cell], campaign: Campaign) -> list[list[Post]]:
    """For each video the posts that carry a cut of it."""
    chance = world.chance("re-cut videos")
    made = []
    for number in range(VIDEOS):
        middle = core(chance)
        at = START + (3 + number * 3) * DAY + chance.between(2, 10) * 3_600
        copies: list[Post] = []
        for account in _carriers(cells, number):
            post = Post(account, at + chance.between(600, 2 * DAY), text=campaign.narrative(account, chance))
            if account.platform == "tiktok":
                post.music = (world.new_id("19"), "original sound")
            else:
                post.files = (video(chance, f"cut-{number}-{account.platform}-{len(copies)}", middle),)
            copies.append(world.post(post))
        made.append(copies)
    return made


def _carriers(cells: Sequence[Cell], number: int) -> list[Account]:
    """A channel, a TikTok account, a member of set A and an associate, from different cells."""
    chosen = [cells[number + 8].a[0], cells[(number + 9) % CELLS].two[0]]
    for platform, begin in (("telegram", number), ("tiktok", number + 8)):
        turned = [*cells[begin % CELLS :], *cells[: begin % CELLS]]
        chosen += next(own[:1] for cell in turned if (own := cell.elsewhere[platform]))
    return chosen
