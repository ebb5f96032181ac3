"""The result: drafted, signed, sealed, verified; or the refusal on the merits."""

import pytest

from motcua.audit.models import Entry
from motcua.documents.files import read
from motcua.documents.signing import KeyStoreError, verify
from motcua.dossiers.actions import result
from motcua.dossiers.actions.conclude import conclude
from motcua.dossiers.actions.route import finish_step
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.workflow.spec import Route
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, OPINIONS, day, handler_of, on, refused, step_of, verbs

SEVERAL = "1.000689"
"""Birth and recognition of a parent together: two results."""


def drafted(cast: Cast, code: str = BIRTH_AGAIN) -> Dossier:
    return cast.step(cast.accepted(code), "ok")


def to_signer(cast: Cast, code: str = BIRTH_AGAIN) -> Dossier:
    dossier = drafted(cast, code)
    while step_of(dossier).role != "signer":
        dossier = cast.step(dossier)
    return dossier


def test_nothing_is_passed_on_without_a_draft(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    item = step_of(dossier)
    for outcome in ("ok", "refuse"):
        with refused("no-draft"):
            finish_step(actor=cast.worker_of(item), item_id=item.pk, outcome=outcome)


def test_a_draft_is_text_for_a_result_of_this_case(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    item = step_of(dossier)
    key = result.result_spec_of(dossier)[0][0]
    for bodies, code in (({key: [" "]}, "empty"), ({"unheard": ["Có"]}, "no-result")):
        with refused(code):
            result.draft(actor=cast.worker_of(item), item_id=item.pk, bodies=bodies)
    result.draft(actor=cast.worker_of(item), item_id=item.pk, bodies={key: [" Nội dung ", ""]})
    assert dossier.results.get().body == ["Nội dung"]


def test_only_those_before_the_signature_write(cast: Cast) -> None:
    dossier = to_signer(cast)
    item = step_of(dossier)
    key = result.result_spec_of(dossier)[0][0]
    with refused("no-drafting"):
        result.draft(actor=cast.worker_of(item), item_id=item.pk, bodies={key: ["Khác"]})
    asked = cast.step(cast.accepted(OPINIONS), "to_opinions")
    opinion = next(each for each in asked.open_items() if each.kind == "opinion")
    with refused("no-drafting"):
        result.draft(actor=cast.worker_of(opinion), item_id=opinion.pk, bodies={"refusal": ["Không"]})


def test_the_suggested_text_has_the_answers_in_it(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    text = " ".join(result.suggested(dossier, result.result_spec_of(dossier)[0][0]))
    assert "{" not in text
    assert text


def test_a_result_is_signed_by_a_person_then_sealed_by_the_agency_and_verifies(cast: Cast) -> None:
    with on("2026-11-04T09:00"):
        dossier = cast.finished(BIRTH_AGAIN)
    assert dossier.state == Status.DONE
    assert dossier.finished_at == day("2026-11-04T09:00")
    assert verbs(dossier)[-1] == "conclude"
    found = dossier.results.get()
    assert (found.number, found.signed_at, found.issued_at) == (
        "01",
        dossier.finished_at,
        dossier.finished_at,
    )
    assert found.file is not None
    verification = verify(read(found.file))
    assert verification.good
    assert len(verification.signatures) == 2
    dossier.refresh_from_db()
    assert dossier.due_at is not None


def test_numbers_of_results_run_on_in_the_unit_and_the_year(cast: Cast) -> None:
    first, second = cast.finished(BIRTH_AGAIN), cast.finished(BIRTH_AGAIN)
    assert [each.results.get().number for each in (first, second)] == ["01", "02"]


def test_several_results_are_all_issued_before_the_end(cast: Cast) -> None:
    dossier = cast.accepted(SEVERAL)
    item = step_of(dossier)
    keys = [key for key, _, _ in result.result_spec_of(dossier)]
    assert len(keys) == 2
    result.draft(actor=cast.worker_of(item), item_id=item.pk, bodies={keys[0]: ["Một"]})
    with refused("no-draft"):
        finish_step(actor=cast.worker_of(item), item_id=item.pk, outcome="ok")
    dossier = cast.work_off(dossier)
    assert {each.key for each in dossier.results.filter(issued_at__isnull=False)} == set(keys)


def test_an_end_without_all_results_is_none(cast: Cast) -> None:
    dossier = drafted(cast)
    for refusing in (False, True):
        with refused("no-result"):
            conclude(dossier=dossier, refused=refusing)
    assert cast.fresh(dossier).state == Status.IN_PROGRESS


def test_a_refusal_on_the_merits_is_the_result(cast: Cast) -> None:
    with on("2026-11-04T09:00"):
        dossier = cast.step(cast.accepted(BIRTH_AGAIN), "refuse")
        dossier = cast.step(dossier, "signed", "Không có căn cứ")
    assert dossier.state == Status.DONE
    assert verbs(dossier)[-1] == "decline"
    assert dossier.finished_at == day("2026-11-04T09:00")
    found = dossier.results.get()
    assert found.is_refusal
    assert found.file is not None
    assert verify(read(found.file)).good
    assert not Dossier.objects.late(day("2027-01-01T00:00")).exists()


def test_a_refusal_found_while_checking_is_drafted_from_its_reason(cast: Cast) -> None:
    dossier = cast.accepted(OPINIONS)
    item = step_of(dossier)
    with refused("reason"):
        finish_step(actor=cast.worker_of(item), item_id=item.pk, outcome="refuse")
    dossier = cast.step(dossier, "refuse", "Lô đất ở tỉnh khác.")
    assert step_of(dossier).step_key == "sign_refusal"
    assert dossier.results.get().body[0].endswith("Lô đất ở tỉnh khác.")
    assert cast.step(dossier, "signed").state == Status.DONE


def test_a_refusal_thought_of_first_leaves_no_draft_beside_the_result(cast: Cast) -> None:
    dossier = cast.step(cast.accepted(BIRTH_AGAIN), "refuse")
    dossier = cast.step(dossier, "back", "Xem lại")
    dossier = cast.work_off(dossier)
    assert [each.is_refusal for each in dossier.results.all()] == [False]


def test_a_result_thought_of_first_leaves_no_draft_beside_the_refusal(cast: Cast) -> None:
    dossier = cast.step(to_signer(cast), "back", "Không đủ điều kiện")
    dossier = cast.step(dossier, "refuse")
    dossier = cast.step(dossier, "signed")
    assert [each.is_refusal for each in dossier.results.all()] == [True]


def test_results_of_a_case_it_turned_out_not_to_be_are_not_signed(cast: Cast) -> None:
    from motcua.dossiers.actions.amend import change_case

    code = "1.010824"
    spec = cast.version(code).spec
    more, fewer = (spec.case(key) for key in ("survivors", "burial"))
    assert more is not None
    assert fewer is not None
    assert set(more.results) - set(fewer.results)
    dossier = cast.accepted(code, case=more)
    while step_of(dossier).step_key != "draft":
        dossier = cast.step(dossier)
    item = step_of(dossier)
    cast.write_draft(cast.worker_of(item), item, "ok")
    change_case(
        actor=cast.worker_of(item),
        dossier_id=dossier.pk,
        answers=fewer.examples[0].answers,
        reason="Chỉ mai táng",
    )
    dossier = cast.work_off(cast.fresh(dossier))
    assert {each.key for each in dossier.results.all()} == set(fewer.results)


def test_a_step_back_after_the_signature_takes_it_off_and_keeps_the_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.step(to_signer(cast), "signed")
    data = dossier.spec.route.model_dump(mode="json")
    number = next(step for step in data["steps"] if step["act"] == "number")
    number["outcomes"].append({"key": "back", "label": "Trả lại", "to": "handle", "back": True})
    monkeypatch.setitem(dossier.spec.__dict__, "route", Route.model_validate(data))
    signed = dossier.results.get()
    assert signed.signed_at is not None
    dossier = cast.step(dossier, "back", "Sai tên")
    voided = dossier.results.get()
    assert (voided.signed_at, voided.signed_file, voided.number) == (None, None, "01")
    assert Entry.objects.filter(verb="void_signature", subject_id=str(dossier.pk)).count() == 1
    result.draft(
        actor=handler_of(cast, dossier), item_id=step_of(dossier).pk, bodies={voided.key: ["Đúng tên"]}
    )
    dossier = cast.work_off(dossier)
    assert dossier.results.get().number == "01"


def test_the_agency_whose_signer_signs_seals(cast: Cast) -> None:
    dossier = cast.finished("1.001978")  # decided by the employment centre, signed at the department
    found = dossier.results.get()
    assert dossier.competent_unit_id == "ttdvvl"
    assert found.file is not None
    seal = verify(read(found.file)).signatures[-1]
    assert "Sở Nội vụ" in seal.signer


def test_what_the_key_store_says_is_told_to_the_officer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = to_signer(cast)
    item = step_of(dossier)

    def broken() -> object:
        raise KeyStoreError("Không đọc được thẻ ký. Hãy cắm lại.", retry=True)

    monkeypatch.setattr(result, "keystore", broken)
    with refused("keystore"):
        finish_step(actor=cast.worker_of(item), item_id=item.pk, outcome="signed")
    assert dossier.results.get().number == "", "no number is used up"
