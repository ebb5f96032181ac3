"""The fixed cast of the tests, and the way a dossier goes, by performing the real actions."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from motcua.catalogue.expect import Example
from motcua.catalogue.models import Version
from motcua.catalogue.spec import Case, Component
from motcua.documents.files import keep
from motcua.documents.models import StoredFile
from motcua.dossiers import content
from motcua.dossiers.actions import accept as acceptance
from motcua.dossiers.actions import draft, papers, result, tasks
from motcua.dossiers.actions.file import file, take_in
from motcua.dossiers.actions.hand_over import SELF, Shown, hand_over
from motcua.dossiers.actions.route import finish_step, outcomes_of
from motcua.dossiers.children import awaited
from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Channel, Dossier, Paper, ReturnMethod, WorkItem
from motcua.forms.examples import example_answers
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.organisation.actors import actor_at, actor_of
from motcua.organisation.models import Post, Unit

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"


class Cast:
    """People who act in tests. Officers are those of the loaded province."""

    commune = "08515"

    def person(self, name: str, number: str, **more: Any) -> Person:
        user = User.objects.create(login=f"vneid:{number}", kind=User.Kind.CITIZEN, name=name)
        return Person.objects.create(
            user=user,
            personal_id=number,
            full_name=name,
            birth_date="1990-05-17",
            sex="female",
            phone="0912000111",
            email="",
            residence="Khu 3, phường Nông Trang, tỉnh Phú Thọ",
            residence_unit=self.a_commune,
            assurance=2,
            created_at=moment.now(),
            **more,
        )

    @cached_property
    def a_commune(self) -> str:
        code = (
            Unit.objects.of_kind("commune_committee")
            .order_by("pk")
            .values_list("admin_code", flat=True)
            .first()
        )
        return code or self.commune

    @cached_property
    def lan(self) -> Person:
        return self.person("Nguyễn Thị Lan", "025190001234")

    @cached_property
    def stranger_person(self) -> Person:
        return self.person("Trần Văn Bình", "025088005678")

    @cached_property
    def citizen(self) -> Actor:
        return actor_of(self.lan.user)

    @cached_property
    def stranger(self) -> Actor:
        return actor_of(self.stranger_person.user)

    def officer(self, unit: Unit | str, role: str) -> Actor:
        """Somebody who holds this role in this unit today."""
        return self.officers(unit, role)[0]

    def officers(self, unit: Unit | str, role: str) -> list[Actor]:
        """Everybody who holds this role in this unit, the earliest post first; looked up once a day."""
        unit_id = unit.pk if isinstance(unit, Unit) else unit
        known = (unit_id, role, moment.today())
        if known not in self.found:
            self.found[known] = self.look_up(unit_id, role)
        return self.found[known]

    @cached_property
    def found(self) -> dict[tuple[str, str, date], list[Actor]]:
        return {}

    def look_up(self, unit_id: str, role: str) -> list[Actor]:
        found = []
        for post in Post.objects.filter(unit_id=unit_id).order_by("pk"):
            if role in post.roles:
                assignment = post.assignments.select_related("user").first()
                assert assignment is not None
                found.append(actor_at(assignment.user, post))
        assert found, f"Nobody is {role} in {unit_id}"
        return found

    def desk_of(self, dossier: Dossier) -> Actor:
        assert dossier.receiving_unit is not None
        return self.officer(dossier.receiving_unit, DESK_OFFICER)

    # The way of a dossier

    def version(self, code: str) -> Version:
        return Version.objects.filter(procedure_id=code).latest_first()[0]

    def draft(
        self,
        code: str,
        *,
        case: Case | None = None,
        example: Example | None = None,
        channel: str = Channel.ONLINE,
        seed: int = 1,
        with_papers: bool = True,
    ) -> Dossier:
        """A draft complete enough to be sent, for the example of a case."""
        version = self.version(code)
        spec = version.spec
        case = case or spec.cases[0]
        example = example or case.examples[0]
        actor = (
            self.citizen
            if channel == Channel.ONLINE
            else self.officer("ttpvhcc-" + self.a_commune, DESK_OFFICER)
        )
        dossier = draft.start(
            actor=actor,
            version=version,
            submitter=self.lan,
            channel=channel,
            receiving_unit=None if channel == Channel.ONLINE else Unit.objects.get(pk=actor.unit_id),
            answers=example.answers,
        )
        facts = content.given_facts(dossier)
        raw = example_answers(spec.form, facts, seed, example.values, units=[self.a_commune])
        dossier = draft.save(actor=actor, dossier_id=dossier.pk, raw=raw)
        if with_papers:
            self.hand_in(actor, dossier)
        return dossier

    def hand_in(self, actor: Actor, dossier: Dossier) -> None:
        for component in content.components(dossier):
            if component.required and content.is_asked(component, dossier.channel):
                self.attach(actor, dossier, component)

    def attach(self, actor: Actor, dossier: Dossier, component: Component, body: bytes = b"") -> Paper:
        online = dossier.channel == Channel.ONLINE
        stored = self.stored(body or PDF + component.key.encode()) if online else None
        return papers.attach(
            actor=actor,
            dossier_id=dossier.pk,
            component_key=component.key,
            file=stored,
            originals=0 if online else max(1, component.originals),
            copies=0 if online else component.copies,
        )

    def stored(self, body: bytes, name: str = "giay-to.pdf") -> StoredFile:
        return keep(content=body, name=name, media_type="application/pdf", origin=StoredFile.Origin.UPLOAD)

    def filed(self, code: str, **more: Any) -> Dossier:
        dossier = self.draft(code, **more)
        if dossier.channel == Channel.ONLINE:
            return file(actor=self.citizen, dossier_id=dossier.pk)
        desk = self.officer(dossier.receiving_unit or "", DESK_OFFICER)
        return take_in(actor=desk, dossier_id=dossier.pk)

    def accepted(self, code: str, **more: Any) -> Dossier:
        return self.accept(self.filed(code, **more))

    def accept(self, dossier: Dossier) -> Dossier:
        """The desk takes up what was sent, or passes on what it took in."""
        if dossier.state == Status.FILED:
            desk = self.desk_of(dossier)
            self.pay_if_first(desk, dossier)
            verdicts = {str(paper.pk): (Paper.Verdict.FINE.value, "") for paper in dossier.live_papers()}
            papers.check(actor=desk, dossier_id=dossier.pk, verdicts=verdicts)
            dossier = acceptance.accept(actor=desk, dossier_id=dossier.pk)
        elif dossier.state == Status.ACCEPTED:
            dossier = acceptance.forward(actor=self.desk_of(dossier), dossier_id=dossier.pk)
        return self.fresh(dossier)

    def pay_if_first(self, desk: Actor, dossier: Dossier) -> None:
        from motcua.payments.actions import take

        if dossier.owed_on_filing():
            assert dossier.obligation_id is not None
            take(actor=desk, obligation_id=dossier.obligation_id, method="cash")

    def fresh(self, dossier: Dossier) -> Dossier:
        return Dossier.objects.with_screen().get(pk=dossier.pk)

    def worker_of(self, item: WorkItem) -> Actor:
        return self.officer(item.unit, item.role)

    def step(self, dossier: Dossier, outcome: str = "", note: str = "") -> Dossier:
        """Do the open step as whoever it lies with would; without an outcome take the first forward one."""
        items = dossier.work_items.open().select_related("unit", "dossier__version__procedure")
        for item in items.filter(kind=WorkItem.Kind.OPINION):
            finish_step(actor=self.worker_of(item), item_id=item.pk, outcome="", note="Nhất trí.")
        item = items.get(kind=WorkItem.Kind.STEP)
        for child in awaited(dossier, item.step_key):
            self.work_off(self.fresh(child))
        actor = self.worker_of(item)
        tasks.take(actor=actor, item_id=item.pk)
        chosen = outcome or next(each.key for each in outcomes_of(item) if not each.back)
        step = item.dossier.spec.route.step(item.step_key)
        assert step is not None
        if step.act == "draft":
            self.write_draft(actor, item, chosen)
        finish_step(actor=actor, item_id=item.pk, outcome=chosen, note=note)
        return self.fresh(dossier)

    def write_draft(self, actor: Actor, item: WorkItem, outcome: str) -> None:
        dossier = item.dossier
        chosen = next(each for each in outcomes_of(item) if each.key == outcome)
        refusing = result.leads_to_refusal(dossier, chosen)
        keys = [result.REFUSAL] if refusing else [key for key, _, _ in result.result_spec_of(dossier)]
        bodies: Mapping[str, list[str]] = {key: result.suggested(dossier, key) for key in keys}
        result.draft(actor=actor, item_id=item.pk, bodies=dict(bodies))

    def finished(self, code: str, **more: Any) -> Dossier:
        dossier = self.accepted(code, **more)
        return self.work_off(dossier)

    def work_off(self, dossier: Dossier) -> Dossier:
        for _ in range(40):
            if dossier.state != Status.IN_PROGRESS:
                return dossier
            dossier = self.step(dossier)
        raise AssertionError("The route does not end.")

    def handed_over(self, code: str, **more: Any) -> Dossier:
        dossier = self.finished(code, **more)
        if dossier.return_method == ReturnMethod.ELECTRONIC:
            return hand_over(actor=self.citizen, dossier_id=dossier.pk, receiver=self.lan.full_name)
        desk = self.desk_of(dossier)
        shown = Shown(SELF, "id-card")
        return hand_over(actor=desk, dossier_id=dossier.pk, receiver=self.lan.full_name, shown=shown)
