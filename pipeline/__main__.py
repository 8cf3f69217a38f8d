"""``python -m pipeline``: the same as ``localepress``."""

from pipeline.cli import main

main()
