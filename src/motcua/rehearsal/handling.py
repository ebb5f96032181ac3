"""The officers' side of a walk: accept, ask, every step of the route, the ends, and handing over."""

import re
from collections.abc import Callable, Mapping, Sequence

from motcua.catalogue.actions.publish import SHIPPED
from motcua.catalogue.check import check_file
from motcua.catalogue.linked import Child
from motcua.rehearsal.browser import Browser, Failed
from motcua.rehearsal.filing import form_input
from motcua.rehearsal.html import Form, Page
from motcua.rehearsal.papers import sample_for
from motcua.rehearsal.people import People
from motcua.workflow.spec import END, END_REFUSED, Outcome, Route, Step

_OF_COMMUNE = re.compile(r"-(\d{5})$")
_LIST = re.compile(r"/ban-giao/[0-9a-f-]{36}/$")
_WHY = "Thông tin khai chưa khớp với giấy tờ kèm theo."


def desk_for(unit: str) -> str:
    """The desk that receives for an agency: the commune's centre, or the province's."""
    found = _OF_COMMUNE.search(unit)
    return f"ttpvhcc-{found[1]}" if found else "ttpvhcc-tinh"


def way_through(route: Route, end: str) -> list[tuple[Step, Outcome]]:
    """A way to an end: at every step the first button that leads there, none that leads back."""
    seen: set[str] = set()

    def onwards(step: Step | None) -> list[tuple[Step, Outcome]]:
        if step is None or step.key in seen:
            return []
        seen.add(step.key)
        for outcome in step.outcomes:
            rest = [] if outcome.back or outcome.to == end else onwards(route.step(outcome.to))
            if rest or outcome.to == end:
                return [(step, outcome), *rest]
        return []

    found = onwards(route.steps[0])
    if not found:
        raise Failed(f"Quy trình không có đường nào đến «{end}».")
    return found


