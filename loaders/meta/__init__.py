"""Published takedown lists in the forms that Meta gives them."""

from loaders.meta.loader import Meta

__all__ = ["Meta"]
