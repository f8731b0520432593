"""What a sample is made from: seed, scale and the counts that the questions are asked about."""

from dataclasses import dataclass

START = 1_664_150_400
"""2022-09-26 00:00 UTC."""
DAYS = 43
"""Up to and with 2022-11-07."""
END = START + DAYS * 86_400
DAY = 86_400

RARE = 30
"""No planted tie has more sharers than this."""
COMMON = 110
"""Whatever the campaign shares with outsiders by way of camouflage has at least this many sharers."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Seed, scale of the ordinary population, and the counts of the campaign."""

    seed: int = 1
    scale: float = 1.0
    set_a: int = 165
    election: int = 55
    stolen: int = 22
    conspiracy: int = 9
    street: int = 7
    two_types: int = 240
    one_type: int = 60
    camouflage: int = 40
    off_x: int = 85
    stated: int = 83
    named: int = 19

    def __post_init__(self) -> None:
        if not 0.1 <= self.scale <= 10:
            raise ValueError(f"scale: {self.scale} is out of bounds; use 0.1 to 10")
        if self.election < max(self.stolen + 6, 28):
            raise ValueError(f"election: {self.election} is too few; use at least {max(self.stolen + 6, 28)}")
        if self.set_a < self.election + 40:
            raise ValueError(f"set-a: {self.set_a} is too few; use at least {self.election + 40}")
        if self.named < 16 or self.stated < 1:
            raise ValueError("named: use at least 16; stated: use at least 1")
        if self.off_x < 60 or self.two_types < 200 or self.one_type < 24:
            raise ValueError("off-x: use at least 60; two-types: at least 200; one-type: at least 24")

    def scaled(self, count: int, least: int) -> int:
        """A count of ordinary things at this scale."""
        return max(least, int(count * self.scale))
