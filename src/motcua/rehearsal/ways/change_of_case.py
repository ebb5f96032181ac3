"""The officer finds that another case of the procedure applies; the term is computed anew."""

from functools import partial

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.life import Life
from motcua.rehearsal.ways import Way, plain


def go(before: Status, life: Life) -> None:
    """By the desk before it is passed on, by the handler afterwards."""
    life.bring_to(before)
    handling, spec = life.handling, life.spec
    answers = _other(spec, life.case).examples[0].answers
    typed = {f"answer-{question.key}": [answers.get(question.key, "")] for question in spec.questions}
    officer = handling.desk_officer if before == Status.ACCEPTED else handling.worker(spec.route.steps[0])
    handling.act(officer, "/doi-truong-hop/", {**typed, "reason": ["Giấy tờ cho thấy trường hợp khác."]})
    life.is_now(before)


def _other(spec: ProcedureSpec, case: Case) -> Case:
    return next(each for each in spec.cases if each.key != case.key and each.examples)


def _has_cases(spec: ProcedureSpec, case: Case) -> bool:
    return plain(spec, case) and sum(bool(each.examples) for each in spec.cases) > 1


WAYS = tuple(
    Way(
        f"change-of-case-{before.name.lower().replace('_', '-')}",
        f"Đổi trường hợp khi «{before.word}»",
        partial(go, before),
        (("change_case", before),),
        _has_cases,
    )
    for before in (Status.ACCEPTED, Status.IN_PROGRESS)
)
