"""Posts of X as twarc2 writes them."""

from loaders.twarc2.loader import Twarc2

__all__ = ["Twarc2"]
