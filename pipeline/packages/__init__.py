"""Translation packages: finding, installing, checking and removing them.

Nothing here prints or translates; the network is used only by ``install_pair`` and ``available``.
"""

from pipeline.packages.download import Hooks
from pipeline.packages.find import (
    broken,
    called,
    find,
    installed,
    no_package,
    route,
    shipped,
    starter,
    starters,
)
from pipeline.packages.folders import cache_folder, packages_folder
from pipeline.packages.index import Offer, address, available
from pipeline.packages.install import install_file, install_folder, install_pair
from pipeline.packages.lock import LOCK
from pipeline.packages.package import Package, pair_code, parse_pair
from pipeline.packages.verify import Condition, Verdict, check_pin, remove, verify

__all__ = [
    "LOCK",
    "Condition",
    "Hooks",
    "Offer",
    "Package",
    "Verdict",
    "address",
    "available",
    "broken",
    "cache_folder",
    "called",
    "check_pin",
    "find",
    "install_file",
    "install_folder",
    "install_pair",
    "installed",
    "no_package",
    "packages_folder",
    "pair_code",
    "parse_pair",
    "remove",
    "route",
    "shipped",
    "starter",
    "starters",
    "verify",
]
