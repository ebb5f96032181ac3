"""One dossier on its way: the citizen, the desk, the agency, each at their own pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from motcua.catalogue.expect import Example
from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.dossiers.lifecycle import Status
from motcua.forms.examples import example_answers
from motcua.rehearsal.browser import Browser, Failed, File
from motcua.rehearsal.counter import Counter
from motcua.rehearsal.filing import Filing
from motcua.rehearsal.handling import Handling, desk_for
from motcua.rehearsal.html import Page
from motcua.rehearsal.people import Citizen, People

ONLINE, COUNTER, POST = "online", "counter", "post"
ELECTRONIC, DESK = "electronic", "desk"
_GENUINE = "đúng là bản cơ quan đã phát hành"
Days = Iterator[int]


@dataclass
class Walked:
    """What came of a walk. `due` is what the citizen reads of it; `states` the words of the statuses seen."""

    procedure: str
    case: str
    way: str
    channel: str = ""
    code: str = ""
    due: str = ""
    states: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    ok: bool = False
    error: str = ""
    seconds: float = 0.0


class Life:
    """A dossier and the people who have to do with it. `number` decides the small choices."""

    def __init__(
        self, people: People, who: Citizen, spec: ProcedureSpec, case: Case, number: int, walked: Walked
    ) -> None:
        self.people = people
        self.who = who
        self.spec = spec
        self.case = case
        self.number = number
        self.walked = walked
        self.method = DESK
        self.citizen: Browser
        self.handling: Handling
        self.address = ""

    @property
    def example(self) -> Example:
        return self.case.examples[self.number % len(self.case.examples)]

    # It comes in

    def file(self, method: str = DESK) -> None:
        """The citizen files online, from the first question to the page «sent»."""
        self.citizen = self.people.citizen(self.who)
        filing = Filing(
            self.citizen,
            self.spec.code,
            answers=self.example.answers,
            raw=self._raw(ONLINE),
            commune=self.who.commune,
            method=method,
        )
        self._came(filing.file(), ONLINE, method, desk="")

    def take_in(self, *, channel: str = COUNTER, method: str = DESK, at: str = "") -> None:
        """The person stands at a counter (or a letter came); `at` is the commune of another desk."""
        desk = f"ttpvhcc-{at or self.who.commune}"
        counter = Counter(
            self.people.officer(desk, "desk_officer"),
            self.spec.code,
            self.who,
            answers=self.example.answers,
            raw=self._raw(channel),
            method=method,
            channel=channel,
        )
        dossier_id = counter.take_in()
        # Only now: the person who came to the desk logs in at home and finds the dossier there.
        self.citizen = self.people.citizen(self.who)
        self._came(dossier_id, channel, method, desk=desk)

    def _raw(self, channel: str) -> Mapping[str, Sequence[str]]:
        facts = {**self.example.answers, "channel": channel}
        return example_answers(
            self.spec.form, facts, self.number, self.example.values, units=[self.who.commune]
        )

    def _came(self, dossier_id: str, channel: str, method: str, *, desk: str) -> None:
        self.walked.channel = channel
        self.method = method
        self.address = f"/ho-so/{dossier_id}/"
        competent = self.people.unit_called(self.look().facts.get("Nơi giải quyết", ""))
        self.handling = Handling(
            self.people, dossier_id, competent=competent, desk=desk or desk_for(competent)
        )
        self.handling.children = self.spec.children

    # It is looked at

    def look(self) -> Page:
        """The citizen opens the dossier's page and reads how it stands."""
        page = self.citizen.open(self.address)
        state = next(iter(page.said("status")), "")
        if state and self.walked.states[-1:] != [state]:
            self.walked.states.append(state)
        self.walked.code = next(iter(page.said("code")), self.walked.code)
        self.walked.due = page.facts.get("Ngày hẹn", self.walked.due)
        return page

    def is_now(self, status: Status) -> None:
        """The citizen reads that it stands so. Raises Failed when another word stands there."""
        self.look()
        if self.walked.states[-1:] != [status.word]:
            raise Failed(f"Người dân phải đọc thấy «{status.word}», trang ghi {self.walked.states[-1:]}.")

    def look_up(self) -> None:
        """Anybody with the code sees how far it is, and no more."""
        visitor = self.people.browser()
        page = visitor.open(f"/tra-cuu/?ma={self.walked.code}")
        if self.walked.code not in page.said("dossier-code"):
            raise Failed(f"Tra cứu không thấy {self.walked.code}: {page.complaint}")

    def verify(self) -> None:
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

    # It goes on

    def bring_to(self, status: Status) -> None:
        """By the shortest way to a status in which something can happen to it."""
        if status == Status.FILED:
            self.file()
        elif status == Status.ACCEPTED:
            self.take_in()
        else:
            self.take_in()
            self.handling.forward()
            if status == Status.SUPPLEMENT:
                self.handling.ask(self.handling.worker(self.spec.route.steps[0]))
            elif status == Status.FINANCIAL:
                self.handling.demand(self.spec.route.steps[0])
        self.is_now(status)

    def work_off(self, *, declined: bool = False) -> None:
        """Every step of the route, to the result or to the reasoned refusal."""
        self.walked.steps = self.handling.work_off(self.spec.route, declined=declined)
        self.is_now(Status.DONE)

    def receive(self) -> None:
        """The result reaches the person: fetched online, or given out at the desk."""
        if self.method == ELECTRONIC:
            self.citizen.submit(self.citizen.need("/nhan/"))
        else:
            self.handling.hand_over(self.who.name)
        self.is_now(Status.RETURNED)

    def rate(self) -> None:
        form = self.citizen.need("/danh-gia/")
        self.citizen.submit(form, {"score": ["3"], "reason": ["Thuận tiện."]})

    def answer(self) -> None:
        """The citizen sends exactly what was asked for, from the page that says what is wrong."""
        page = f"{self.address}bo-sung/"
        self.citizen.open(page)
        for address in [form.action for form in self.citizen.page.forms if "/tep/ho-so/" in form.action]:
            self.citizen.open(page)
            self.handling.send_file(self.citizen, address.partition("?")[0])
        fields = self.citizen.open(page).form("/to-khai/")
        if fields is not None:
            self.citizen.submit(fields)
            self.citizen.open(page)
        self.citizen.submit(self.citizen.need("/bo-sung/gui/"))
        if self.citizen.path.endswith("/bo-sung/"):
            raise Failed(f"Chưa gửi được phần bổ sung: {self.citizen.page.complaint}")
