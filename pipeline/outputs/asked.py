"""What a page has asked of the rest of the site: it is made anew where an answer would differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

Value = TypeVar("Value")

ALL: Final = "*"
"""The question that a page asks by looking at everything there is."""


class Asked(Mapping[str, Value]):
    """A table that remembers what was looked up in it, also what it has not.

    >>> questions = set()
    >>> table = Asked({"tea": 1}, "page", questions)
    >>> table.get("tea"), table.get("cup"), sorted(questions)
    (1, None, ['page:cup', 'page:tea'])
    """

    def __init__(self, table: Mapping[str, Value], kind: str, questions: set[str]) -> None:
        self._table, self._kind, self._questions = table, kind, questions

    def __getitem__(self, key: str) -> Value:
        self._questions.add(f"{self._kind}:{key}")
        return self._table[key]

    def __contains__(self, key: object) -> bool:
        self._questions.add(f"{self._kind}:{key}")
        return key in self._table

    def __iter__(self) -> Iterator[str]:
        self._questions.add(f"{self._kind}:{ALL}")
        return iter(self._table)

    def __len__(self) -> int:
        self._questions.add(f"{self._kind}:{ALL}")
        return len(self._table)
