"""How languages write what is not words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Custom:
    """How a language writes numbers, dates and ends of sentences."""

    code: str
    scales: tuple[tuple[int, str], ...]
    """Powers of ten that group large numbers, the largest first."""
    gap: str
    """Between groups, between the parts of a date, and between a group and a unit."""
    year: str
    month: str
    day: str
    halves: tuple[str, str]
    """Before noon and after it."""
    hour: str
    minute: str
    money: Mapping[str, str]
    """Sign before a number -> word after it."""
    stop: str
    ask: str
    letters: str
    """Its letters, as a class of a regular expression."""


KOREAN = Custom(
    "ko", ((12, "조"), (8, "억"), (4, "만")), " ", "년", "월", "일",
    ("오전", "오후"), "시", "분",
    {"$": "달러", "€": "유로", "£": "파운드"}, ".", "?", "가-힣",
)  # fmt: skip
"""Numbers are parted at every 만, as the Korean spelling rules (한글 맞춤법, 44) have it."""

JAPANESE = Custom(
    "ja", ((12, "兆"), (8, "億"), (4, "万")), "", "年", "月", "日",
    ("午前", "午後"), "時", "分",
    {"$": "ドル", "€": "ユーロ", "£": "ポンド"}, "。", "？", "ぁ-ゖァ-ヺー一-鿿々〆〇",
)  # fmt: skip
"""Widths and spaces follow the JTF style guide for Japanese (JTF日本語標準スタイルガイド)."""

CUSTOMS: Mapping[str, Custom] = {custom.code: custom for custom in (KOREAN, JAPANESE)}
