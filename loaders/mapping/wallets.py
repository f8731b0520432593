"""Addresses of cryptocurrencies, told from the hashes that look like them."""

import hashlib
import re

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58 = re.compile(rf"[{_DIGITS}]{{25,36}}\Z")
_ETHEREUM = re.compile(r"0[xX][0-9a-fA-F]{40}\Z")
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_SEGWIT = re.compile(rf"(bc|ltc)1([{_BECH32}]{{11,71}})\Z")
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKS = (1, 0x2BC830A3)
"""Sums of a sound bech32 and bech32m address."""


def is_wallet(text: str) -> bool:
    """Whether the text is an address whose check digits hold (Ethereum: whose form holds)."""
    if _ETHEREUM.match(text):
        return len(set(text[2:].lower())) > 1
    segwit = _SEGWIT.match(text) or _SEGWIT.match(text.lower() if text.isupper() else "")
    if segwit:
        return _bech32_sum(segwit[1], segwit[2]) in _CHECKS
    return bool(_BASE58.match(text)) and _base58_holds(text)


def _base58_holds(text: str) -> bool:
    number = 0
    for digit in text:
        number = number * 58 + _DIGITS.index(digit)
    content = number.to_bytes(25, "big") if number < 1 << 200 else b""
    return bool(content) and hashlib.sha256(hashlib.sha256(content[:-4]).digest()).digest()[:4] == content[-4:]


def _bech32_sum(prefix: str, data: str) -> int:
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + [_BECH32.index(c) for c in data]
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            total ^= generator if top >> place & 1 else 0
    return total
