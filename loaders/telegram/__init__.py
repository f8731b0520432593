"""Chats and channels as Telegram Desktop exports them."""

from loaders.telegram.loader import Telegram

__all__ = ["Telegram"]
