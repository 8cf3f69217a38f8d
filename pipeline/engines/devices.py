"""Where models run: on the processor, or on a graphics card that CTranslate2 can use."""

from __future__ import annotations

from pipeline.errors import UsageError

DEVICES = ("cpu", "cuda", "auto")


def device(name: str) -> str:
    """Return "cpu" or "cuda" for a name in ``DEVICES``; raises UsageError if there is no CUDA."""
    if name == "cpu":
        return name
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        return "cuda"
    if name == "cuda":
        raise UsageError("no CUDA device that CTranslate2 can use; take --device cpu or auto")
    return "cpu"
