"""Makes a whole sample: people, posts, ties, traps; then the files and the truth."""

import json
from pathlib import Path

from sample_data.generator import engagement
from sample_data.generator.campaign import Campaign
from sample_data.generator.commons import make_commons
from sample_data.generator.crowds import Crowds
from sample_data.generator.identities import Identities
from sample_data.generator.list_files import write_lists
from sample_data.generator.listed import make_network, write_network
from sample_data.generator.ordinary import write_everyday
from sample_data.generator.output import Output
from sample_data.generator.people import People, populate
from sample_data.generator.recut import plant_recut_videos
from sample_data.generator.settings import Settings
from sample_data.generator.sites import fingerprints
from sample_data.generator.table_files import write_tables
from sample_data.generator.telegram_files import TelegramFiles, handles
from sample_data.generator.text import Texts
from sample_data.generator.ties import Ties, cells_of
from sample_data.generator.truth import truth
from sample_data.generator.world import World
from sample_data.generator.x_files import XFiles


def write_sample(settings: Settings, root: Path) -> list[str]:
    """Write manifest, codebook, files and truth.json into a folder; names of what was written."""
    world, texts = World(settings), Texts()
    people = People(world)
    populate(world, people)
    make_network(world, people)
    commons = make_commons(world)
    write_everyday(world, commons, texts)
    campaign = Campaign(world, commons, texts)
    campaign.write_set_a()
    campaign.write_associates()
    campaign.write_elsewhere()
    cells = cells_of(world)
    ties = Ties(world, commons, texts, campaign)
    ties.plant(cells)
    recut = plant_recut_videos(world, cells, campaign)
    write_network(world, commons, campaign)
    Crowds(world, commons, texts, campaign, people).plant()
    Identities(world, commons, texts, campaign, people).plant()
    world.number_messages()
    engagement.assign(world)
    output = Output(root)
    XFiles(world).write(output)
    telegram = TelegramFiles(world)
    telegram.write(output)
    write_tables(world, output)
    write_lists(world, commons, output, handles(telegram.singles))
    planted = truth(world, cells, ties.types, recut, fingerprints(world, commons), telegram.rejected)
    output.put("truth.json", (json.dumps(planted, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
    return output.written
