"""Work for all processors, where there is enough of it to be worth the start of processes."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Item = TypeVar("Item")
    Result = TypeVar("Result")

_work: Callable[[Any], Any]
_items: Sequence[Any] = ()


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], *, worth: bool
) -> Iterator[Result]:
    """Yield what is made of each item, in order; what is made has to be picklable.

    ``worth`` says whether there is enough to do for further processes.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    # A fork is ready at once, and has all that it needs; with threads about it would not be safe.
    if processors < 2 or not worth or threading.active_count() > 1:
        yield from map(work, items)
        return
    # Few runs need them, and they take their time to load.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processors, context, _begin, (os.getpid(), work, items))
    try:
        size = max(1, len(items) // (processors * 32))
        yield from pool.map(_do, range(len(items)), chunksize=size)
    finally:
        pool.shutdown(cancel_futures=True)


def _do(number: int) -> Any:
    return _work(_items[number])


def _begin(parent: int, work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """Make a process ready: interrupts are for its parent, without which it ends.

    Such work makes many objects that live on; to look for garbage among them takes a tenth.
    """
    global _work, _items
    _work, _items = work, items
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
