"""Text as it is read aloud: no abbreviation, no digits that a voice reads wrongly. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from motcua.lib.money import in_words
from motcua.web.portal.public.brief import Brief

# As people say them; a voice would spell the letters or skip them.
_WORDS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "CSDL": "cơ sở dữ liệu",
    "TTHC": "thủ tục hành chính",
    "CCCD": "căn cước công dân",
    "GCN": "giấy chứng nhận",
    "QSDĐ": "quyền sử dụng đất",
    "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội",
    "MB": "mê ga bai",
    "NĐ-CP": "nghị định của Chính phủ",
    "VNeID": "vi en i đi",
    "PDF": "pi đi ép",
    "QR": "quy rờ",
}
_ABBREVIATION = re.compile(r"\b(" + "|".join(map(re.escape, _WORDS)) + r")\b")
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?!\.?\d)")
_DAY = re.compile(r"(?:\bngày )?\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_PERCENT = re.compile(r"(\d)\s?%")
_BRACKETS = re.compile(r"\s*[«»\"“”()\[\]]+\s*")
# A comma that a bracket left before the sign that ends the thought.
_DOUBLED = re.compile(r"(?:\s*,)+\s*([.,;:?!…])")
_ORDINALS = (
    "Thứ nhất",
    "Thứ hai",
    "Thứ ba",
    "Thứ tư",
    "Thứ năm",
    "Thứ sáu",
    "Thứ bảy",
    "Thứ tám",
    "Thứ chín",
)


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is read with the eyes and as it is said."""

    shown: str
    said: str


@dataclass(frozen=True)
class Passage:
    """Sentences under a heading, which is read aloud first."""

    title: str
    sentences: tuple[Sentence, ...]


def passages(brief: Brief) -> tuple[Passage, ...]:
    """The whole procedure in the order a person asks; what is empty is left out."""
    made = (
        ("Tóm tắt", _summary(brief)),
        ("Tính cho trường hợp", (f"{ask} {answer}" for ask, answer in brief.answered)),
        ("Giấy tờ", _papers(brief)),
        ("Các bước làm", _counted(brief.steps, "Bước")),
        ("Điều kiện", brief.conditions),
        ("Nộp ở đâu", _where(brief)),
    )
    return tuple(
        Passage(title, tuple(_sentence(each) for each in texts))
        for title, texts in ((title, tuple(texts)) for title, texts in made)
        if texts
    )


def said(text: str) -> str:
    """The text with everything written out that a voice would stumble over."""
    text = _DAY.sub(lambda day: f"ngày {int(day[1])} tháng {int(day[2])} năm {day[3]}", text)
    text = _GROUPED.sub(lambda number: _number(number[0]), text)
    text = _PERCENT.sub(r"\1 phần trăm", text)
    text = _ABBREVIATION.sub(lambda word: _WORDS[word[0]], text)
    text = _BRACKETS.sub(", ", text)
    return " ".join(_DOUBLED.sub(r"\1 ", text).split()).strip(", ")


def _sentence(text: str) -> Sentence:
    shown = text if text.endswith((".", "?", "!", ":", "…")) else f"{text}."
    return Sentence(shown, said(shown))


def _number(grouped: str) -> str:
    words = in_words(int(grouped.replace(".", ""))).removesuffix(" đồng")
    return words[0].lower() + words[1:]


def _summary(brief: Brief) -> Iterator[str]:
    if brief.summary:
        yield brief.summary
    for answer in brief.answers:
        yield f"{answer.label}: {answer.value}"
    yield " ".join(filter(None, (f"{brief.level}.", brief.reason)))


def _papers(brief: Brief) -> Iterator[str]:
    if not brief.papers:
        yield "Bạn không phải nộp giấy tờ nào"
    for group in brief.papers:
        yield f"{group.title}: {len(group.papers)} loại" if len(group.papers) > 1 else f"{group.title}:"
        yield from _counted(group.papers, "")


def _counted(texts: tuple[str, ...], word: str) -> Iterator[str]:
    """«Bước 1: …», «Thứ nhất: …»: who only hears cannot see a list."""
    if len(texts) == 1:
        yield texts[0]
        return
    for number, text in enumerate(texts, 1):
        bare = re.sub(rf"^\s*{word}\s*\d+\s*[:.–-]\s*", "", text) if word else text
        ordinal = _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"Thứ {number}"
        yield f"{word} {number}: {bare}" if word else f"{ordinal}: {bare}"


def _where(brief: Brief) -> Iterator[str]:
    if brief.online:
        yield "Bạn nộp hồ sơ trên mạng, ngay trên trang này"
    if brief.where:
        yield brief.where
