"""Components and results: what is asked for, what the State already holds, what comes out."""

import re
from collections import Counter
from collections.abc import Iterator

from motcua.catalogue.report import Finding, Place, error, warning
from motcua.catalogue.spec import RESULT_CODE_PATTERN, Component, ProcedureSpec, Result
from motcua.lib.text import fold

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Papers asked for though the State holds them, lonely alternatives, bad codes and placeholders."""
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
        yield from _result(spec, result, ("results", at))
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


def _result(spec: ProcedureSpec, result: Result, place: Place) -> Iterator[Finding]:
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
    known = spec.form.fact_names() | {question.key for question in spec.questions}
    for at, paragraph in enumerate(result.body):
        for name in _PLACEHOLDER.findall(paragraph):
            if name not in known:
                yield error(
                    "result-placeholder",
                    (*place, "body", at),
                    f"Chỗ điền «{{{name}}}» không phải trường nào của biểu mẫu.",
                )
