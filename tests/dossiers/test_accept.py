"""The desk accepts: code, clock, receipt slip."""

import pytest

from motcua.dossiers import codes
from motcua.dossiers.actions import papers, tasks
from motcua.dossiers.actions.accept import accept
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Counter, Dossier, Paper
from motcua.identity.actor import DESK_OFFICER
from motcua.lib.errors import Forbidden
from motcua.organisation.models import Unit
from motcua.payments import actions as payments
from tests.cast import Cast
from tests.dossiers.hand import BIRTH_AGAIN, PAID_FIRST, all_fine, day, on, recorded, refused, verbs


def ready(cast: Cast, code: str = BIRTH_AGAIN) -> Dossier:
    dossier = cast.filed(code)
    all_fine(cast, dossier)
    return dossier


def test_acceptance_gives_the_code_starts_the_clock_and_goes_on_to_the_agency(cast: Cast) -> None:
    with on("2026-11-18T09:00"):
        dossier = cast.accepted(BIRTH_AGAIN)
    assert dossier.state == Status.IN_PROGRESS
    assert verbs(dossier) == ["file", "accept", "forward"]
    assert recorded(dossier) == ["file", "check_papers", "accept", "forward"]
    assert dossier.clock_from == dossier.accepted_at == day("2026-11-18T09:00")
    assert dossier.due_at == day("2026-11-26T17:00")
    assert dossier.term["amount"] == "5"
    assert [form.kind for form in dossier.printed_forms.all()] == ["01", "06"]
    assert not dossier.work_items.filter(kind="check", done_at=None).exists()


def test_the_code_carries_the_day_of_acceptance_not_of_filing(cast: Cast) -> None:
    with on("2026-11-19T16:00"):
        dossier = ready(cast)
    with on("2026-11-20T08:00"):
        dossier = accept(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    code = codes.parse(dossier.code or "")
    assert code is not None
    assert code.day == day("2026-11-20T00:00").date()


def test_two_acceptances_of_a_day_count_on_and_the_next_day_begins_at_one(cast: Cast) -> None:
    with on("2026-11-19T09:00"):
        numbers = [cast.accepted(BIRTH_AGAIN).code for _ in range(2)]
    with on("2026-11-20T09:00"):
        numbers.append(cast.accepted(BIRTH_AGAIN).code)
    assert [str(number)[-11:] for number in numbers] == ["261119-0001", "261119-0002", "261120-0001"]


def test_another_unit_has_its_own_first_number(cast: Cast) -> None:
    with on("2026-11-19T09:00"):
        one = cast.accepted(BIRTH_AGAIN)
        other = cast.accepted("1.001613")  # received by the centre of the province
    assert one.receiving_unit_id != other.receiving_unit_id
    assert str(one.code)[-4:] == str(other.code)[-4:] == "0001"
    assert one.code != other.code


def test_the_ten_thousandth_dossier_of_a_day_widens_the_number(cast: Cast) -> None:
    with on("2026-11-19T09:00"):
        first = cast.accepted(BIRTH_AGAIN)
        Counter.objects.filter(series="dossier").update(last=9999)
        dossier = cast.accepted(BIRTH_AGAIN)
    assert str(dossier.code).endswith("261119-10000")
    assert codes.parse(str(dossier.code)) == codes.DossierCode(
        codes.parse(str(first.code)).unit,
        day("2026-11-19T00:00").date(),
        10000,  # type: ignore[union-attr]
    )


def test_papers_nobody_looked_at_stand_in_the_way(cast: Cast) -> None:
    dossier = cast.filed(BIRTH_AGAIN)
    with refused("unchecked"):
        accept(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    assert cast.fresh(dossier).code is None
    assert not Counter.objects.filter(series="dossier").exists(), "a refusal takes no number"


def test_a_wrong_paper_stands_in_the_way_and_needs_a_remark(cast: Cast) -> None:
    dossier = ready(cast)
    desk, paper = cast.desk_of(dossier), dossier.live_papers()[0]
    with refused(""):
        papers.check(actor=desk, dossier_id=dossier.pk, verdicts={str(paper.pk): (Paper.Verdict.WRONG, " ")})
    papers.check(actor=desk, dossier_id=dossier.pk, verdicts={str(paper.pk): (Paper.Verdict.WRONG, "Mờ")})
    with refused("wrong-papers"):
        accept(actor=desk, dossier_id=dossier.pk)


def test_what_is_paid_on_filing_is_paid_before_acceptance(cast: Cast) -> None:
    dossier = ready(cast, PAID_FIRST)
    desk = cast.desk_of(dossier)
    if not dossier.owed_on_filing():
        line = payments.LineToPay("charge", "x", "Lệ phí", 100_000, "on_filing", "", ())
        dossier.obligation = payments.determine(actor=desk, payer="Lan", lines=[line])
        dossier.save(update_fields=["obligation"])
    with refused("unpaid"):
        accept(actor=desk, dossier_id=dossier.pk)
    payments.take(actor=desk, obligation_id=dossier.obligation_id, method="cash")
    assert accept(actor=desk, dossier_id=dossier.pk).code


def test_only_the_desk_it_lies_at_accepts(cast: Cast) -> None:
    dossier = ready(cast)
    other = Unit.objects.of_kind("commune_centre").exclude(pk=dossier.receiving_unit_id).order_by("pk")[0]
    for actor in (cast.citizen, cast.stranger, cast.officer(other, DESK_OFFICER)):
        with pytest.raises(Forbidden):
            accept(actor=actor, dossier_id=dossier.pk)


def test_who_took_the_check_answers_it(cast: Cast) -> None:
    dossier = ready(cast)
    first, second = cast.officers(dossier.receiving_unit or "", DESK_OFFICER)[:2]
    tasks.take(actor=first, item_id=dossier.work_items.get().pk)
    with refused("taken"):
        accept(actor=second, dossier_id=dossier.pk)
    accept(actor=first, dossier_id=dossier.pk)
    item = dossier.work_items.get(kind="check")
    assert (item.assignee_id, item.done_by) == (first.user_id, first.label)


def test_it_is_accepted_once(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    code = dossier.code
    with refused("not-now"):
        accept(actor=cast.desk_of(dossier), dossier_id=dossier.pk)
    assert cast.fresh(dossier).code == code
    assert Counter.objects.get(series="dossier").last == 1


def test_an_accepted_dossier_is_found_by_code_name_and_procedure(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN)
    for words in (str(dossier.code), "nguyen thi lan", "khai sinh", dossier.temporary_number):
        assert list(Dossier.objects.found(words)) == [dossier]


def test_a_case_without_a_term_has_no_due_date(cast: Cast) -> None:
    dossier = cast.accepted(BIRTH_AGAIN, channel=Channel.ONLINE)
    Dossier.objects.filter(pk=dossier.pk).update(term={}, due_at=None)
    from motcua.dossiers.deadlines import deadline_of

    assert deadline_of(cast.fresh(dossier)) is None
