"""The way through a draft: which stops it has, which are done, where one goes next."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from motcua.catalogue.advice import competence
from motcua.catalogue.spec import CompetenceRow, Component, ProcedureSpec
from motcua.dossiers import content, places
from motcua.dossiers.models import Dossier
from motcua.forms.answers import Cleaned, Prefilled, all_facts, prefill, visible_pages
from motcua.identity.models import Person
from motcua.lib.errors import Refused
from motcua.organisation.models import Unit
from motcua.web.ui.parts import Status, Steps

QUESTIONS, PAPERS, PLACE, CHECK = "cau-hoi", "giay-to", "noi-nhan", "kiem-tra"
_DONE = Status("Xong", "done", "green")
_OPEN = Status("Chưa xong", "new", "grey")
_LAST = Status("Bước cuối", "new", "grey")
# Filing for somebody else, only ways to reach the submitter are known to belong where the form asks for them.
_OF_SUBMITTER = ("person.phone", "person.email", "today")


@dataclass(frozen=True)
class Stop:
    """One page of the way. `page` is the key of a page of the form, empty for the others."""

    key: str
    title: str
    url: str
    done: bool
    page: str = ""

    @property
    def status(self) -> Status:
        if self.key == CHECK:
            return _LAST
        return _DONE if self.done else _OPEN


class Way:
    """The stops of one draft as it stands. Everything is worked out once, and only when asked for."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.spec = dossier.spec

    @cached_property
    def given(self) -> dict[str, object]:
        return content.given_facts(self.dossier)

    @cached_property
    def checked(self) -> Cleaned:
        return content.checked(self.dossier)

    @cached_property
    def facts(self) -> dict[str, object]:
        return all_facts(self.spec.form, self.checked.answers, self.given)

    @cached_property
    def row(self) -> CompetenceRow:
        return competence(self.spec, self.facts)

    @cached_property
    def agency(self) -> Unit | None:
        """Who decides; None while that cannot be told yet (`agency_problem` says why)."""
        try:
            return self._agency()
        except Refused:
            return None

    @cached_property
    def agency_problem(self) -> str:
        try:
            self._agency()
        except Refused as problem:
            return problem.message
        return ""

    def _agency(self) -> Unit:
        residence = self.dossier.owner.residence_unit
        return places.competent_unit(
            self.row, facts=self.facts, residence=residence, chosen=self.dossier.chosen_place
        )

    @cached_property
    def chooses_place(self) -> bool:
        return places.needs_choice(self.row, residence=self.dossier.owner.residence_unit)

    @cached_property
    def missing_papers(self) -> list[Component]:
        return content.missing_components(self.dossier)

    @cached_property
    def case_known(self) -> bool:
        try:
            content.case_for(self.dossier, self.dossier.answers)
        except Refused:
            return False
        return True

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """All stops in order, the check being the last."""
        pages = visible_pages(self.spec.form, self.checked.answers, self.given)
        wrong = {self.page_of(name) for name in self.checked.errors}
        questions = (Stop(QUESTIONS, "Trường hợp của bạn", self.url("questions"), self.case_known),)
        placed = self.agency is not None and (not self.chooses_place or bool(self.dossier.chosen_place))
        return (
            *(questions if self.spec.questions else ()),
            *(
                Stop(
                    f"khai-{page.key}",
                    page.title,
                    self.url("page", page.key),
                    page.key not in wrong,
                    page.key,
                )
                for page in pages
            ),
            Stop(PAPERS, "Giấy tờ kèm theo", self.url("papers"), not self.missing_papers),
            Stop(PLACE, "Nơi giải quyết và cách nhận kết quả", self.url("place"), placed),
            Stop(CHECK, "Kiểm tra lại và nộp", self.url("check"), False),
        )

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of sending."""
        return all(stop.done for stop in self.stops if stop.key != CHECK)

    def page_of(self, name: str) -> str:
        """The page of the form an input stands on."""
        key = name.partition(".")[0]
        pages = (page.key for page in self.spec.form.pages if any(field.key == key for field in page.fields))
        return next(pages, "")

    def stop(self, key: str) -> Stop | None:
        return next((stop for stop in self.stops if stop.key == key), None)

    def after(self, key: str) -> Stop:
        """The stop after this one; the check when this one is gone meanwhile."""
        keys = [stop.key for stop in self.stops]
        if key not in keys or key == CHECK:
            return self.stops[-1]
        return self.stops[keys.index(key) + 1]

    def steps(self, key: str) -> Steps:
        """Where this stop stands, for the bar on top of a page."""
        keys = [stop.key for stop in self.stops]
        at = keys.index(key)
        back = self.stops[at - 1].url if at else self.url("draft")
        return Steps(tuple(stop.title for stop in self.stops), at + 1, back)

    def url(self, name: str, *more: Any) -> str:
        return reverse(f"filing:{name}", args=[self.dossier.pk, *more])


def first_to_do(dossier: Dossier) -> str:
    """The address of the first stop that is not done: where somebody goes on."""
    way = Way(dossier)
    if not dossier.is_draft:
        return reverse("mine:dossier", args=[dossier.pk])
    begun_pages = [stop for stop in way.stops if stop.page]
    if dossier.draft_version == 0 and begun_pages:
        return begun_pages[0].url
    return next((stop.url for stop in way.stops if not stop.done), way.url("check"))


def known(spec: ProcedureSpec, submitter: Person, owner: Person) -> dict[str, Prefilled]:
    """What need not be asked, by input name: of the submitter, who is the applicant of the form.

    For another person only the ways to reach the submitter are filled in: which fields mean the owner and
    which the submitter, a form does not say.
    """
    sources = content.person_sources(submitter)
    if submitter.pk != owner.pk:
        sources = {name: sources[name] for name in _OF_SUBMITTER}
    return prefill(spec.form, sources)
