"""«Tôi cần gì?»: from answers to components, fees, term and results."""

from datetime import date

from motcua.catalogue.advice import advise, case_for, competence, facts_of, open_questions
from motcua.catalogue.cases import needed_components
from motcua.catalogue.spec import Question
from tests.catalogue.sample import spec_of

DAY = date(2026, 11, 23)


def keys(questions: tuple[Question, ...]) -> list[str]:
    return [question.key for question in questions]


def test_before_any_answer_no_case_is_claimed() -> None:
    advice = advise(spec_of(), {}, channel="online", on=DAY)
    assert (advice.case, advice.term, advice.results) == (None, None, ())
    assert keys(advice.questions) == ["late"]


def test_a_question_is_asked_only_if_its_condition_holds() -> None:
    assert keys(open_questions(spec_of(), {})) == ["late"]
    assert keys(open_questions(spec_of(), {"late": "yes"})) == ["late", "proof"]


def test_an_answer_to_a_closed_question_is_no_fact() -> None:
    answers = {"late": "no", "proof": "witness"}
    assert facts_of(spec_of(), answers, {}, channel="post") == {"channel": "post", "late": "no"}


def test_an_answer_that_is_no_option_counts_as_not_given() -> None:
    assert keys(advise(spec_of(), {"late": "perhaps"}, channel="online", on=DAY).questions) == ["late"]


def test_a_case_is_known_as_soon_as_the_deciding_questions_are_answered() -> None:
    advice = advise(spec_of(), {"late": "yes"}, channel="online", on=DAY)
    assert advice.case is not None
    assert advice.case.key == "late"
    assert keys(advice.questions) == ["proof"]
    assert [result.key for result in advice.results] == ["certificate"]


def test_the_term_is_the_first_row_for_the_channel() -> None:
    online = advise(spec_of(), {"late": "yes"}, channel="online", on=DAY).term
    counter = advise(spec_of(), {"late": "yes"}, channel="counter", on=DAY).term
    assert online is not None
    assert counter is not None
    assert (online.amount, counter.amount) == (2, 3)


def test_each_component_says_what_becomes_of_it() -> None:
    advice = advise(spec_of(), {"late": "yes", "proof": "witness"}, channel="online", on=DAY)
    assert {part.component.key: part.status for part in advice.components} == {
        "declaration": "form",
        "birth_proof": "not_needed",
        "witness": "submit",
        "marriage": "held",
        "identity": "show",
    }
    assert [part.component.key for part in advice.with_status("submit", "show")] == ["witness", "identity"]


def test_a_component_that_hangs_on_an_open_question_is_not_certain() -> None:
    advice = advise(spec_of(), {"late": "yes"}, channel="online", on=DAY)
    certain = {part.component.key: part.certain for part in advice.components}
    assert certain == {
        "declaration": True,
        "birth_proof": False,
        "witness": False,
        "marriage": True,
        "identity": True,
    }


def test_a_component_says_why_it_is_needed_in_words() -> None:
    advice = advise(spec_of(), {"late": "yes"}, channel="online", on=DAY)
    because = {part.component.key: part.because for part in advice.components}
    assert because["witness"] == "«Có giấy chứng sinh không?» là «Không, có người làm chứng»"


def test_values_of_the_form_make_fees_exact() -> None:
    before = advise(spec_of(), {"late": "no"}, channel="online", on=DAY)
    after = advise(spec_of(), {"late": "no"}, channel="online", on=DAY, facts={"copies": 3})
    assert [(line.amount, line.counted) for line in before.fees] == [(8000, False)]
    assert [(line.amount, line.counted) for line in after.fees] == [(24_000, True)]


def test_the_first_row_of_competence_that_holds_decides() -> None:
    assert competence(spec_of(), {"late": "yes"}).at == "field:place"
    assert competence(spec_of(), {"late": "no"}).at == "residence"
    assert competence(spec_of(), {}).at == "residence"


def test_a_case_may_hang_on_the_channel() -> None:
    spec = spec_of(
        (
            'name: Đúng hạn\n    when: {fact: late, is: "no"}',
            "name: X\n    when: {fact: channel, is: online}",
        ),
        ('name: Quá hạn\n    when: {fact: late, is: "yes"}', "name: Y"),
    )
    online, counter = (case_for(spec, {}, channel=channel) for channel in ("online", "counter"))
    assert online is not None
    assert counter is not None
    assert (online.name, counter.name) == ("X", "Y")


def test_no_case_is_picked_while_a_deciding_question_is_open() -> None:
    assert case_for(spec_of(), {}) is None


def test_needed_components_are_those_whose_condition_holds() -> None:
    needed = needed_components(spec_of(), {"late": "yes", "proof": "paper"}, channel="online")
    assert [part.key for part in needed] == ["declaration", "birth_proof", "marriage", "identity"]
