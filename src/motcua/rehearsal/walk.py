"""One walk: a case of a procedure from filing to hand-over and rating, by people at their pages."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.forms.examples import example_answers
from motcua.rehearsal.browser import Browser, Failed, File
from motcua.rehearsal.counter import Counter
from motcua.rehearsal.filing import Filing
from motcua.rehearsal.handling import Handling, desk_for
from motcua.rehearsal.html import Page
from motcua.rehearsal.people import Citizen, People

ONLINE, COUNTER = "online", "counter"
ELECTRONIC, DESK = "electronic", "desk"
_GENUINE = "đúng là bản cơ quan đã phát hành"


@dataclass(frozen=True)
class Task:
    """A case to be walked; `number` decides the small choices, such as how the result comes back."""

    number: int
    spec: ProcedureSpec
    case: Case

    @property
    def channel(self) -> str:
        return ONLINE if ONLINE in self.spec.channels else COUNTER


@dataclass
class Walked:
    """What came of a walk. `due` is what the citizen reads of it; `states` the words of the statuses seen."""

    procedure: str
    case: str
    channel: str
    code: str = ""
    due: str = ""
    states: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    ok: bool = False
    error: str = ""
    seconds: float = 0.0


def walk(task: Task, people: People, citizens: Sequence[Citizen]) -> Walked:
    """Walk one case; whatever goes wrong is in the answer."""
    walked = Walked(task.spec.code, task.case.key, task.channel)
    began = time.monotonic()
    try:
        _Walk(task, people, citizens[task.number % len(citizens)], walked).go()
        walked.ok = True
    except (Failed, OSError, LookupError, ValueError) as problem:
        walked.error = str(problem) or type(problem).__name__
    walked.seconds = round(time.monotonic() - began, 1)
    return walked


class _Walk:
    def __init__(self, task: Task, people: People, who: Citizen, walked: Walked) -> None:
        self.task = task
        self.people = people
        self.who = who
        self.walked = walked
        self.citizen: Browser = people.citizen(who) if task.channel == ONLINE else people.browser()
        self.address = ""

    def go(self) -> None:
        electronic = self.task.channel == ONLINE and self.task.number % 3 != 0
        dossier_id = self._begin(ELECTRONIC if electronic else DESK)
        self.address = f"/ho-so/{dossier_id}/"
        page = self._look()
        competent = self.people.unit_called(page.facts.get("Nơi giải quyết", ""))
        desk = desk_for(competent) if self.task.channel == ONLINE else f"ttpvhcc-{self.who.commune}"
        handling = Handling(self.people, dossier_id, competent=competent, desk=desk)
        if self.task.channel == ONLINE:
            handling.accept()
        else:
            handling.take_payment()
            handling.forward()
        page = self._look()
        self.walked.code = next(iter(page.said("code")), "")
        self.walked.due = page.facts.get("Ngày hẹn", "")
        self.walked.steps = handling.work_off(self.task.spec.route)
        self._look()
        if electronic:
            self.citizen.submit(self.citizen.need("/nhan/"))
        else:
            handling.hand_over(self.who.name)
        self._look()
        self._rate()
        self._look_up()
        self._verify()

    def _begin(self, method: str) -> str:
        spec, case = self.task.spec, self.task.case
        example = case.examples[self.task.number % len(case.examples)]
        facts = {**example.answers, "channel": self.task.channel}
        raw = example_answers(spec.form, facts, self.task.number, example.values, units=[self.who.commune])
        if self.task.channel == ONLINE:
            return Filing(
                self.citizen,
                spec.code,
                answers=example.answers,
                raw=raw,
                commune=self.who.commune,
                method=method,
            ).file()
        officer = self.people.officer(f"ttpvhcc-{self.who.commune}", "desk_officer")
        taken = Counter(
            officer, spec.code, self.who, answers=example.answers, raw=raw, method=method
        ).take_in()
        # Only now: the person who came to the desk logs in at home and finds the dossier there.
        self.citizen = self.people.citizen(self.who)
        return taken

    def _look(self) -> Page:
        """The citizen opens the dossier's page and reads how it stands."""
        page = self.citizen.open(self.address)
        state = next(iter(page.said("status")), "")
        if state and self.walked.states[-1:] != [state]:
            self.walked.states.append(state)
        return page

    def _rate(self) -> None:
        form = self.citizen.need("/danh-gia/")
        self.citizen.submit(form, {"score": ["3"], "reason": ["Thuận tiện."]})

    def _look_up(self) -> None:
        """Anybody with the code sees how far it is, and no more."""
        visitor = self.people.browser()
        page = visitor.open(f"/tra-cuu/?ma={self.walked.code}")
        if self.walked.code not in page.said("dossier-code"):
            raise Failed(f"Tra cứu không thấy {self.walked.code}: {page.complaint}")

    def _verify(self) -> None:
        """The result is a signed PDF, and the public page of the province knows it."""
        address = self.citizen.open(self.address).link("Tải ")
        if not address:
            raise Failed("Trang hồ sơ không có tệp kết quả để tải.")
        file = File("ket-qua.pdf", self.citizen.fetch(address), "application/pdf")
        visitor = self.people.browser()
        visitor.open("/xac-minh/")
        page = visitor.submit(visitor.need(text="Kiểm tra"), files={"file": file}, may_fail=True)
        if _GENUINE not in " ".join(page.said("notice")):
            raise Failed(f"Kết quả tải về không được xác minh: {page.complaint}")
