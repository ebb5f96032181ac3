"""`python -m tests.browser.stage [day]`: puts the people and dossiers of the scenes into a data folder that is set up.

Prints one line of JSON: ids of dossiers by scene, login names of officers by part. Run by `tests.browser.system`.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import Any

BIRTH = "1.001193"
COMMUNE = "07894"
LAN, OTHER = "025190001234", "025088005678"
OFFICERS = {
    "desk": f"ttpvhcc-{COMMUNE}.desk1",
    "desk2": f"ttpvhcc-{COMMUNE}.head",
    "handler": f"phong-vhxh-{COMMUNE}.handler",
    "head": f"phong-vhxh-{COMMUNE}.head",
    "signer": f"ubnd-{COMMUNE}.signer",
    "clerk": f"vp-{COMMUNE}.clerk",
    "accountant": "ttpvhcc-tinh.accountant",
    "admin": "vp-ubnd-tinh.admin",
    "inspector": "vp-ubnd-tinh.inspector",
}
NAMES = ("Lê Gia Huy", "Phạm Bảo Ngọc", "Nguyễn Minh Khôi", "Trần Khánh Linh", "Hà Đức Anh", "Đinh Quỳnh Chi")


def scenes() -> dict[str, str]:
    """Make the dossiers; ids by scene."""
    from motcua.dossiers.actions.supplement import Wanted, ask
    from motcua.dossiers.models import Dossier, SupplementItem
    from motcua.identity.models import Person
    from motcua.lib import moment
    from tests.browser.pictures import scan
    from tests.cast import Cast

    class Players(Cast):
        """The cast, living where the first person of the sandbox e-identity server lives."""

        commune = a_commune = COMMUNE  # type: ignore[assignment]

        @cached_property
        def lan(self) -> Person:
            return Person.objects.filter(personal_id=LAN).first() or self.person("Nguyễn Thị Lan", LAN)

        def hand_in(self, actor: Any, dossier: Dossier) -> None:
            from motcua.dossiers import content

            for component in content.components(dossier):
                if component.required and content.is_asked(component, dossier.channel):
                    body = scan(component.name, dossier.submitter.full_name)
                    self.attach(actor, dossier, component, body)

    cast = Players()
    late = cast.version(BIRTH).spec.case("late")
    made: dict[str, str] = {}

    def put(name: str, walk: Callable[..., Dossier], **more: Any) -> Dossier:
        """One dossier on its way, as if begun some minutes before the one made next."""
        number = len(made)
        example = late.examples[0]
        values = {**example.values, "child_name": NAMES[number % len(NAMES)]}
        example = example.model_copy(update={"values": values})
        with moment.at(moment.now() - timedelta(minutes=180 - 3 * number)):
            dossier = walk(BIRTH, case=late, example=example, seed=number + 1, **more)
        made[name] = str(dossier.pk)
        return dossier

    put("draft", cast.draft)
    for name in ("accept", "ask", "refuse", "contested", "keys-accept", "shown"):
        put(name, cast.filed)
    for name in ("supplement", "supplement-shown", "supplement-plain"):
        dossier = put(name, cast.filed)
        paper = dossier.live_papers()[0]
        wanted = [
            Wanted(SupplementItem.Kind.COMPONENT, paper.component_key, paper.name, "Ảnh mờ, không đọc được chữ"),
            Wanted(
                SupplementItem.Kind.FIELD, "child_name", "Họ, chữ đệm, tên của trẻ", "Không khớp với giấy tờ đã nộp"
            ),
        ]
        with moment.at(moment.now() - timedelta(minutes=20)):
            ask(actor=cast.desk_of(dossier), dossier_id=dossier.pk, items=wanted, note="Bạn chụp lại giúp chúng tôi.")
    for name in ("route", "keys-finish", "handle-shown"):
        put(name, cast.accepted)
    for name, steps in (("keys-sign", 1), ("sign-shown", 1), ("number-shown", 2)):
        dossier = put(name, cast.accepted)
        for _ in range(steps):
            dossier = cast.step(dossier)
    for name in ("done", "done-plain"):
        put(name, cast.finished)
    put("returned", cast.handed_over)
    put("counter", cast.draft, channel="counter")
    put("taken-in", cast.filed, channel="counter")
    return made


def examples(dossiers: dict[str, str]) -> dict[str, str]:
    """Ids that addresses want beside those of dossiers."""
    from motcua.dossiers.models import Paper, PrintedForm, Result, WorkItem
    from motcua.identity.models import Person

    returned, route = dossiers["returned"], dossiers["handle-shown"]
    found = {
        "person": Person.objects.get(personal_id=LAN),
        "paper": Paper.objects.filter(dossier_id=dossiers["shown"]).latest("pk"),
        "form": PrintedForm.objects.filter(dossier_id=returned).latest("pk"),
        "result": Result.objects.filter(dossier_id=returned).latest("pk"),
        "item": WorkItem.objects.filter(dossier_id=route, done_at__isnull=True).latest("pk"),
    }
    return {name: str(row.pk) for name, row in found.items()} | {"result-key": found["result"].key}


def numbers(dossiers: dict[str, str]) -> dict[str, str]:
    """What people quote, by scene."""
    from motcua.dossiers.models import Dossier

    found = Dossier.objects.in_bulk(list(dossiers.values()))
    by_id = {str(pk): dossier.number for pk, dossier in found.items()}
    return {scene: by_id[pk] for scene, pk in dossiers.items()}


def main() -> None:
    if len(sys.argv) > 1:
        from tests.browser.on_a_day import set_clock

        set_clock(sys.argv[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    import django

    django.setup()
    from motcua.identity.actor import SYSTEM_ACTOR
    from motcua.organisation.actions import create_officers

    create_officers(actor=SYSTEM_ACTOR)
    dossiers = scenes()
    print(json.dumps({"dossiers": dossiers, "examples": examples(dossiers), "officers": OFFICERS, "numbers": numbers(dossiers)}))


if __name__ == "__main__":
    main()
