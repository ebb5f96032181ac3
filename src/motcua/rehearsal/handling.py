"""The officers' side of a walk: check and accept, every step of the route, and handing over."""

import re

from motcua.rehearsal.browser import Browser, Failed
from motcua.rehearsal.html import Form, Page
from motcua.rehearsal.people import People
from motcua.workflow.spec import Outcome, Route, Step

_MOST_STEPS = 40
_ENDS = ("end", "end_refused")
_OF_COMMUNE = re.compile(r"-(\d{5})$")


def desk_for(unit: str) -> str:
    """The desk that receives for an agency: the commune's centre, or the province's."""
    found = _OF_COMMUNE.search(unit)
    return f"ttpvhcc-{found[1]}" if found else "ttpvhcc-tinh"


class Handling:
    """What officers do with one dossier."""

    def __init__(self, people: People, dossier_id: str, *, competent: str, desk: str) -> None:
        self.people = people
        self.address = f"/can-bo/ho-so/{dossier_id}/"
        self.competent = competent
        self.desk = desk

    @property
    def desk_officer(self) -> Browser:
        return self.people.officer(self.desk, "desk_officer")

    def accept(self) -> None:
        """Look at the papers, take the money, accept."""
        officer = self.desk_officer
        page = officer.open(self.address)
        papers = page.form("/giay-to/")
        if papers is not None:
            page = officer.submit(papers, button=papers.button(name="all", value="fine"))
        self.take_payment()
        officer.submit(officer.need("/tiep-nhan/"))

    def take_payment(self) -> None:
        """Take what is owed, when the page offers it."""
        officer = self.desk_officer
        form = officer.open(self.address).form("/thu-tien/")
        if form is not None:
            officer.submit(form, {"method": ["cash"], "reference": [""]})

    def forward(self) -> None:
        officer = self.desk_officer
        officer.open(self.address)
        officer.submit(officer.need("/chuyen/"))

    def work_off(self, route: Route) -> list[str]:
        """Walk the ordinary way through the route; the keys of the steps that were done."""
        step: Step | None = route.steps[0]
        done: list[str] = []
        while step is not None and len(done) < _MOST_STEPS:
            done.append(step.key)
            outcome = self._do(step, first=len(done) == 1)
            if outcome.to in _ENDS:
                return done
            step = route.step(outcome.to)
        raise Failed(f"Quy trình không kết thúc: {', '.join(done)}.")

    def _do(self, step: Step, *, first: bool) -> Outcome:
        for ask in step.ask:
            self._give_opinion(ask.unit, ask.role)
        unit = self.people.unit_of_step(step.unit, self.competent, self.desk)
        officer = self.people.officer(unit, step.role)
        page = officer.open(self.address)
        take = page.form("/nhan/", text="Nhận việc này")
        if first and take is not None:
            officer.submit(take)
            page = officer.open(self.address)
        outcome = next(each for each in step.outcomes if not each.back)
        form = self._form_for(page, outcome)
        if form is None:
            raise Failed(f"Bước «{step.name}» ({unit}, {step.role}): trang không có nút «{outcome.label}».")
        button = form.button(name="outcome", value=outcome.key)
        officer.submit(form, {"read": ["yes"]}, button=button)
        return outcome

    @staticmethod
    def _form_for(page: Page, outcome: Outcome) -> Form | None:
        return next((form for form in page.forms if form.button(name="outcome", value=outcome.key)), None)

    def _give_opinion(self, unit: str, role: str) -> None:
        officer = self.people.officer(self.people.unit_of_step(unit, self.competent, self.desk), role)
        officer.open(self.address)
        form = officer.need(text="Gửi ý kiến")
        officer.submit(form, {"note": ["Nhất trí với đề xuất."]})

    def hand_over(self, receiver: str) -> None:
        self.take_payment()
        officer = self.desk_officer
        officer.submit(officer.need("/tra-ket-qua/"), {"receiver": [receiver]})
