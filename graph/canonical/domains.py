"""Registrable domains, private suffixes on; tenants of shared hosts are their own."""

import ipaddress
from functools import lru_cache

import tldextract

from graph.canonical.platforms import PLATFORM_OF_HOST, SHARED_SERVICES, SHORTENERS, TENANT_HOSTS

# the list inside the wheel: nothing is fetched, nothing is written beside it
_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True, cache_dir=None)


@lru_cache(maxsize=100_000)
def registrable(host: str) -> str | None:
    """Registrable domain of a lower-case host, the tenant of a shared host, or the IP address itself.

    None for a bare public suffix (`s3.amazonaws.com`), which nobody registered.
    """
    address = _address(host)
    if address is not None:
        return address
    labels = host.split(".")
    for size in range(len(labels) - 1, 1, -1):
        shared = ".".join(labels[-size:])
        if shared in TENANT_HOSTS:
            tenant = labels[-size - 1]
            return shared if tenant in ("www", "m") else f"{tenant}.{shared}"
    found = _EXTRACT(host)
    if not found.suffix:
        # not on the list (.example, .onion, an internal name): the last two labels
        return ".".join(labels[-2:]) if len(labels) > 1 else None
    if not found.domain:
        return host if host in TENANT_HOSTS else None
    return f"{found.domain}.{found.suffix}"


def is_shared_service(host: str) -> bool:
    """Whether the host is a platform, shortener or other shared service: never an actor's asset."""
    if host.removeprefix("www.") in TENANT_HOSTS:
        return True
    domain = registrable(host)
    if domain is None or domain in SHARED_SERVICES:
        return True
    return host.removeprefix("www.") in PLATFORM_OF_HOST or is_shortener(host)


def is_shortener(host: str) -> bool:
    """Whether the host is a link shortener."""
    return host.removeprefix("www.") in SHORTENERS


def _address(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return None
