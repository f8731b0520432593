"""The small files of the case: set A, the published list, statements, fingerprints, codebook and manifest."""

from collections.abc import Mapping

from sample_data.generator import table_files, x_files
from sample_data.generator.codebook import CODEBOOK
from sample_data.generator.commons import Commons
from sample_data.generator.listed import NETWORK, PUBLISHER, kill_chain_rows, statements
from sample_data.generator.output import Output, records
from sample_data.generator.sites import fingerprints
from sample_data.generator.telegram_files import FULL
from sample_data.generator.world import World

SET_A = "files/lists/set-a.csv"
LISTED = "files/lists/Q4_2022_LANTERN_CIB_NETWORK.csv"
STATEMENTS = "files/lists/statements.csv"
SITES = "files/sites/fingerprints.csv.gz"
SET_NAME = "Set A"
WHY = "accounts on X that the report begins with: an input, no finding"


def write_lists(world: World, commons: Commons, output: Output, handles: Mapping[str, str]) -> None:
    """Lists, statements, fingerprints, codebook and the manifest that says how all files are loaded."""
    chance = world.chance("lists")
    named = []
    for number, account in enumerate(chance.shuffled(world.of("a"))):
        written = account.handle.upper() if number % 23 == 0 else account.handle
        form = ("{}", "@{}", "https://twitter.com/{}", "{}", "@{}")[number % 5]
        named.append((form.format(written), "x"))
    output.table(SET_A, ("handle", "platform"), named)
    header = ("Tactic ", "Technique", "Procedure", "Indicator", "Notes")
    output.table(LISTED, header, kill_chain_rows(world, commons), end="\r\n")
    said = statements()
    output.table(STATEMENTS, tuple(said[0]), records(tuple(said[0]), said))
    prints = fingerprints(world, commons)
    # as the tool writes them: every row is followed by an empty one
    output.table(SITES, ("indicator_type", "indicator_content", "domain_name"), prints.rows, end="\r\r\n")
    output.put("codebook.toml", CODEBOOK.encode())
    output.put("manifest.toml", _manifest(handles).encode())


def _manifest(handles: Mapping[str, str]) -> str:
    """The files in the order in which they are loaded, with what the analyst says about each."""
    twarc, telegram = 'format = "x-twarc2"', 'format = "telegram-desktop"'
    entries: list[tuple[str, str, dict[str, str]]] = [(path, twarc, {}) for path in x_files.FILES]
    entries += [(f"{FULL}/result.json.gz", telegram, {})]
    entries += [(path, telegram, {"handle": handle}) for path, handle in handles.items()]
    entries += [
        (table_files.MINUTES, f'map = "{table_files.MINUTES_MAP}"', {}),
        (table_files.FACEBOOK, 'map = "crowdtangle-facebook"', {}),
        (table_files.RESAVED, 'map = "crowdtangle-facebook"', {}),
        (table_files.YOUTUBE, 'map = "4cat-youtube"', {}),
        (table_files.TIKTOK, 'map = "4cat-tiktok"', {}),
        (SITES, 'map = "laundromat-fingerprints"', {}),
        (SET_A, 'map = "handles"', {"platform": "x", "set": SET_NAME, "why": WHY}),
        (LISTED, 'format = "meta-indicators"', {"publisher": PUBLISHER, "network": NETWORK}),
        (STATEMENTS, 'map = "statements"', {}),
    ]
    parts = [_MANIFEST_HEAD]
    for path, how, options in entries:
        said = ", ".join(f'{name} = "{value}"' for name, value in options.items())
        parts.append(f'\n[[file]]\npath = "{path}"\n{how}\n' + (f"options = {{ {said} }}\n" if said else ""))
    parts.append(f'\n[[file]]\nmedia_folder = "{x_files.MEDIA}"\n')
    return "".join(parts)


_MANIFEST_HEAD = """# The files of the sample case, in the order in which they are loaded, and what is said about each.
# `map` is a shipped map, or a file beside this one.
version = 1
title = "A synthetic campaign on several platforms"
"""
