"""python -m sample_data.generator: write the sample, or one with another seed, scale and counts."""

import argparse
import shutil
import sys
from dataclasses import fields
from pathlib import Path

import sample_data
from sample_data.generator.sample import write_sample
from sample_data.generator.settings import Settings

_HOME = Path(sample_data.__file__).parent


def main() -> None:
    """Read the options, write the files, say what was written."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.generator", description=__doc__)
    for option in fields(Settings):
        kind = float if option.name == "scale" else int
        parser.add_argument(f"--{option.name.replace('_', '-')}", type=kind, default=option.default)
    parser.add_argument("--out", type=Path, default=_HOME, help="folder to write into; its files/ is made anew")
    given = vars(parser.parse_args())
    out: Path = given.pop("out")
    try:
        settings = Settings(**given)
    except ValueError as error:
        parser.error(str(error))
    # what an earlier run left behind must not be taken for this one's
    shutil.rmtree(out / "files", ignore_errors=True)
    written = write_sample(settings, out)
    size = sum((out / name).stat().st_size for name in written)
    sys.stdout.write(f"{out}: {len(written)} files, {size / 1e6:.1f} MB\n")


main()
