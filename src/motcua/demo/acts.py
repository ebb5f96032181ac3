"""What people of the demo province do, by the very verbs of the product. A method is one visit or sitting."""

import random
from datetime import date, timedelta

from django.db import transaction

from motcua.catalogue.reasons import catalogue
from motcua.catalogue.spec import Component
from motcua.delivery.actions import Sheet
from motcua.delivery.models import Parcel
from motcua.demo.carrying import send_papers, send_result
from motcua.demo.office import Office
from motcua.demo.plan import Story
from motcua.demo.samples import stored_sample
from motcua.dossiers import content
from motcua.dossiers.actions import amend, draft, papers, post, result, supplement
from motcua.dossiers.actions.accept import accept
from motcua.dossiers.actions.file import file, take_in
from motcua.dossiers.actions.hand_over import SELF, Shown, hand_over
from motcua.dossiers.actions.route import finish_step, outcomes_of
from motcua.dossiers.actions.supplement import Wanted
from motcua.dossiers.actions.tell_paid import tell_of_payments
from motcua.dossiers.models import Channel, Dossier, Paper, ReturnMethod, SupplementItem, WorkItem
from motcua.forms.examples import example_answers
from motcua.forms.fields import FileField, GroupField
from motcua.forms.prefill import prefill
from motcua.forms.raw import Raw
from motcua.identity.actor import Actor
from motcua.identity.models import Person
from motcua.lib import moment
from motcua.notifications.actions import mark_read
from motcua.organisation.models import Unit
from motcua.payments.actions import take as take_payment

# Papers are looked at, of these reasons one is given.
# Keys of the catalogue of reasons, with what the officer says besides.
_WRONG = (
    ("blurred", "số và ngày cấp."),
    ("pages_missing", "trang sau của giấy tờ."),
    ("expired", "cần bản còn hiệu lực."),
    ("other_person", "cần giấy tờ chứng minh là cùng một người."),
)
_OPINION = "Nhất trí với đề xuất; không có ý kiến khác."
_NOT_ENOUGH = "qua kiểm tra, thông tin kê khai không khớp với sổ gốc đang lưu giữ."


