"""Whether real catalogues come back byte for byte, and what a changed entry changes.

    python benchmarks/noise.py [--cache FOLDER] [--entries 15]

The Korean and Japanese catalogues in the wheels of ``histories``, as their translators' tools left
them. Of each: is it written as it was read; does a change of one entry's translation (of fifteen,
spread over it) leave all other lines alone; does changing it back give the file; does a merge with
its own messages write nothing; and whose wrapping its lines show.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import histories

from pipeline import catalogue
from pipeline.catalogue import About, blocks
from pipeline.catalogue.po import parse
from pipeline.model import Place, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.catalogue.po import Block, File

TEXT = (
    "다른 번역 – another translation, long enough to be cut where the file cuts lines: 別の翻訳文。"
)


def files(cache: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every catalogue in both versions of the wheels."""
    for project, versions in histories.WHEELS.items():
        for version in versions:
            for path, data in histories.wheel(project, version, cache).items():
                yield f"{project} {version} {path}", data


def changed(file: File, at: int, text: str) -> list[Block]:
    """Return the blocks with another translation of one."""
    return [blocks.target(b, text, file) if i == at else b for i, b in enumerate(file.blocks)]


def entries(data: bytes, most: int) -> Iterator[str]:
    """Yield what became of each entry that was changed and changed back."""
    file = parse(data, "x")
    free = [i for i, b in enumerate(file.blocks) if b.source and not (b.obsolete or b.plural)]
    for at in free[:: max(len(free) // most, 1)]:
        other = parse(file.data(changed(file, at, TEXT)), "x")
        same = [a.lines == b.lines for a, b in zip(file.blocks, other.blocks, strict=True)]
        yield "others alone" if all(one or i == at for i, one in enumerate(same)) else "noise"
        back = other.data(changed(other, at, file.blocks[at].target))
        yield "back" if back == data else "not quite back"


def merged(data: bytes) -> str:
    """Return whether a merge with a file's own messages writes nothing."""
    file = parse(data, "x")
    segments = []
    for block in file.messages():
        places = [Place(path) for path, _ in sorted(blocks.places(block.of(":"), lines=False))]
        notes = tuple(row.lstrip("#. ").rstrip() for row in block.of("."))
        segments.append(Segment(block.key[1], block.key[0], tuple(places), notes))
    done = catalogue.merge(data, segments, About("x", "ko"))
    return "merge writes nothing" if done.data == data else "merge writes"


def main() -> None:
    """Look, and count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=histories.CACHE)
    parser.add_argument("--entries", type=int, default=15, help="how many are changed in each")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    styles: Counter[str] = Counter()
    for name, data in files(options.cache.resolve()):
        file = parse(data, name)
        counts["same bytes" if file.data(file.blocks) == data else f"other bytes: {name}"] += 1
        counts[merged(data)] += 1
        counts.update(entries(data, options.entries))
        targets = file.style.targets
        styles[f"{targets.rules.name.lower()} at {targets.page}" if targets.page else "no"] += 1
    for what, count in (*counts.items(), *((f"wrapped: {s}", n) for s, n in styles.most_common())):
        print(f"{count:7}  {what}")


if __name__ == "__main__":
    main()
