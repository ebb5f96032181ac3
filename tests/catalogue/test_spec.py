"""A procedure as a value: kept as JSON and read back without loss; terms in working minutes."""

import pytest

from motcua.catalogue.spec import ProcedureSpec, Term
from tests.catalogue.sample import spec_of


def test_a_procedure_survives_being_kept_as_json() -> None:
    spec = spec_of()
    again = ProcedureSpec.from_data(spec.data())
    assert again == spec
    assert again.digest == spec.digest


def test_layout_does_not_change_the_digest_but_content_does() -> None:
    assert spec_of(("levels: [commune]", "levels:\n  - commune")).digest == spec_of().digest
    assert spec_of(("amount: 5000", "amount: 5001")).digest != spec_of().digest


def test_saying_a_default_aloud_is_no_change() -> None:
    assert spec_of(("kind: charge", "kind: charge\n    timing: on_acceptance")).digest == spec_of().digest


def test_null_is_no_value_but_quoted_null_is_a_word() -> None:
    assert spec_of(("levels: [commune]", "levels: [commune]\neffective_to: null")).effective_to is None
    assert spec_of(("label: Tên của trẻ", 'label: "null"')).form.pages[0].fields[0].label == "null"


@pytest.mark.parametrize(
    ("amount", "unit", "minutes"),
    [
        (3, "working-days", 3 * 480),
        (7, "calendar-days", 5 * 480),
        (15, "calendar-days", 5142),
        (1, "months", 10285),
        (4, "hours", 240),
        (1, "same-day", 480),
    ],
)
def test_a_term_holds_at_least_so_many_working_minutes(amount: int, unit: str, minutes: int) -> None:
    assert Term.model_validate({"amount": amount, "unit": unit}).minutes == minutes


def test_a_text_block_is_read_as_paragraphs() -> None:
    spec = spec_of(('body: ["Trẻ: {child}."]', 'body: "Một\\n\\nhai\\nba"'))
    assert spec.results[0].body == ("Một", "hai ba")


def test_parts_are_found_by_key() -> None:
    spec = spec_of()
    found = (spec.question("late"), spec.case("late"), spec.component("witness"), spec.fee("late_charge"))
    assert all(part is not None for part in found)
    assert spec.result("certificate") is not None
    assert spec.case("nowhere") is None


def test_a_value_of_a_question_has_words() -> None:
    question = spec_of().question("late")
    assert question is not None
    assert (question.label("yes"), question.label("x")) == ("Đã quá", "x")