class Handling:
    """What officers do with one dossier."""

    def __init__(self, people: People, dossier_id: str, *, competent: str, desk: str) -> None:
        self.people = people
        self.address = f"/can-bo/ho-so/{dossier_id}/"
        self.competent = competent
        self.desk = desk
        self.children: Sequence[Child] = ()
        self.before_child: Callable[[str], None] = lambda agency: None

    @property
    def desk_officer(self) -> Browser:
        return self.people.officer(self.desk, "desk_officer")

    @property
    def signer(self) -> Browser:
        return self.people.officer(self.competent, "signer")

    def worker(self, step: Step) -> Browser:
        """Whoever works a step of the route."""
        unit = self.people.unit_of_step(step.unit, self.competent, self.desk)
        return self.people.officer(unit, step.role)

    def act(self, officer: Browser, ending: str, typed: Mapping[str, Sequence[str]] | None = None) -> Page:
        """Open the dossier and press the button whose address ends so, with what it asks for."""
        officer.open(self.address)
        return officer.submit(officer.need(ending), typed)

    # The desk

    def check_papers(self) -> None:
        officer = self.desk_officer
        papers = officer.open(self.address).form("/giay-to/")
        if papers is not None:
            officer.submit(papers, button=papers.button(name="all", value="fine"))

    def accept(self) -> None:
        """Look at the papers, take the money, accept."""
        self.check_papers()
        self.take_payment()
        self.act(self.desk_officer, "/tiep-nhan/")

    def take_payment(self) -> None:
        """Take what is owed, when the page offers it."""
        officer = self.desk_officer
        form = officer.open(self.address).form("/thu-tien/")
        if form is not None:
            officer.submit(form, {"method": ["cash"], "reference": [""]})

    def forward(self) -> None:
        self.act(self.desk_officer, "/chuyen/")

    def send_on_a_list(self) -> None:
        """The papers go to the competent agency on a hand-over list, which its desk confirms."""
        officer = self.desk_officer
        officer.open("/can-bo/ban-giao/")
        self._make_list(officer)
        receiver = self.people.officer(desk_for(self.competent), "desk_officer")
        receiver.open(officer.path)
        form = receiver.need("/xac-nhan/")
        receiver.submit(form, button=form.button(name="all", value="yes"))

    def _make_list(self, officer: Browser) -> None:
        """All that waits to go, the dossier among it. The list that was made stands open afterwards."""
        form = officer.need("/ban-giao/lap/")
        if not any(self.address in link.href for link in officer.page.links):
            raise Failed(f"{officer.path}: hồ sơ không nằm trong mục «Chờ giao đi».")
        chosen = [control.value for control in form.controls if control.name == "custody"]
        officer.submit(form, {"custody": chosen})
        if officer.path == "/can-bo/ban-giao/":
            made = next((link.href for link in officer.page.links if _LIST.search(link.href)), "")
            officer.open(made)

    def refuse(self) -> None:
        typed = {"reason_key": ["expired"], "reason": [_WHY]}
        self.act(self.desk_officer, "/tu-choi/", {**typed, "legal_ground": ["NĐ 61/2018/NĐ-CP Điều 17"]})

    def hand_over(self, receiver: str) -> None:
        """Give the result out at the desk it comes back to."""
        self._at_the_desk_with("/tra-ket-qua/")
        self.act(self.desk_officer, "/tra-ket-qua/", {"receiver": [receiver], "paper": ["id-card"]})

    def send_home(self, receiver: str, address: str) -> None:
        """Order the post for the result, from the desk it comes back to."""
        self._at_the_desk_with("/gui-buu-chinh/")
        typed = {
            "recipient": [receiver],
            "phone": ["0912345678"],
            "address": [address],
            "payer": ["receiver"],
        }
        self.act(self.desk_officer, "/gui-buu-chinh/", typed)

    def _at_the_desk_with(self, ending: str) -> None:
        """From now on the desk is the one that has this button; what is owed is taken first."""
        for desk in dict.fromkeys((self.desk, desk_for(self.competent))):
            page = self.people.officer(desk, "desk_officer").open(self.address)
            if page.form(ending) is not None:
                self.desk = desk
                self.take_payment()
                return
        raise Failed(f"{self.address}: không quầy nào có nút «{ending}».")

    def lapse(self) -> None:
        self.act(self.desk_officer, "/qua-han-bo-sung/", {"reason": ["Đã hết hạn mà chưa bổ sung."]})

    # Asking for more, and taking it in

    def ask(self, officer: Browser) -> None:
        """Ask for the first paper of the procedure, or for the first field where it has no papers."""
        page = officer.open(f"{self.address}yeu-cau-bo-sung/")
        form = next((each for each in page.forms if _can_be_wrong(each)), None)
        if form is None:
            raise Failed(f"{officer.path}: không có mục nào để yêu cầu bổ sung. {page.complaint}")
        wrong = _can_be_wrong(form)[0]
        officer.submit(form, {wrong: ["yes"], f"{wrong}-reason": [_WHY]})

    def take_answer(self) -> None:
        """The person brings to the counter what was asked for."""
        officer = self.desk_officer
        officer.open(f"{self.address}nhan-bo-sung/")
        form = officer.need(text="Đã đủ")
        brought = {control.name: ["yes"] for control in form.controls if control.kind == "checkbox"}
        officer.submit(form, brought)

    @staticmethod
    def send_file(browser: Browser, ending: str) -> None:
        """Send a paper anew by the form at this address of the open page."""
        form = browser.need(ending)
        name = form_input(form)
        control = form.control(name)
        browser.submit(
            form, files={name: sample_for(control.accept if control is not None else "", again=True)}
        )

    # The agency

    def demand(self, step: Step, *, way: str = "paper") -> None:
        """`way`: the notice comes on paper, or by wire from the tax office («tax»)."""
        typed = {"reason": ["Nộp lệ phí trước bạ theo thông báo."], "way": [way]}
        self.act(self.worker(step), "/nghia-vu/", typed)

    def stop(self) -> None:
        typed = {"reason": [_WHY], "legal_ground": ["NĐ 61/2018/NĐ-CP Điều 19"]}
        self.act(self.signer, "/dung/", typed)

    def work_off(self, route: Route, *, declined: bool = False) -> list[str]:
        """Walk a way through the route; the keys of the steps that were done."""
        way = way_through(route, END_REFUSED if declined else END)
        for number, (step, outcome) in enumerate(way):
            self._do(step, outcome, first=number == 0, note=_WHY if declined else "")
        return [step.key for step, _ in way]

    def _do(self, step: Step, outcome: Outcome, *, first: bool, note: str) -> None:
        for ask in step.ask:
            self._give_opinion(ask.unit, ask.role)
        for child in self.children:
            if child.waits and child.at == step.key:
                self._work_child(child)
        officer = self.worker(step)
        page = officer.open(self.address)
        take = page.form("/nhan/", text="Nhận việc này")
        if first and take is not None:
            officer.submit(take)
            page = officer.open(self.address)
        form = self._form_for(page, outcome)
        if form is None:
            raise Failed(f"Bước «{step.name}» ({step.role}): trang không có nút «{outcome.label}».")
        button = form.button(name="outcome", value=outcome.key)
        officer.submit(form, {"read": ["yes"], "note": [note]}, button=button)

    @staticmethod
    def _form_for(page: Page, outcome: Outcome) -> Form | None:
        return next((form for form in page.forms if form.button(name="outcome", value=outcome.key)), None)

    def _work_child(self, child: Child) -> None:
        """The other agency finds the child by its code, which stands on the parent's page, and decides it."""
        numbers = self.desk_officer.open(self.address).said("code")
        spec = next((check_file(path)[1] for path in SHIPPED.rglob(f"{child.procedure}.yaml")), None)
        if len(numbers) < 2 or spec is None:
            raise Failed(f"{self.address}: trang không nói đến hồ sơ liên thông {child.procedure}.")
        agency = spec.competence[0].agency.removeprefix("unit:")
        officer = self.people.officer(agency, spec.route.steps[0].role)
        found = officer.open(f"/can-bo/tim/?q={numbers[1]}").link(numbers[1])
        if not found:
            raise Failed(f"{agency} không tìm thấy hồ sơ liên thông {numbers[1]}.")
        self.before_child(agency)
        own = Handling(self.people, found.strip("/").split("/")[-1], competent=agency, desk=desk_for(agency))
        own.work_off(spec.route)

    def _give_opinion(self, unit: str, role: str) -> None:
        officer = self.people.officer(self.people.unit_of_step(unit, self.competent, self.desk), role)
        officer.open(self.address)
        form = officer.need(text="Gửi ý kiến")
        officer.submit(form, {"note": ["Nhất trí với đề xuất."]})


def _can_be_wrong(form: Form) -> list[str]:
    """What the form of a request lets an officer tick: papers first, then fields."""
    names = [control.name for control in form.controls if control.kind == "checkbox"]
    return [name for kind in ("component-", "field-") for name in names if name.startswith(kind)]
