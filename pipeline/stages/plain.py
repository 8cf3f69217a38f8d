"""Front matter in a form that msgpack gives back just as it was.

msgpack alone gives a day back as a text, and a time with a zone as the same moment in UTC, which is
equal to it and yet printed otherwise.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import ValidationError
from msgspec.msgpack import Ext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CODES: Final[dict[type, int]] = {datetime.date: 1, datetime.datetime: 2, datetime.time: 3}
_RESTORE: Final[dict[int, Callable[[str], object]]] = {
    1: datetime.date.fromisoformat,
    2: datetime.datetime.fromisoformat,
    3: datetime.time.fromisoformat,
}
_NUMBERS: Final = range(-(1 << 63), 1 << 64)
"""Those that msgpack can write."""


def plain(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return front matter for msgpack; raises TypeError if it has what would come back changed.

    Those are sets, numbers of more than 64 bits, half characters, and keys that are no texts.
    """
    return {_key(key): _plain(value) for key, value in meta.items()}


def restored(code: int, data: memoryview) -> object:
    """Return a value that ``plain`` has changed, as the ``ext_hook`` of a decoder.

    Raises msgspec.ValidationError for what it has not written.
    """
    if code not in _RESTORE:
        raise ValidationError(code)
    try:
        return _RESTORE[code](str(data, "utf-8"))
    except ValueError as error:
        raise ValidationError(code) from error


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _CODES:
        return Ext(_CODES[kind], value.isoformat().encode())
    if kind is dict:
        return plain(value)
    if kind is list:
        return [_plain(each) for each in value]
    if kind is str:
        return _text(value)
    if kind in {bool, float, bytes, type(None)} or (kind is int and value in _NUMBERS):
        return value
    raise TypeError(kind)


def _key(key: object) -> str:
    if type(key) is not str:
        raise TypeError(key)
    return _text(key)


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise TypeError(text) from error
    return text
