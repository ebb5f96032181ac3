"""C-12: between the land office and the tax office nobody could tell where a dossier lay and who was late."""

from typing import Any

import pytest
from django.test import Client

from motcua.dossiers.actions import children, refuse, tasks
from motcua.dossiers.actions.alarm import raise_due
from motcua.dossiers.actions.route import finish_step
from motcua.dossiers.actions.silence import escalate
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Alarm, Dossier, WorkItem
from motcua.identity.actor import HANDLER, HEAD, SIGNER
from motcua.notifications.models import Notice
from tests.cast import Cast
from tests.complaints.doors import logged_in, text
from tests.dossiers.hand import OPINIONS, on, refused, step_of

LAND, TAX = "1.013831", "thue-tinh"
BIRTH, RESIDENCE, INSURANCE = "1.001193", "1.004222", "1.001939"


@pytest.fixture
def land(cast: Cast) -> Dossier:
    """A transfer of land that has reached the tax office."""
    case = cast.version(LAND).spec.case("transfer")
    with on("2026-11-02T08:00"):
        return cast.step(cast.accepted(LAND, case=case), "ok")


def tax_of(land: Dossier) -> Dossier:
    return Dossier.objects.with_screen().get(parent=land)


def test_the_tax_office_gets_a_dossier_of_its_own_and_nothing_is_asked_twice(
    cast: Cast, land: Dossier
) -> None:
    tax = tax_of(land)
    assert tax.state == Status.IN_PROGRESS
    assert tax.code
    assert tax.code != land.code
    assert (tax.competent_unit_id, tax.submitter_id) == (TAX, land.submitter_id)
    assert tax.values["plot_number"] == land.values["plot_number"]
    assert tax.values["price"] == land.values["price"]
    assert {paper.component_key for paper in tax.live_papers()} == {"contract"}


def test_each_has_its_own_clock_and_the_citizen_sees_both(cast: Cast, land: Dossier, client: Client) -> None:
    tax = tax_of(land)
    assert tax.due_at is not None
    assert land.due_at is not None
    assert tax.due_at < land.due_at
    assert cast.lan.user is not None
    client.force_login(cast.lan.user)
    with on("2026-11-02T09:00"):
        page = text(client, f"/ho-so/{land.pk}/")
        assert tax.number in page
        assert str(tax.competent_unit) in page
        assert page.count("Hẹn trả") >= 2
        where = page[page.index("Hồ sơ đang ở đâu") : page.index("Ngày hẹn")]
        assert str(tax.competent_unit) in where
        assert land.number in text(client, f"/ho-so/{tax.pk}/")


def test_the_land_step_waits_for_the_tax_office_and_its_result_comes_back(cast: Cast, land: Dossier) -> None:
    step, tax = step_of(land), tax_of(land)
    handler = cast.worker_of(step)
    tasks.take(actor=handler, item_id=step.pk)
    with refused("children"):
        finish_step(actor=handler, item_id=step.pk, outcome="collected")
    tax = cast.work_off(tax)
    assert tax.state == Status.RETURNED
    assert Notice.objects.filter(user_id=handler.user_id or 0, kind="child").count() == 1
    finish_step(actor=handler, item_id=step.pk, outcome="collected")
    assert step_of(land).step_key == "draft"
    browser = logged_in(handler)
    page = text(browser, f"/can-bo/ho-so/{land.pk}/")
    assert "Thông báo nộp thuế" in page
    url = f"/can-bo/ho-so/{land.pk}/lien-thong/{tax.pk}/tax_notice.pdf"
    assert browser.get(url)["Content-Type"] == "application/pdf"


def test_each_agency_sees_only_what_it_needs(cast: Cast, land: Dossier) -> None:
    tax = tax_of(land)
    land_handler, tax_handler = cast.worker_of(step_of(land)), cast.officer(TAX, HANDLER)
    assert not Dossier.objects.visible_to(land_handler).filter(pk=tax.pk).exists()
    assert not Dossier.objects.visible_to(tax_handler).filter(pk=land.pk).exists()
    assert logged_in(tax_handler).get(f"/can-bo/ho-so/{land.pk}/").status_code == 404
    assert land.number in text(logged_in(tax_handler), f"/can-bo/ho-so/{tax.pk}/")
    stranger = logged_in(cast.officer("so-tu-phap", HANDLER))
    url = f"/can-bo/ho-so/{land.pk}/lien-thong/{tax.pk}/tax_notice.pdf"
    assert stranger.get(url).status_code == 404


def test_stopping_the_parent_ends_the_child_with_the_ground(cast: Cast, land: Dossier) -> None:
    signer = cast.officer(land.competent_unit or "", SIGNER)
    refuse.stop(actor=signer, dossier_id=land.pk, reason="Có tranh chấp")
    tax = tax_of(land)
    assert tax.state == Status.STOPPED
    last = tax.movements.latest("at", "pk")
    assert land.number in last.reason
    assert tax.printed_forms.filter(kind="05").exists()
    assert not tax.work_items.open().exists()


