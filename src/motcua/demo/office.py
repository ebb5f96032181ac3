"""Who does the work in the demo province: officers and citizens as actors, calendars; looked up once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from motcua.documents.signing import keystore
from motcua.identity.actor import DESK_OFFICER, Actor
from motcua.identity.models import Person, User
from motcua.lib.calendars import Calendar
from motcua.organisation.actors import actor_at, actor_of
from motcua.organisation.models import Assignment, Post, Unit
from motcua.organisation.queries import calendar_for


class NobodyThere(LookupError):
    """No officer of the demo province holds this role in this unit."""


class Office:
    """The officers and citizens of the demo province."""

    def __init__(self, citizens: Sequence[str], *, certificates_from: datetime) -> None:
        """`citizens` are the personal ids in the order the plan knows them by."""
        self.certificates_from = certificates_from
        self._holders: dict[tuple[str, str], list[tuple[User, Post]]] = defaultdict(list)
        for held in Assignment.objects.select_related("user", "post__unit").order_by("post_id"):
            if held.post.fields or held.post.procedures:
                # Narrow posts take their own procedures only; whoever plays the day is not asked which.
                continue
            for role in held.post.roles:
                self._holders[held.post.unit_id, role].append((held.user, held.post))
        self._actors: dict[tuple[int, int], Actor] = {}
        people = Person.objects.filter(personal_id__in=list(citizens)).select_related("user")
        known = {person.personal_id: person for person in people}
        self.people = [known[number] for number in citizens]
        self._citizens: dict[str, Actor] = {}
        self._enrolled: set[str] = set()

    def officer(
        self, unit_id: str | None, role: str, number: int = 0, *, user_id: int | None = None
    ) -> Actor:
        """Somebody who holds the role in the unit; whom, `number` decides, or the account that took the work.

        Raises NobodyThere.
        """
        holders = self._holders.get((unit_id or "", role), [])
        if user_id is not None:
            holders = [holder for holder in holders if holder[0].pk == user_id]
        if not holders:
            raise NobodyThere(f"Nobody is {role} in {unit_id}.")
        user, post = holders[number % len(holders)]
        key = (user.pk, post.pk)
        if key not in self._actors:
            self._actors[key] = actor_at(user, post)
        return self._actors[key]

    def desk(self, unit_id: str | None, number: int) -> Actor:
        return self.officer(unit_id, DESK_OFFICER, number)

    def citizen(self, person: Person) -> Actor:
        key = str(person.pk)
        if key not in self._citizens:
            self._citizens[key] = actor_of(person.user)
        return self._citizens[key]

    def enroll(self, signer: Actor, unit: Unit) -> None:
        """Certificates for a signer and the agency, valid since before the first dossier of the province."""
        wanted = (
            ("person", f"officer:{signer.user_id}", signer.name),
            ("agency", f"unit:{unit.pk}", unit.name),
        )
        for kind, owner, name in wanted:
            if owner not in self._enrolled:
                self._enrolled.add(owner)
                keystore().enroll(
                    owner,
                    name,
                    unit.name,
                    "person" if kind == "person" else "agency",
                    valid_from=self.certificates_from,
                )

    @staticmethod
    @lru_cache(maxsize=2000)
    def calendar(unit_id: str | None) -> Calendar:
        return calendar_for(unit_id)
