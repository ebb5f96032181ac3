"""Questions, cases, terms, examples: every person must land in one case, and every case must be whole."""

from collections.abc import Iterator, Mapping

from motcua.catalogue.base import Channel
from motcua.catalogue.cases import (
    CHANNEL,
    TooManyCombinations,
    asked,
    combinations,
    deciding_names,
    first_case,
    named_by,
    term_for,
)
from motcua.catalogue.expect import Example
from motcua.catalogue.faults.facts import conditions
from motcua.catalogue.report import Finding, Place, error, warning
from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.lib.conditions import names

CHANNEL_NAMES = {"counter": "trực tiếp", "online": "trực tuyến", "post": "bưu chính"}
# A case with more missing combinations than this is not a slip but a plan; naming all of them helps nobody.
_NAMED_GAPS = 5


def findings(spec: ProcedureSpec) -> Iterator[Finding]:
    """Combinations of answers without a case, cases never picked, missing terms, results and examples."""
    known = {CHANNEL, *(question.key for question in spec.questions)}
    if deciding_names(spec) <= known:
        yield from _coverage(spec)
    for at, case in enumerate(spec.cases):
        place: Place = ("cases", at)
        yield from _results(spec, case, place)
        yield from _terms(spec, case, place, known)
        yield from _examples(spec, case, place)
    yield from _questions(spec)


def describe(spec: ProcedureSpec, facts: Mapping[str, object]) -> str:
    """A combination of answers in words: «Trẻ quá 60 ngày?» = «Có»."""
    said = []
    for name, value in facts.items():
        question = spec.question(name)
        if question is not None:
            said.append(f"«{question.ask}» = «{question.label(str(value))}»")
        else:
            said.append(f"nộp {CHANNEL_NAMES.get(str(value), value)}")
    return ", ".join(said) or "không có câu trả lời nào"


def _coverage(spec: ProcedureSpec) -> Iterator[Finding]:
    picked, gaps = set(), []
    try:
        for facts in combinations(spec, deciding_names(spec)):
            case = first_case(spec, facts)
            if case is None:
                gaps.append(facts)
            else:
                picked.add(case.key)
    except TooManyCombinations:
        yield error(
            "too-many-combinations",
            ("questions",),
            "Các câu hỏi chọn trường hợp có quá nhiều tổ hợp trả lời; hãy chia nhỏ thủ tục.",
        )
        return
    for facts in gaps[:_NAMED_GAPS]:
        yield error(
            "answers-without-case",
            ("cases",),
            f"Không trường hợp nào nhận tổ hợp trả lời: {describe(spec, facts)}.",
        )
    if len(gaps) > _NAMED_GAPS:
        yield error(
            "answers-without-case",
            ("cases",),
            f"Còn {len(gaps) - _NAMED_GAPS} tổ hợp trả lời khác cũng không có trường hợp.",
        )
    for at, case in enumerate(spec.cases):
        if case.key not in picked:
            yield error(
                "case-unreachable",
                ("cases", at),
                f"Trường hợp «{case.name}» không bao giờ được chọn với câu trả lời nào.",
            )


def _results(spec: ProcedureSpec, case: Case, place: Place) -> Iterator[Finding]:
    if not case.results:
        yield error("case-without-result", place, f"Trường hợp «{case.name}» chưa ghi kết quả (results).")
    for at, key in enumerate(case.results):
        if spec.result(key) is None:
            yield error(
                "result-unknown",
                (*place, "results", at),
                f"Kết quả «{key}» không có trong danh sách results của thủ tục.",
            )


def _terms(spec: ProcedureSpec, case: Case, place: Place, known: set[str]) -> Iterator[Finding]:
    for channel in spec.channels:
        rows = [row for row in case.terms if row.channel in (None, channel)]
        if not rows:
            name = CHANNEL_NAMES[channel]
            yield error(
                "term-missing",
                (*place, "terms"),
                f"Trường hợp «{case.name}» chưa có thời hạn khi nộp {name}.",
            )
        elif all(row.when is not None for row in rows):
            yield from _gap_in_terms(spec, case, place, channel, known)
    for at, row in enumerate(case.terms):
        if row.channel is not None and row.channel not in spec.channels:
            yield warning(
                "channel-not-offered",
                (*place, "terms", at),
                f"Thủ tục không nhận hồ sơ {CHANNEL_NAMES[row.channel]}.",
            )
        if not row.basis and not row.unverified:
            yield warning("term-without-basis", (*place, "terms", at), "Thời hạn chưa ghi căn cứ (basis).")
    yield from _slower_online(case, place)


