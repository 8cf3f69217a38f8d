"""Five hundred runs killed while an editor saves, outside of the tests: ``tox -e slow``.

Each is a real run of ``update``, ``translate`` or ``run``, killed with SIGKILL somewhere in its
time. Then every catalogue has to be whole, every word that the editor saved has to be there, and a
further run has to complete.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from killed_kit import kills

SAME = 50
"""Kills in one project; catalogues grow with every edition."""


def main() -> int:
    """Kill runs, show what was lost, and return 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="how many runs to kill")
    parser.add_argument("--minutes", type=float, help="when to stop, however many were killed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    end = time.monotonic() + 60 * options.minutes if options.minutes else float("inf")
    chance = random.Random(options.seed)
    hits: Counter[str] = Counter()
    words = ended = faults = 0
    while hits.total() < options.kills and time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder:
            for number, killed in enumerate(kills(Path(folder) / "project", chance)):
                hits[killed.name] += killed.hit
                ended += not killed.hit
                words += killed.words
                faults += len(killed.faults)
                for fault in killed.faults:
                    print(f"{killed.name}, killed {killed.hit}: {fault}", flush=True)
                done = hits.total() >= options.kills or time.monotonic() > end
                if done or killed.faults or number + 1 == SAME:
                    break
            print(f"{hits.total()} killed", flush=True)
    each = ", ".join(f"{count} of {name}" for name, count in sorted(hits.items()))
    print(f"{hits.total()} runs killed ({each}), {ended} had ended; {words} saves by the editor")
    print(f"{faults} faults" if faults else "no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
