"""Child dossiers: each begins somewhere that exists, and carries over what there is."""

import re
from collections.abc import Iterator

from motcua.catalogue.linked import Child
from motcua.catalogue.report import Finding, Place, error
from motcua.catalogue.spec import ProcedureSpec
from motcua.forms.spec import given_names

_NAMED = re.compile(r"\{([^{}]+)\}")


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """What is wrong within this file; whether the other procedure takes what is carried is asked of both
    files by `across`.
    """
    seen: set[str] = set()
    names = {name for field in spec.form.all_fields() for name in given_names(field)}
    for at, child in enumerate(spec.children):
        place: Place = ("children", at)
        if child.key in seen:
            yield error("child-key", (*place, "key"), f"Việc liên thông «{child.key}» ghi hai lần.")
        yield from _beginning(spec, child, place, seen)
        yield from _ending(child, place)
        yield from _sources(spec, child, place, names)
        seen.add(child.key)


def _beginning(spec: ProcedureSpec, child: Child, place: Place, seen: set[str]) -> Iterator[Finding]:
    if child.procedure == spec.code:
        yield error(
            "child-procedure", (*place, "procedure"), "Việc liên thông không thể là chính thủ tục này."
        )
    if child.begins == "result" and child.at is not None:
        yield error(
            "child-begins", (*place, "at"), "Việc liên thông bắt đầu khi có kết quả thì không ghi «at»."
        )
    if child.begins == "child" and child.at not in seen:
        yield error(
            "child-begins", (*place, "at"), f"«at: {child.at}» không phải một việc liên thông đứng trước."
        )
    if child.begins == "step":
        step = spec.route.step(child.at or "")
        if step is None:
            yield error("child-begins", (*place, "at"), f"Quy trình không có bước «{child.at}».")
        elif step.key == spec.route.steps[0].key:
            yield error("child-begins", (*place, "at"), "Việc liên thông không bắt đầu được ở bước đầu tiên.")


def _ending(child: Child, place: Place) -> Iterator[Finding]:
    if child.waits and child.begins != "step":
        yield error(
            "child-waits",
            (*place, "waits"),
            "Chỉ việc liên thông bắt đầu ở một bước mới giữ bước đó lại (waits).",
        )
    if child.by == "applicant" and child.if_parent_ends == "end":
        yield error(
            "child-ends",
            (*place, "if_parent_ends"),
            "Hồ sơ do người dân tự nộp không kết thúc theo hồ sơ chính: hãy ghi «continue».",
        )


def _sources(spec: ProcedureSpec, child: Child, place: Place, names: set[str]) -> Iterator[Finding]:
    for target, source in child.carry.items():
        if source not in names:
            yield error("child-source", (*place, "carry", target), f"Tờ khai ở đây không có mục «{source}».")
    for target, sentence in child.write.items():
        for name in _NAMED.findall(sentence):
            if name not in names:
                yield error(
                    "child-source",
                    (*place, "write", target),
                    f"Câu nhắc đến «{name}», tờ khai ở đây không có.",
                )
    for target, source in child.papers.items():
        if spec.component(source) is None:
            yield error(
                "child-source", (*place, "papers", target), f"Thủ tục này không có giấy tờ «{source}»."
            )


def across(spec: ProcedureSpec, others: dict[str, ProcedureSpec]) -> Iterator[str]:
    """A sentence for everything a child hands to its procedure that the procedure does not know."""
    for child in spec.children:
        other = others.get(child.procedure)
        where = f"{spec.code}, việc liên thông «{child.key}»"
        if other is None:
            yield f"{where}: không có thủ tục {child.procedure}."
            continue
        fields = {field.key for field in other.form.all_fields()}
        for target in (*child.carry, *child.write):
            if target.partition(".")[0] not in fields:
                yield f"{where}: thủ tục {child.procedure} không có mục «{target}»."
        for target in child.papers:
            if other.component(target) is None:
                yield f"{where}: thủ tục {child.procedure} không có giấy tờ «{target}»."
        for key, value in child.answers.items():
            question = other.question(key)
            if question is None or value not in question.values:
                yield f"{where}: thủ tục {child.procedure} không hỏi «{key}» hoặc không có đáp án «{value}»."