def _gap_in_terms(
    spec: ProcedureSpec, case: Case, place: Place, channel: Channel, known: set[str]
) -> Iterator[Finding]:
    wanted = named_by(row.when for row in case.terms if row.channel in (None, channel))
    if not wanted <= known:
        yield error(
            "term-missing", (*place, "terms"), "Dòng thời hạn cuối cùng phải không có điều kiện (when)."
        )
        return
    try:
        for facts in combinations(spec, wanted | (deciding_names(spec) & known)):
            here = {**facts, CHANNEL: channel}
            if first_case(spec, here) is case and term_for(case, here, channel=channel) is None:
                yield error(
                    "term-missing",
                    (*place, "terms"),
                    f"Không có thời hạn cho tổ hợp: {describe(spec, facts)}.",
                )
                return
    except TooManyCombinations:
        yield error(
            "term-missing", (*place, "terms"), "Dòng thời hạn cuối cùng phải không có điều kiện (when)."
        )


def _slower_online(case: Case, place: Place) -> Iterator[Finding]:
    online, counter = (term_for(case, {}, channel=channel) for channel in ("online", "counter"))
    if online and counter and online.minutes > counter.minutes:
        at = case.terms.index(online)
        yield warning(
            "online-slower",
            (*place, "terms", at),
            f"Trường hợp «{case.name}»: nộp trực tuyến chậm hơn nộp trực tiếp.",
        )


def _examples(spec: ProcedureSpec, case: Case, place: Place) -> Iterator[Finding]:
    if not case.examples:
        yield error("example-missing", place, f"Trường hợp «{case.name}» chưa có ví dụ (examples).")
    for at, example in enumerate(case.examples):
        yield from _example(spec, case, example, (*place, "examples", at))


def _example(spec: ProcedureSpec, case: Case, example: Example, place: Place) -> Iterator[Finding]:
    wrong = list(_wrong_answers(spec, example, place))
    yield from wrong or _choice(spec, case, example, place)
    for key in example.values:
        if spec.form.field(key) is None:
            yield error("example-field", (*place, "values", key), f"Biểu mẫu không có trường «{key}».")


def _wrong_answers(spec: ProcedureSpec, example: Example, place: Place) -> Iterator[Finding]:
    for key, value in example.answers.items():
        question = spec.question(key)
        if question is None:
            yield error(
                "example-answer",
                (*place, "answers", key),
                f"Ví dụ trả lời câu hỏi «{key}» không có trong thủ tục.",
            )
        elif value not in question.values:
            yield error(
                "example-answer", (*place, "answers", key), f"Câu hỏi «{key}» không có câu trả lời «{value}»."
            )


def _choice(spec: ProcedureSpec, case: Case, example: Example, place: Place) -> Iterator[Finding]:
    """An example must answer all it is asked and so pick its own case, through some channel at least."""
    ways = [asked(spec, example.answers, channel=channel) for channel in spec.channels]
    missing = {
        question.key for questions, facts in ways for question in questions if question.key not in facts
    }
    if missing:
        keys = ", ".join(question.key for question in spec.questions if question.key in missing)
        yield error("example-answer", (*place, "answers"), f"Ví dụ chưa trả lời câu hỏi: {keys}.")
        return
    picks = [first_case(spec, facts) for _, facts in ways]
    if case not in picks:
        chosen = next((pick.name for pick in picks if pick), "không trường hợp nào")
        yield error(
            "example-other-case",
            (*place, "answers"),
            f"Ví dụ của «{case.name}» lại chọn trường hợp «{chosen}».",
        )
    for key in example.answers:
        if all(key not in facts for _, facts in ways):
            yield warning(
                "example-answer-not-asked",
                (*place, "answers", key),
                f"Với các câu trả lời này, câu hỏi «{key}» không được hỏi.",
            )


def _questions(spec: ProcedureSpec) -> Iterator[Finding]:
    used = {name for _, condition in conditions(spec) for name in names(condition)}
    for at, question in enumerate(spec.questions):
        if len(set(question.values)) < len(question.values):
            yield error(
                "question-options",
                ("questions", at, "options"),
                f"Câu hỏi «{question.key}» có hai lựa chọn cùng giá trị.",
            )
        if question.key not in used:
            yield warning(
                "question-unused",
                ("questions", at),
                f"Câu trả lời cho «{question.key}» không được dùng vào đâu.",
            )
