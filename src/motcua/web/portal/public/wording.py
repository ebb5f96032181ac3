"""Terms, money and places in everyday words, the same on every public page."""

from motcua.catalogue.glance import CostSpan, TermSpan
from motcua.catalogue.spec import CompetenceRow, ProcedureSpec, Term
from motcua.dossiers.printing import term_words
from motcua.lib.money import dong
from motcua.lib.text import capital
from motcua.organisation.public import agency_names

# A number nobody has compared with its source yet is never told as certain.
TO_CONFIRM = "theo quy định, cán bộ sẽ xác nhận"

# Everyday words first; the term of NĐ 224/2026/NĐ-CP Điều 14 after them.
LEVELS = {
    "full": "Làm được trên mạng từ đầu đến cuối (dịch vụ công trực tuyến toàn trình)",
    "partial": "Làm được một phần trên mạng (dịch vụ công trực tuyến một phần)",
    "information": "Mới có thông tin để đọc, chưa nộp trên mạng được",
}

_PLACES = {"residence": "nơi bạn cư trú", "chosen": "bạn chọn"}


def competence(row: CompetenceRow, spec: ProcedureSpec) -> str:
    """Who decides and where: «Ủy ban nhân dân xã, phường nơi bạn cư trú»."""
    named = agency_names([row.agency])[row.agency]
    if not row.at:
        return named
    if row.at.startswith("field:"):
        key = row.at.removeprefix("field:")
        label = next((field.label for field in spec.form.all_fields() if field.key == key), "")
        return f"{named} theo mục «{label}» trong tờ khai"
    return f"{named} {_PLACES.get(row.at, '')}".strip()


def term(found: Term) -> str:
    """«3 ngày làm việc», «trong ngày làm việc»."""
    return term_words(found.amount, found.unit)


def term_span(span: TermSpan | None) -> str:
    """«3 ngày làm việc», «từ 1 đến 15 ngày làm việc»; with a word of caution when not verified."""
    if span is None:
        return "Theo quy định của từng trường hợp"
    said = term(span.shortest)
    if not span.is_one:
        same = span.shortest.unit == span.longest.unit
        first = span.shortest.amount if same else said.removesuffix(" làm việc")
        said = f"{first} đến {term(span.longest)}"
    return capital(said) if span.certain else f"{capital(said)} (dự kiến)"


def cost_span(span: CostSpan) -> str:
    """«Miễn phí», «8.000 đồng», «Từ 8.000 đồng»; with a word of caution when not verified."""
    more = span.most > span.least or span.open
    if not span.least:
        return "Miễn phí, có trường hợp phải nộp tiền" if more else "Miễn phí"
    amount = dong(span.least)
    if not span.certain:
        return f"Từ khoảng {amount}" if more else f"Khoảng {amount}"
    return f"Từ {amount}" if more else amount
