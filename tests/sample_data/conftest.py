"""The shipped sample and others, read back in plain Python."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import sample_data
from sample_data.generator.sample import write_sample
from sample_data.generator.settings import Settings
from tests.sample_data.plain import Json, Sample, matcher, read_back

SHIPPED = Path(sample_data.__file__).parent


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Settings], Sample]:
    """A sample with these settings, made once and read back."""

    @cache
    def _made(settings: Settings) -> Sample:
        root = tmp_path_factory.mktemp("sample")
        write_sample(settings, root)
        return read_back(root)

    return _made


@pytest.fixture(scope="session")
def shipped() -> Sample:
    """The sample that stands in the repository, read back."""
    return read_back(SHIPPED)


@pytest.fixture(scope="session")
def terms() -> Callable[[Path], dict[str, Json]]:
    """Topics of a codebook with their terms and exclusions as regular expressions."""

    def _terms(root: Path) -> dict[str, Json]:
        topics: dict[str, Json] = tomllib.loads((root / "codebook.toml").read_text("utf-8"))["topics"]
        for topic in topics.values():
            topic["terms"] = matcher(topic["terms"])
            topic["exclusions"] = matcher(topic.get("exclusions", []))
        return topics

    return _terms
