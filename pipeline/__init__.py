"""English source texts become reviewed Korean and Japanese pages, offline."""

__version__ = "0.1.0"
