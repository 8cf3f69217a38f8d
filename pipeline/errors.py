"""The few errors that stop a command; every one is a line a person can act on."""


class LocalepressError(Exception):
    """What went wrong and what to do, in one line; a file and line first where there is one."""

    exit_code = 1


class UsageError(LocalepressError):
    """The settings or the command line ask for something impossible."""

    exit_code = 2


class PackageError(LocalepressError):
    """No translation package for a pair, or one that is damaged."""

    exit_code = 3


class EngineError(LocalepressError):
    """An engine could not translate at all."""


class CatalogueError(LocalepressError):
    """A catalogue that cannot be read; it is never written to."""


class WriteError(CatalogueError):
    """A catalogue that cannot be written just now; it is as it was."""


class ReadError(LocalepressError):
    """A source document that cannot be read."""