def test_who_waits_for_the_other_agency_in_time_is_not_called_silent(cast: Cast, land: Dossier) -> None:
    Dossier.objects.filter(parent=land).update(due_at="2026-11-30T17:00+07:00", alarm_at=None)
    with on("2026-11-12T08:00"):
        assert raise_due() == 0
    with on("2026-12-01T08:00"):
        assert raise_due() == 2


def test_a_late_child_goes_to_the_head_of_the_desk_once(cast: Cast, land: Dossier) -> None:
    head = cast.officer(land.receiving_unit or "", HEAD)
    with on("2026-11-04T08:00"):
        assert escalate() == 1
        assert escalate() == 0
        item = land.work_items.open().get(kind=WorkItem.Kind.SILENCE)
        assert (item.unit_id, item.role) == (land.receiving_unit_id, HEAD)
        assert Notice.objects.filter(user_id=head.user_id or 0, kind="alarm").count() == 1
        with refused("reason"):
            finish_step(actor=head, item_id=item.pk, outcome="", note=" ")
        page = logged_in(head).post(
            f"/can-bo/ho-so/{land.pk}/viec/{item.pk}/", {"note": "Đã gọi Thuế tỉnh."}, follow=True
        )
        assert "Đã ghi việc đôn đốc." in page.content.decode()
    assert step_of(land).step_key == "opinions"


def test_a_silent_opinion_goes_to_the_head_of_the_desk_and_is_never_consent(cast: Cast) -> None:
    with on("2026-11-02T09:00"):
        dossier = cast.step(cast.accepted(OPINIONS), "to_opinions")
    opinion = dossier.work_items.get(kind=WorkItem.Kind.OPINION)
    with on("2027-03-01T09:00"):
        assert escalate() == 1
        assert escalate() == 0
        assert Alarm.objects.get(item=opinion).kind == Alarm.Kind.SILENCE
        page = text(logged_in(cast.desk_of(dossier)), f"/can-bo/ho-so/{dossier.pk}/")
        assert "Chưa trả lời" in page
        with refused("opinions"):
            step = step_of(dossier)
            finish_step(actor=cast.worker_of(step), item_id=step.pk, outcome="collected")
        finish_step(actor=cast.worker_of(opinion), item_id=opinion.pk, outcome="", note="Nhất trí.")
    assert not dossier.work_items.open().filter(kind=WorkItem.Kind.SILENCE).exists()


def test_birth_leads_on_to_residence_and_insurance_with_what_is_known(cast: Cast, client: Client) -> None:
    birth = cast.finished(BIRTH, case=cast.version(BIRTH).spec.case("on-time"))
    assert cast.lan.user is not None
    client.force_login(cast.lan.user)
    assert "Đăng ký thường trú cho trẻ" in text(client, f"/ho-so/{birth.pk}/")
    url = f"/ho-so/{birth.pk}/lam-tiep/residence/"
    assert client.post(url).status_code == 302
    client.post(url)
    residence = Dossier.objects.get(parent=birth, child_key="residence")
    assert residence.version.procedure_id == RESIDENCE
    assert residence.raw["members.0.member_name"] == birth.raw["child_name"]
    assert birth.values["child_name"] in residence.raw["request_text"][0]
    with refused("not-offered"):
        children.begin(actor=cast.citizen, parent_id=birth.pk, key="insurance")
    Dossier.objects.filter(pk=residence.pk).update(status=Status.RETURNED)
    insurance = children.begin(actor=cast.citizen, parent_id=birth.pk, key="insurance")
    assert insurance.version.procedure_id == INSURANCE
    assert insurance.raw["applicant_name"] == birth.raw["child_name"]


def test_nobody_else_begins_a_child(cast: Cast, client: Client) -> None:
    birth = cast.finished(BIRTH, case=cast.version(BIRTH).spec.case("on-time"))
    with refused("not-yours"):
        children.begin(actor=cast.stranger, parent_id=birth.pk, key="residence")
    assert cast.stranger_person.user is not None
    client.force_login(cast.stranger_person.user)
    assert client.post(f"/ho-so/{birth.pk}/lam-tiep/residence/").status_code == 404


def test_what_a_child_is_handed_is_known_to_its_procedure() -> None:
    from motcua.catalogue.actions.publish import SHIPPED
    from motcua.catalogue.check import check_file
    from motcua.catalogue.faults.children import across

    specs: dict[str, Any] = {}
    for path in SHIPPED.rglob("*.yaml"):
        spec = check_file(path)[1]
        if spec is not None:
            specs[spec.code] = spec
    assert [fault for spec in specs.values() for fault in across(spec, specs)] == []
    assert sum(len(spec.children) for spec in specs.values()) == 3
