"""The people and dossiers of the scenes, by the real actions. Only where Django is awake (`stage`)."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from random import Random

from motcua.catalogue.actions.draft import begin, put
from motcua.catalogue.drafts import Draft
from motcua.catalogue.editing.tree import mark
from motcua.dossiers import content
from motcua.dossiers.actions import transfer
from motcua.dossiers.actions.draft import choose_place, start
from motcua.dossiers.actions.supplement import Wanted, ask
from motcua.dossiers.models import (
    Channel,
    Custody,
    Dossier,
    Paper,
    PrintedForm,
    RegisterBook,
    Result,
    SupplementItem,
    TransferLine,
    TransferList,
    WorkItem,
)
from motcua.dossiers.slips import rating_address
from motcua.forms.personal_id import example as example_id
from motcua.identity.actor import ADMIN, DESK_OFFICER, HEAD, SIGNER, VISITOR_ACTOR, Actor
from motcua.identity.models import Person, User
from motcua.lib import moment
from motcua.notifications.actions import mark_read
from motcua.organisation.models import Post, Unit
from motcua.payments.models import Receipt
from motcua.reception import queries
from motcua.reception.actions.bookings import book_for
from motcua.reception.actions.halls import open_hall, sit_down
from motcua.reception.actions.tickets import call_next, take_ticket
from motcua.reception.models import Appointment, Hall, Ticket
from motcua.reporting.targets import set_presets
from tests.browser.busy import Busy
from tests.browser.inspected import files, inspections
from tests.browser.pictures import scan
from tests.browser.purse import Purse
from tests.browser.purse import ids as ids_of_money
from tests.browser.register import register
from tests.browser.scans import scans
from tests.browser.stage import BIRTH, COMMUNE
from tests.cast import Cast
from tests.payments.account import open_account, pay

LAN = "025190001234"
# Costs something, and the fee is asked for at any moment.
COPIES = "2.000635"
MOTHER = {
    "requester_name": "Nguyễn Thị Lan",
    "requester_id": LAN,
    "requester_phone": "0912000111",
    "requester_residence": "Khu 3, phường Nông Trang",
    "requester_relation": "mother",
}
CHILDREN = (
    "Lê Gia Huy",
    "Phạm Bảo Ngọc",
    "Nguyễn Minh Khôi",
    "Trần Khánh Linh",
    "Hà Đức Anh",
    "Đinh Quỳnh Chi",
)


class Players(Cast):
    """The cast, living where the first person of the sandbox e-identity server lives; `who` files."""

    commune = a_commune = COMMUNE  # type: ignore[assignment]

    def __init__(self, who: str = "Nguyễn Thị Lan", number: str = LAN) -> None:
        self.who, self.number = who, number

    @cached_property
    def lan(self) -> Person:
        known = Person.objects.filter(personal_id=self.number).first()
        return known or self.person(self.who, self.number)

    def hand_in(self, actor: Actor, dossier: Dossier) -> None:
        for component in content.components(dossier):
            if component.required and content.is_asked(component, dossier.channel):
                self.attach(actor, dossier, component, scan(component.name, dossier.submitter.full_name))


class Scenes:
    """The dossiers made so far, by scene, each begun some minutes after the one before."""

    def __init__(self) -> None:
        self.cast = Players()
        self.late = self.cast.version(BIRTH).spec.case("late")
        self.made: dict[str, str] = {}

    def put(
        self, name: str, walk: Callable[..., Dossier], *, steps: int = 0, days: int = 0, **more: str
    ) -> Dossier:
        number = len(self.made)
        example = self.late.examples[0]
        values = {**example.values, **MOTHER, "child_name": CHILDREN[number % len(CHILDREN)]}
        example = example.model_copy(update={"values": values})
        with moment.at(moment.now() - timedelta(days=days, minutes=180 - 3 * number)):
            dossier = walk(BIRTH, case=self.late, example=example, seed=number + 1, **more)
        for _ in range(steps):
            dossier = self.cast.step(dossier)
        self.made[name] = str(dossier.pk)
        return dossier

    def ask(self, dossier: Dossier) -> None:
        """The paper is wrong, and a name in the form."""
        paper = dossier.live_papers()[0]
        kinds, unlike = SupplementItem.Kind, "Không khớp với giấy tờ đã nộp"
        wanted = [
            Wanted(kinds.COMPONENT, paper.component_key, paper.name, "Ảnh mờ, không đọc được chữ"),
            Wanted(kinds.FIELD, "child_name", "Họ, chữ đệm, tên của trẻ", unlike),
        ]
        with moment.at(moment.now() - timedelta(minutes=20)):
            desk = self.cast.desk_of(dossier)
            ask(actor=desk, dossier_id=dossier.pk, items=wanted, note="Bạn chụp lại giúp chúng tôi.")

    def hand_on(self, dossier: Dossier) -> None:
        """Its papers are on a list that the agency has not confirmed."""
        held = Custody.objects.get(dossier=dossier)
        transfer.make(actor=self.cast.desk_of(dossier), custody_ids=[held.pk])

    def money(self) -> None:
        """An account of the agency that collects, and dossiers that cost something: to pay, part, paid."""
        open_account(Unit.objects.get(pk=f"ubnd-{COMMUNE}"))
        # In the demo province she may be a digital citizen, who pays nothing these days.
        self.cast.lan.digital_citizen = False
        self.cast.lan.save(update_fields=["digital_citizen"])
        for name in (
            "owing",
            "owing-live",
            "owing-part",
            "owing-paid",
            "owing-desk",
            "owing-desk-live",
            "owing-card",
        ):
            channel = Channel.COUNTER if name.startswith("owing-desk") else Channel.ONLINE
            dossier = self.cast.filed(COPIES, channel=channel, seed=90 + len(self.made))
            self.made[name] = str(dossier.pk)
            if name in {"owing-part", "owing-paid"}:
                assert dossier.obligation is not None
                pay(dossier.obligation, 4000 if name == "owing-part" else None, key=f"FT-{name}")

    def hall(self) -> None:
        """The waiting room of the desk: a number called, some waiting, an hour booked."""
        unit = Unit.objects.get(pk=f"ttpvhcc-{COMMUNE}")
        officers = self.cast.officers(unit, DESK_OFFICER)
        officer = next(each for each in officers if each.has(HEAD))
        hall = open_hall(actor=officer, unit=unit)
        window = sit_down(actor=officer, window_id=hall.windows.all()[0].pk)
        for letter, priority in (("A", ""), ("A", "elderly"), ("B", "")):
            take_ticket(actor=VISITOR_ACTOR, hall_id=hall.pk, letter=letter, priority=priority)
        call_next(actor=officer, window_id=window.pk)
        now = moment.now()
        day = queries.days_with_slots(hall, now)[1]
        hour = queries.slots(hall, day, now)[0].starts_at
        book_for(actor=officer, hall_id=hall.pk, starts_at=hour, name="Bà Bùi Thị Mận")

    def begin(self, name: str) -> None:
        """A draft in which nothing is written yet but what the e-identity system told."""
        dossier = start(
            actor=self.cast.citizen,
            version=self.cast.version(BIRTH),
            submitter=self.cast.lan,
            channel=Channel.ONLINE,
            answers=self.late.examples[0].answers,
        )
        self.made[name] = str(dossier.pk)


def scenes() -> dict[str, str]:
    """Make the dossiers; ids by scene."""
    stage = Scenes()
    cast = stage.cast
    draft = stage.put("draft", cast.draft)
    choose_place(actor=cast.citizen, dossier_id=draft.pk, place=COMMUNE)
    stage.begin("fresh")
    for name in ("accept", "ask", "refuse", "contested", "keys-accept", "plain-accept", "shown"):
        stage.put(name, cast.filed)
    for name in ("supplement", "supplement-shown", "supplement-plain"):
        stage.ask(stage.put(name, cast.filed))
    for name in ("route", "keys-finish", "handle-shown"):
        stage.put(name, cast.accepted)
    for name, steps in (("keys-sign", 1), ("sign-shown", 1), ("number-shown", 2)):
        stage.put(name, cast.accepted, steps=steps)
    for name in ("done", "done-plain"):
        stage.put(name, cast.finished)
    stage.put("returned", cast.handed_over)
    stage.put("counter", cast.draft, channel="counter")
    mark_read(person_id=cast.lan.pk)
    stage.put("taken-in", cast.filed, channel="counter")
    stage.hand_on(stage.put("under-way", cast.filed, channel="counter"))
    stage.hall()
    stage.put("sorry", cast.accepted, days=6)
    stage.money()
    posted = stage.put("posted", cast.finished)
    outage = stage.put("outage", cast.draft, channel="counter")
    Busy(cast).all(posted, outage)
    money = ("money-counted", "money-cash", "money-declared", "money-over", "money-asked")
    Purse(cast, {name: stage.put(name, cast.filed, channel="counter") for name in money}).all()
    return stage.made


def examples(dossiers: dict[str, str]) -> dict[str, str]:
    """Ids that addresses want beside those of dossiers."""
    returned = dossiers["returned"]
    result = Result.objects.filter(dossier_id=returned).latest("pk")
    open_work = WorkItem.objects.filter(dossier_id=dossiers["handle-shown"], done_at__isnull=True)
    year = moment.today().year
    chair = Players().officer("ubnd-tinh", SIGNER)
    rows = {
        "draft": _draft(),
        "target": set_presets(actor=chair, first=date(year, 1, 1), last=date(year, 12, 31))[0],
        "person": Person.objects.get(personal_id=LAN),
        "paper": Paper.objects.filter(dossier_id=dossiers["shown"]).latest("pk"),
        "form": PrintedForm.objects.filter(dossier_id=returned).latest("pk"),
        "result": result,
        "book": RegisterBook.objects.get(rows__dossier_id=returned),
        "item": open_work.latest("pk"),
        "officer": User.objects.get(pk=chair.user_id or 0),
        "post": Post.objects.get(pk=chair.post_id or 0),
        "transfer": TransferList.objects.latest("pk"),
        "transfer-line": TransferLine.objects.latest("pk"),
        "ticket": Ticket.objects.latest("pk"),
        "appointment": Appointment.objects.latest("pk"),
        "proposal": register(Players()),
        **ids_of_money(),
    }
    token = rating_address(Dossier.objects.get(pk=returned)).rstrip("/").rpartition("/")[2]
    kiosk = Hall.objects.get(unit_id=f"ttpvhcc-{COMMUNE}").kiosk_key
    more = {"result-key": result.key, "rating-token": token, "kiosk-key": kiosk}
    more["receipt-secret"] = Receipt.objects.earliest("number").secret
    counter = Dossier.objects.get(pk=dossiers["counter"])
    more |= scans(Players(), counter) | inspections(Players()) | files(Players())
    return {name: str(row.pk) for name, row in rows.items()} | more


def _draft() -> Draft:
    """A version half written: another fee, one step of the guide more."""
    admin = Players().officer("vp-ubnd-tinh", ADMIN)
    draft = begin(actor=admin, code=COPIES)
    data = {**draft.data, "guide": [*draft.data["guide"], "Đánh giá cán bộ đã phục vụ bạn."]}
    data["fees"] = [{**draft.data["fees"][0], "timing": "on_return"}, *draft.data["fees"][1:]]
    return put(actor=admin, draft_id=draft.pk, path=(), value=data, seen=mark(draft.data))


def numbers(dossiers: dict[str, str]) -> dict[str, str]:
    """What people quote, by scene."""
    found = {str(pk): each.number for pk, each in Dossier.objects.in_bulk(list(dossiers.values())).items()}
    return {scene: found[pk] for scene, pk in dossiers.items()}


# Who else came in the last days, for what, how many days ago, and how many steps are done since acceptance
# (None: nobody has looked at it yet).
CROWD: tuple[tuple[str, str, float, int | None], ...] = (
    ("Trần Quốc Bảo", "1.000894", 0.10, None),
    ("Phạm Thị Thu Hà", "1.004873", 0.14, None),
    ("Hà Văn Sơn", "2.000635", 0.17, None),
    ("Nguyễn Đức Thắng", "1.000656", 0.9, None),
    ("Đinh Thị Ngọc Ánh", "1.004873", 1, 0),
    ("Bùi Văn Quyết", "1.004884", 2, 0),
    ("Hoàng Thị Kim Oanh", "1.000894", 1, 0),
    ("Lương Thị Mai", "1.004859", 6, 0),
    ("Vũ Minh Tuấn", "1.004884", 12, 0),
    ("Đỗ Thị Hồng", "1.004837", 8, 0),
    ("Tạ Quang Huy", "1.004873", 5, 1),
    ("Kiều Thị Lan Anh", "1.004884", 1, 1),
    ("Chu Văn Nam", "1.000656", 3, 2),
)


def crowd() -> None:
    """Other people's dossiers at the same agencies."""
    for place, (name, code, days, steps) in enumerate(CROWD):
        cast = Players(name, example_id(year=1990, sex_given="female", chance=Random(place)))
        case = cast.version(code).spec.cases[0]
        with moment.at(moment.now() - timedelta(days=days)):
            if steps is None:
                cast.filed(code, case=case, seed=50 + place)
                continue
            dossier = cast.accepted(code, case=case, seed=50 + place)
        with moment.at(moment.now() - timedelta(days=days / 2)):
            for _ in range(steps):
                dossier = cast.step(dossier)
