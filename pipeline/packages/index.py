"""The index of packages: which there are for a pair, and where."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PackageError
from pipeline.packages import net
from pipeline.packages.package import Package, from_table, pair_code, version_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from http.client import HTTPResponse

OFFICIAL = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"

_MOST_BYTES = 16 << 20


class UnreachableError(PackageError):
    """The index could not be fetched; says how to do without a network."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that the index offers."""

    source: str
    target: str
    source_name: str
    """English name of the language, "" if the index has none."""
    target_name: str
    version: str
    links: tuple[str, ...]
    """Addresses of the archive, in the index's order, whatever their scheme."""
    installed: str = ""
    """Newest installed version of the pair, "" if none is."""

    @property
    def code(self) -> str:
        """Argos's name for packages of the pair: ``translate-en_ko``."""
        return pair_code(self.source, self.target)


def address(given: str | None = None) -> str:
    """Return the address of index.json: given, from ARGOS_PACKAGE_INDEX, or the official one.

    Argos adds index.json to a base address; an address that ends in .json is taken as it is.

    >>> address("https://example.org/argos")
    'https://example.org/argos/index.json'
    """
    base = given or os.environ.get("ARGOS_PACKAGE_INDEX") or OFFICIAL
    return base if base.endswith(".json") else f"{base.rstrip('/')}/index.json"


def fetch(given: str | None = None, *, pinned: bool = False) -> list[Offer]:
    """Return what the index offers, in its order; entries that make no sense are left out.

    Raises UnreachableError, and PackageError if what comes is no index.
    """
    where = address(given)
    try:
        with net.request(where, pinned=pinned) as reply:
            content = _content(reply)
    except net.NetError as error:
        raise UnreachableError(
            f"cannot reach the package index {where} ({error}); where there is a "
            "network, fetch the archive that it links for the pair, then run: "
            "localepress models install FILE"
        ) from error
    return parse(content, where)


def _content(reply: HTTPResponse) -> bytes:
    content = b""
    while len(content) <= _MOST_BYTES and (block := net.read(reply, 1 << 16)):
        content += block
    return content


def parse(content: bytes, where: str) -> list[Offer]:
    """Return the offers of an index file; raises PackageError naming the address."""
    try:
        entries = json.loads(content) if len(content) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        raise PackageError(f"{where}: not a package index; check ARGOS_PACKAGE_INDEX")
    return [offer for entry in entries if isinstance(entry, dict) and (offer := _offer(entry))]


def _offer(entry: Mapping[str, object]) -> Offer | None:
    """Return an entry as an offer; None for other kinds of packages and for broken entries."""
    links = entry.get("links")
    try:
        package = from_table(entry, "index", Path(), "installed")
    except PackageError:
        return None
    return Offer(
        package.source,
        package.target,
        _name(entry.get("from_name")),
        _name(entry.get("to_name")),
        package.version,
        tuple(link for link in links if isinstance(link, str)) if isinstance(links, list) else (),
    )


def _name(value: object) -> str:
    """Return a name fit for a terminal: no control characters."""
    return "".join(filter(str.isprintable, value)) if isinstance(value, str) else ""


def newest(offers: Iterable[Offer], source: str, target: str) -> Offer | None:
    """Return the offer of the highest version for a pair."""
    fitting = [offer for offer in offers if (offer.source, offer.target) == (source, target)]
    return max(fitting, key=lambda offer: version_key(offer.version), default=None)


def available(installed: Iterable[Package], given: str | None = None) -> list[Offer]:
    """Return what the index offers, by code and version, each with the version installed.

    Raises PackageError if the index cannot be had.
    """
    have: dict[str, str] = {}
    for package in sorted(installed, key=lambda package: version_key(package.version)):
        have[package.code] = package.version
    offers = sorted(fetch(given), key=lambda offer: (offer.code, version_key(offer.version)))
    return [replace(offer, installed=have.get(offer.code, "")) for offer in offers]