class Hands:
    """Does the acts of one story. Every method is one act at the present (shifted) moment."""

    def __init__(self, story: Story, office: Office) -> None:
        self.story = story
        self.office = office
        self.person: Person = office.people[story.citizen]

    @property
    def citizen(self) -> Actor:
        return self.office.citizen(self.person)

    @property
    def online(self) -> bool:
        return self.story.channel == Channel.ONLINE

    def desk_of(self, dossier: Dossier) -> Actor:
        return self.office.desk(dossier.receiving_unit_id, self.story.number)

    def applicant(self, dossier: Dossier) -> Actor:
        """Who sends things in: the citizen, or over the counter the desk officer for the citizen."""
        return self.citizen if self.online else self.desk_of(dossier)

    # Filing

    @transaction.atomic
    def begin(self) -> Dossier:
        """Begin, fill in the form, hand in the papers."""
        story = self.story
        desk = None if self.online else f"ttpvhcc-{self.person.residence_unit}"
        actor = self.citizen if desk is None else self.office.desk(desk, story.number)
        dossier = draft.start(
            actor=actor,
            version=story.version,
            submitter=self.person,
            channel=story.channel,
            receiving_unit=None if desk is None else Unit.objects.get(pk=desk),
            answers=story.example.answers,
        )
        if desk is not None:
            dossier.typist_id = actor.user_id
        dossier = self._fill_in(actor, dossier)
        self._choose_return(actor, dossier)
        for component in content.components(dossier):
            if component.required and content.is_asked(component, dossier.channel):
                self._attach(actor, dossier, component)
        return dossier

    def _fill_in(self, actor: Actor, dossier: Dossier) -> Dossier:
        """The example of the case, with what is known of the person where it fits."""
        form = self.story.spec.form
        known = {
            name: list(each.texts)
            for name, each in prefill(form, content.person_sources(self.person)).items()
        }
        facts = content.given_facts(dossier)
        for given in ({**known, **self.story.example.values}, self.story.example.values):
            raw = example_answers(form, facts, self.story.number, given, units=[self.person.residence_unit])
            dossier.raw = raw
            if not content.checked(dossier).errors:
                break
        return draft.save(actor=actor, dossier_id=dossier.pk, raw=self._with_files(raw))

    def _with_files(self, raw: Raw) -> Raw:
        """Files asked for inside the form, with ids of files that exist."""
        fields = {field.key: field for field in self.story.spec.form.all_fields()}
        for name in raw:
            head, _, rest = name.partition(".")
            field = fields.get(head)
            items = field.fields if isinstance(field, GroupField) else ()
            item = next((item for item in items if item.key == rest.rpartition(".")[2]), field)
            if isinstance(item, FileField):
                raw[name] = [
                    str(stored_sample(item.label, item.accept, self.story.number, self.person.full_name).pk)
                ]
        return raw

    def _choose_return(self, actor: Actor, dossier: Dossier) -> None:
        chance = self.story.chance("return").random()
        if chance < 0.12:
            draft.choose_return(
                actor=actor, dossier_id=dossier.pk, method=ReturnMethod.POST, address=self.person.residence
            )
        elif self.online and chance < 0.3:
            draft.choose_return(actor=actor, dossier_id=dossier.pk, method=ReturnMethod.DESK)

    def _attach(self, actor: Actor, dossier: Dossier, component: Component, *, again: int = 0) -> None:
        electronic = self.online
        number = self.story.number + again + len(component.key)
        papers.attach(
            actor=actor,
            dossier_id=dossier.pk,
            component_key=component.key,
            file=stored_sample(component.name, component.accept, number, actor.label) if electronic else None,
            originals=0 if electronic else max(1, component.originals),
            copies=0 if electronic else component.copies,
        )

    def send(self, dossier: Dossier) -> None:
        """File online; by post the desk registers what the envelope held; at the counter it is taken in."""
        if self.story.channel == Channel.COUNTER:
            desk = self.desk_of(dossier)
            take_in(actor=desk, dossier_id=dossier.pk)
            self._pay(desk, Dossier.objects.get(pk=dossier.pk))
        else:
            file(actor=self.applicant(dossier), dossier_id=dossier.pk)

    # At the desk

    def check(self, dossier: Dossier) -> None:
        """Look at the papers and find them right; take the money that is due."""
        desk = self.desk_of(dossier)
        verdicts = {str(paper.pk): (Paper.Verdict.FINE.value, "") for paper in dossier.live_papers()}
        papers.check(actor=desk, dossier_id=dossier.pk, verdicts=verdicts)

    @transaction.atomic
    def accept(self, dossier: Dossier) -> None:
        desk = self.desk_of(dossier)
        self._pay(desk, dossier)
        accept(actor=desk, dossier_id=dossier.pk)

    def _pay(self, desk: Actor, dossier: Dossier) -> None:
        obligation = dossier.obligation
        if obligation is None or not obligation.is_open:
            return
        by_transfer = self.online or self.story.chance("pay").random() < 0.4
        reference = f"FT{self.story.starts:%y%m%d}{self.story.number:06d}"
        take_payment(
            actor=desk,
            obligation_id=obligation.pk,
            method="transfer" if by_transfer else "cash",
            reference=reference if by_transfer else "",
        )
        # Told on that day: nobody wants hundreds of notices of an old day when the demo is opened.
        tell_of_payments()

    @transaction.atomic
    def send_on(self, dossier: Dossier) -> None:
        """The papers go to the agency, and somebody there confirms them."""
        send_papers(self.office, dossier, self.desk_of(dossier), self.story.number)

    @transaction.atomic
    def ask(self, dossier: Dossier, actor: Actor) -> None:
        """Find one paper wrong and ask for a better one; without papers, ask to correct the form."""
        chance = self.story.chance("ask")
        supplement.ask(actor=actor, dossier_id=dossier.pk, items=[self._wanted(dossier, actor, chance)])

    def _wanted(self, dossier: Dossier, actor: Actor, chance: random.Random) -> Wanted:
        live = [paper for paper in dossier.live_papers() if dossier.spec.component(paper.component_key)]
        if not live:
            field = next(iter(dossier.spec.form.all_fields()))
            return Wanted(SupplementItem.Kind.FIELD, field.key, field.label, "Thông tin ghi chưa đầy đủ.")
        paper, (key, own) = chance.choice(live), chance.choice(_WRONG)
        remark = catalogue()[key].said(own)
        papers.check(
            actor=actor, dossier_id=dossier.pk, verdicts={str(paper.pk): (Paper.Verdict.WRONG.value, remark)}
        )
        return Wanted(SupplementItem.Kind.COMPONENT, paper.component_key, paper.name, own, reason_key=key)

    @transaction.atomic
    def supply(self, dossier: Dossier) -> None:
        """Answer the request: a new paper in place of each that was wrong."""
        actor = self.applicant(dossier)
        for key in content.asked_components(dossier):
            for paper in dossier.live_papers():
                if paper.component_key == key:
                    papers.remove(actor=actor, dossier_id=dossier.pk, paper_id=paper.pk)
            component = dossier.spec.component(key)
            if component is not None:
                self._attach(actor, dossier, component, again=1)
        fields = content.asked_fields(dossier)
        if fields:
            typed = {name: texts for name, texts in dossier.raw.items() if name.partition(".")[0] in fields}
            supplement.correct(actor=actor, dossier_id=dossier.pk, raw=typed)
        supplement.supply(actor=actor, dossier_id=dossier.pk)

    def hand_over(self, dossier: Dossier) -> None:
        receiver = self.person.full_name
        if dossier.return_method == ReturnMethod.ELECTRONIC:
            hand_over(actor=self.citizen, dossier_id=dossier.pk, receiver=receiver)
            mark_read(person_id=self.person.pk)
            return
        desk = self.office.desk(dossier.return_unit_id, self.story.number)
        with transaction.atomic():
            self._pay(desk, dossier)
            if dossier.return_method == ReturnMethod.POST:
                self._by_post(desk, dossier)
                return
            hand_over(actor=desk, dossier_id=dossier.pk, receiver=receiver, shown=Shown(SELF, "id-card"))

    def _by_post(self, desk: Actor, dossier: Dossier) -> None:
        """Posted the working day before, delivered now; the number stands on the slip of the postman."""
        number = f"RV{self.story.number:09d}VN"
        sheet = Sheet(
            "",
            self.person.full_name,
            self.person.phone or "0912000111",
            dossier.return_address,
            "",
            Parcel.Payer.RECEIVER,
            number,
        )
        post.send_by_post(actor=desk, dossier_id=dossier.pk, sheet=sheet)
        posted = max(dossier.finished_at or moment.now(), moment.now() - timedelta(hours=22))
        post.note_parcel(actor=desk, dossier_id=dossier.pk, state=Parcel.State.POSTED, at=posted)
        post.note_parcel(
            actor=desk, dossier_id=dossier.pk, state=Parcel.State.DELIVERED, receiver=self.person.full_name
        )

    # On the way

    def worker(self, item: WorkItem) -> Actor:
        return self.office.officer(item.unit_id, item.role, self.story.number, user_id=item.assignee_id)

    def write_draft(self, item: WorkItem, outcome: str) -> None:
        """Draft every result of the case, or the refusal where the outcome leads to one."""
        dossier = item.dossier
        chosen = next(each for each in outcomes_of(item) if each.key == outcome)
        if result.leads_to_refusal(dossier, chosen):
            bodies = {
                result.REFUSAL: [text + _NOT_ENOUGH for text in result.suggested(dossier, result.REFUSAL)]
            }
        else:
            bodies = {key: result.suggested(dossier, key) for key, _, _ in result.result_spec_of(dossier)}
        result.draft(actor=self.worker(item), item_id=item.pk, bodies=bodies)

    def finish(self, item: WorkItem, outcome: str, note: str = "") -> None:
        actor = self.worker(item)
        step = item.dossier.spec.route.step(item.step_key)
        if (
            step is not None
            and step.act in {"sign", "sign_refusal"}
            and item.dossier.competent_unit is not None
        ):
            self.office.enroll(actor, item.dossier.competent_unit)
        finish_step(actor=actor, item_id=item.pk, outcome=outcome, note=note)
        if self.story.chance("carry").random() < 0.9:
            send_result(self.office, item.dossier, self.story.number)

    def give_opinion(self, item: WorkItem) -> None:
        finish_step(actor=self.worker(item), item_id=item.pk, outcome="", note=_OPINION)

    def apologise(self, dossier: Dossier, new_date: date) -> None:
        amend.apologise(
            actor=self.office.officer(dossier.competent_unit_id, "signer", self.story.number),
            dossier_id=dossier.pk,
            reason="Hồ sơ cần xác minh thêm tại thực địa, cơ quan chưa hoàn thành kịp.",
            new_date=new_date,
        )
