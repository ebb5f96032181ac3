"""A procedure file as tables to read: one sheet for each part, every mark of doubt beside what it doubts."""

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.catalogue.advice import labels
from motcua.catalogue.fee_rows import CouncilRow, Dated, Fee
from motcua.catalogue.labels import CHANNELS
from motcua.catalogue.spec import Component, ProcedureSpec
from motcua.catalogue.tariff import KIND_NAMES, what_is_taken_off
from motcua.dossiers.printing import term_words
from motcua.identity.actor import ROLE_NAMES
from motcua.lib.conditions import Condition, sentence
from motcua.lib.money import dong
from motcua.lib.text import capital
from motcua.organisation.models import Unit
from motcua.workflow.spec import ENDS, Step

_KINDS = {"submit": "Phải nộp", "show": "Xuất trình"}
_TIMINGS = {"on_filing": "Khi nộp", "on_acceptance": "Khi tiếp nhận", "on_return": "Khi trả kết quả"}
_PLACES = {"residence": "nơi cư trú", "chosen": "nơi người nộp chọn"}
_WAITS = {"pause": "tạm dừng thời hạn", "restart": "tính lại từ đầu"}
_STEP_UNITS = {"competent": "Cơ quan giải quyết", "desk": "Bộ phận một cửa"}


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns; `mark` is the doubt about this row, shown with ⚠."""

    cells: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Sheet:
    """One part of the file."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def lines(self) -> list[tuple[Row, list[tuple[str, str]]]]:
        """Each row with its cells beside the names of their columns."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]

    @property
    def marks(self) -> int:
        return sum(bool(row.mark) for row in self.rows)


@dataclass(frozen=True)
class Stop:
    """A step of the route with its ways out, for the drawing."""

    number: int
    name: str
    who: str
    hours: str
    ways: tuple[tuple[str, str, bool], ...]


def of(spec: ProcedureSpec) -> tuple[Sheet, ...]:
    """Every sheet that has rows."""
    words = labels(spec)
    made = (
        _competence(spec, words),
        _questions(spec, words),
        _cases(spec, words),
        _terms(spec, words),
        _components(spec, words),
        _fees(spec, words),
        _exemptions(spec),
        _results(spec),
        _presences(spec, words),
        _children(spec, words),
        _form(spec),
        _law(spec),
    )
    return tuple(sheet for sheet in made if sheet.rows)


def route(spec: ProcedureSpec) -> tuple[Stop, ...]:
    """The steps in order with where each answer leads."""
    names = {**ENDS, **{step.key: step.name for step in spec.route.steps}}
    return tuple(
        Stop(
            number,
            step.name,
            f"{ROLE_NAMES.get(step.role, step.role)}, {_step_unit(step.unit)}",
            f"{step.minutes / 60:g}".replace(".", ",") + " giờ",
            tuple((way.label, names.get(way.to, way.to), way.back) for way in step.outcomes) + _asks(step),
        )
        for number, step in enumerate(spec.route.steps, start=1)
    )


def _asks(step: Step) -> tuple[tuple[str, str, bool], ...]:
    return tuple(("Hỏi ý kiến", f"{_step_unit(ask.unit)} ({ask.hours:g} giờ)", False) for ask in step.ask)


def _step_unit(named: str) -> str:
    if named.startswith("unit:"):
        return named.removeprefix("unit:")
    return _STEP_UNITS.get(named) or str(dict(Unit.Kind.choices).get(named, named))


def _when(condition: Condition | None, words: dict[str, str]) -> str:
    return sentence(condition, words) if condition is not None else "Luôn luôn"


def _presences(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    steps = {step.key: step.name for step in spec.route.steps}
    rows = (
        Row(
            (
                each.name,
                each.who,
                steps.get(each.step, each.step) if each.step else "Khi nhận kết quả",
                each.bring,
                _when(each.when, words),
                each.basis,
            ),
            each.unverified,
        )
        for each in spec.presences
    )
    columns = ("Việc", "Ai có mặt", "Lúc nào", "Mang theo", "Khi", "Căn cứ")
    return Sheet("Có mặt trực tiếp", columns, tuple(rows))


def _children(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    steps = {step.key: step.name for step in spec.route.steps}
    named = {child.key: child.name for child in spec.children}
    begins = {"step": "Khi đến bước", "result": "Khi có kết quả", "child": "Sau hồ sơ"}
    rows = (
        Row(
            (
                each.name,
                each.procedure,
                f"{begins[each.begins]} {steps.get(each.at or '') or named.get(each.at or '', '')}".strip(),
                "Hệ thống tự mở" if each.by == "system" else "Người nộp được mời làm tiếp",
                "Bước chờ kết quả" if each.waits else "Không chờ",
                _when(each.when, words),
                each.basis,
            ),
            each.unverified,
        )
        for each in spec.children
    )
    columns = ("Việc của cơ quan khác", "Thủ tục", "Bắt đầu", "Ai mở", "Chờ nhau", "Khi", "Căn cứ")
    return Sheet("Liên thông", columns, tuple(rows))


def _competence(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    kinds = dict(Unit.Kind.choices)
    rows = (
        Row(
            (
                str(kinds.get(row.agency, row.agency)),
                _PLACES.get(row.at or "", row.at or "–"),
                _when(row.when, words),
                row.basis,
            ),
            row.unverified,
        )
        for row in spec.competence
    )
    return Sheet("Ai giải quyết", ("Cơ quan", "Ở đâu", "Khi nào", "Căn cứ"), tuple(rows))


def _questions(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    rows = (
        Row(
            (
                question.ask,
                "; ".join(option.label for option in question.options),
                _when(question.when, words),
                question.why,
            )
        )
        for question in spec.questions
    )
    return Sheet("Câu hỏi chọn trường hợp", ("Câu hỏi", "Trả lời", "Hỏi khi", "Vì sao hỏi"), tuple(rows))


def _cases(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    rows = (
        Row(
            (
                case.name,
                _when(case.when, words),
                "; ".join(result.name for result in spec.results if result.key in case.results),
                f"{case.supplement_window} ngày, {_WAITS[case.supplement_mode]}",
            )
        )
        for case in spec.cases
    )
    return Sheet("Trường hợp", ("Trường hợp", "Khi nào", "Kết quả", "Bổ sung hồ sơ"), tuple(rows))


def _terms(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    rows = (
        Row(
            (
                case.name,
                CHANNELS[term.channel] if term.channel else "Mọi cách nộp",
                term_words(term.amount, term.unit),
                _when(term.when, words),
                term.basis,
            ),
            term.unverified,
        )
        for case in spec.cases
        for term in case.terms
    )
    return Sheet("Thời hạn", ("Trường hợp", "Cách nộp", "Thời hạn", "Khi nào", "Căn cứ"), tuple(rows))


def _components(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    rows = (
        Row((part.name, _kind(part), _number(part), _when(part.when, words), _source(part)), part.unverified)
        for part in spec.components
    )
    return Sheet("Thành phần hồ sơ", ("Giấy tờ", "Loại", "Số bản", "Khi nào", "Lấy từ đâu"), tuple(rows))


def _kind(part: Component) -> str:
    need = "" if part.required else ", không bắt buộc"
    group = f", một trong nhóm «{part.alternatives}»" if part.alternatives else ""
    return f"{_KINDS[part.kind]}{need}{group}"


def _number(part: Component) -> str:
    return f"{part.originals} chính, {part.copies} sao"


def _source(part: Component) -> str:
    if part.held_by_state is not None:
        return f"Cơ quan tự tra: {part.held_by_state.label}"
    return "Chính là tờ khai điện tử" if part.from_form else "Người dân nộp"


def _fees(spec: ProcedureSpec, words: dict[str, str]) -> Sheet:
    rows = (
        Row(
            (
                f"{KIND_NAMES[fee.kind]}: {fee.name}",
                _amount(row, fee.quantity),
                CHANNELS[channel] if (channel := row.channel or fee.channel) else "Mọi cách nộp",
                f"{_when(row.when or fee.when, words)}{_valid(row)}",
                f"{_TIMINGS[fee.timing]}. {row.basis}",
            ),
            row.unverified,
        )
        for fee in spec.fees
        for row in fee.rows
        if row is not fee or fee.has_national_price
    )
    return Sheet("Phí, lệ phí", ("Khoản", "Mức", "Cách nộp", "Khi nào", "Thu lúc, căn cứ"), tuple(rows))


def _amount(row: Fee | CouncilRow, quantity: str | None) -> str:
    if row.tiers is not None:
        cap = f", tối đa {dong(row.tiers.cap)}" if row.tiers.cap else ""
        first = f"{row.tiers.first} trang đầu {dong(row.tiers.price)} mỗi trang"
        said = f"{first}, từ trang sau {dong(row.tiers.then)}{cap}"
    else:
        said = dong(row.amount or 0)
    return f"{said} × «{quantity}»" if quantity else said


def _valid(row: Dated) -> str:
    if not (row.valid_from or row.valid_to):
        return ""
    start = f" từ {row.valid_from:%d/%m/%Y}" if row.valid_from else ""
    end = f" đến hết {row.valid_to:%d/%m/%Y}" if row.valid_to else ""
    return f";{start}{end}"


def _exemptions(spec: ProcedureSpec) -> Sheet:
    rows = (
        Row(
            (
                fee.name if charged is fee else f"{fee.name} ({charged.basis})",
                capital(what_is_taken_off(row)),
                _span(row.valid_from, row.valid_to),
                row.basis,
            ),
            row.unverified,
        )
        for fee in spec.fees
        for charged in fee.rows
        for row in charged.benefits
    )
    return Sheet("Miễn, giảm", ("Khoản", "Mức, cho ai", "Thời gian", "Căn cứ"), tuple(rows))


def _span(*ends: object) -> str:
    said = [f"{word} {end:%d/%m/%Y}" for word, end in zip(("từ", "đến hết"), ends, strict=True) if end]
    return " ".join(said) or "Không giới hạn"


def _results(spec: ProcedureSpec) -> Sheet:
    rows = (
        Row(
            (
                result.name,
                result.code or "–",
                str(result.originals),
                f"{result.validity_months} tháng" if result.validity_months else "Không ghi",
            ),
            result.unverified,
        )
        for result in spec.results
    )
    return Sheet("Kết quả", ("Tên", "Mã", "Số bản chính", "Giá trị"), tuple(rows))


def _form(spec: ProcedureSpec) -> Sheet:
    rows: Iterable[Row] = (
        Row((page.title, field.label, "Bắt buộc" if field.required else "Không bắt buộc"))
        for page in spec.form.pages
        for field in page.fields
    )
    return Sheet("Tờ khai điện tử", ("Trang", "Mục", "Yêu cầu"), tuple(rows))


def _law(spec: ProcedureSpec) -> Sheet:
    rows = (
        Row((basis.number, basis.title, basis.article or "–"), basis.unverified) for basis in spec.legal_basis
    )
    return Sheet("Căn cứ pháp lý", ("Số", "Tên", "Điều"), tuple(rows))
