"""Components and results: what is asked for, what the State already holds, what comes out."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from motcua.catalogue.report import Finding, Place, error, warning
from motcua.catalogue.spec import RESULT_CODE_PATTERN, Component, ProcedureSpec, Result
from motcua.lib.text import fold

# What people are most often asked for again: the beginning of its name, folded, and where the State has it
# (NĐ 309/2026 Điều 2; Luật Dữ liệu 2024).
_STATE_HOLDS = {
    "the can cuoc": "Cơ sở dữ liệu quốc gia về dân cư",
    "can cuoc": "Cơ sở dữ liệu quốc gia về dân cư",
    "cccd": "Cơ sở dữ liệu quốc gia về dân cư",
    "chung minh nhan dan": "Cơ sở dữ liệu quốc gia về dân cư",
    "so ho khau": "Cơ sở dữ liệu về cư trú",
    "so tam tru": "Cơ sở dữ liệu về cư trú",
    "giay xac nhan cu tru": "Cơ sở dữ liệu về cư trú",
    "xac nhan thong tin ve cu tru": "Cơ sở dữ liệu về cư trú",
    "giay khai sinh": "Cơ sở dữ liệu hộ tịch điện tử",
    "giay chung nhan ket hon": "Cơ sở dữ liệu hộ tịch điện tử",
    "trich luc khai tu": "Cơ sở dữ liệu hộ tịch điện tử",
    "giay chung nhan dang ky doanh nghiep": "Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp",
    "giay chung nhan dang ky ho kinh doanh": "Cơ sở dữ liệu về đăng ký hộ kinh doanh",
    "the bao hiem y te": "Cơ sở dữ liệu quốc gia về bảo hiểm",
    "so bao hiem xa hoi": "Cơ sở dữ liệu quốc gia về bảo hiểm",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def findings(spec: ProcedureSpec, results: Collection[str]) -> Iterator[Finding]:
    """Papers asked for though the State holds them, lonely alternatives, bad codes and placeholders.

    `results` are the codes of results there are.
    """
    yield from _known_to_the_state(spec)
    for at, component in enumerate(spec.components):
        yield from _held(spec, component, ("components", at))
        yield from _form(component, ("components", at))
    yield from _alternatives(spec)
    for at, presence in enumerate(spec.presences):
        if presence.step and spec.route.step(presence.step) is None:
            yield error(
                "presence-step",
                ("presences", at, "step"),
                f"Quy trình không có bước «{presence.step}» để người dân có mặt.",
            )
    used = {key for case in spec.cases for key in case.results}
    for at, result in enumerate(spec.results):
        yield from _result(spec, result, ("results", at), results)
        if result.key not in used:
            yield warning(
                "result-unused", ("results", at), f"Kết quả «{result.name}» không thuộc trường hợp nào."
            )


def _held(spec: ProcedureSpec, component: Component, place: Place) -> Iterator[Finding]:
    """What a state database holds must not be asked of a citizen (NĐ 309/2026; Luật Dữ liệu 2024)."""
    if component.held_by_state is None:
        return
    label = component.held_by_state.label
    if component.from_form:
        yield error(
            "held-and-form", place, f"«{component.name}» vừa là tờ khai vừa lấy từ {label}; chỉ được một."
        )
    for word in ("accept", "max_mb"):
        if word in component.model_fields_set and getattr(component, word) != _default(word):
            yield error(
                "held-by-state-uploaded",
                (*place, word),
                f"«{component.name}» lấy từ {label} nên không được yêu cầu tải lên.",
            )
    for at, other in enumerate(spec.components):
        same = fold(other.name) == fold(component.name) and other.held_by_state is None and other.required
        if same and (other.when is None or other.when == component.when):
            yield error(
                "held-by-state-asked",
                ("components", at),
                f"«{other.name}» vẫn bắt nộp trong khi cơ quan nhà nước đã có ở {label}.",
            )


def _known_to_the_state(spec: ProcedureSpec) -> Iterator[Finding]:
    """A paper that some database of the State is, asked of everybody and without a word why."""
    for at, component in enumerate(spec.components):
        spared = component.held_by_state or component.from_form or component.when or component.why
        if spared or not component.required or component.alternatives:
            continue
        name = f" {fold(component.name)} "
        source = next((source for words, source in _STATE_HOLDS.items() if f" {words}" in name), "")
        if source:
            message = (
                f"«{component.name}» đã có trong {source}: ghi held_by_state để cán bộ tự tra, hoặc ghi vì"
                " sao người dân vẫn phải nộp (why)."
            )
            yield warning("state-holds-it", ("components", at), message)


def _default(word: str) -> object:
    return Component.model_fields[word].default


def _form(component: Component, place: Place) -> Iterator[Finding]:
    if component.kind == "show" and component.from_form:
        yield error(
            "form-shown",
            place,
            f"«{component.name}» là tờ khai nên phải là thành phần phải nộp (kind: submit).",
        )
    if component.original_at_return and (component.from_form or component.held_by_state is not None):
        yield error(
            "original-without-paper",
            (*place, "original_at_return"),
            f"«{component.name}» không có bản chính nào của người dân để xem khi trả kết quả.",
        )
    if (
        component.kind == "submit"
        and component.originals + component.copies == 0
        and not component.held_by_state
    ):
        yield warning(
            "component-without-count", place, f"«{component.name}» chưa ghi số bản chính hoặc bản sao."
        )


def _alternatives(spec: ProcedureSpec) -> Iterator[Finding]:
    count = Counter(component.alternatives for component in spec.components if component.alternatives)
    for at, component in enumerate(spec.components):
        if component.alternatives and count[component.alternatives] == 1:
            yield warning(
                "alternative-alone",
                ("components", at, "alternatives"),
                f"Nhóm thay thế «{component.alternatives}» chỉ có một thành phần.",
            )


def placeholders(text: str) -> list[str]:
    """The names a text wants filled in: «{child_name}»."""
    return _PLACEHOLDER.findall(text)


def _result(spec: ProcedureSpec, result: Result, place: Place, results: Collection[str]) -> Iterator[Finding]:
    if not result.code and not result.unverified:
        yield error(
            "result-without-code",
            place,
            f"Kết quả «{result.name}» chưa có mã (code: KQ.…); nếu chưa tra được hãy ghi unverified.",
        )
    if result.code and not re.match(RESULT_CODE_PATTERN, result.code):
        yield error(
            "result-code-form",
            (*place, "code"),
            f"Mã kết quả «{result.code}» sai: phải có dạng KQ.G15.000031.",
        )
    elif result.code and result.code not in results:
        message = (
            f"Không biết mã kết quả «{result.code}»: hãy so lại với Cơ sở dữ liệu quốc gia về thủ tục hành"
            " chính."
        )
        yield warning("result-code-unknown", (*place, "code"), message)
    known = spec.form.fact_names() | {question.key for question in spec.questions}
    for at, paragraph in enumerate(result.body):
        for name in placeholders(paragraph):
            if name not in known:
                yield error(
                    "result-placeholder",
                    (*place, "body", at),
                    f"Chỗ điền «{{{name}}}» không phải trường nào của biểu mẫu.",
                )
