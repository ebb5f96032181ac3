"""Another agency decides its part as a dossier of its own while the first waits (NĐ 61/2018 Đ19 kh.6, 7)."""

from functools import partial

from motcua.catalogue.spec import Case, ProcedureSpec
from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.browser import Failed
from motcua.rehearsal.life import ELECTRONIC, ONLINE, Life
from motcua.rehearsal.ways import Way


def go(life: Life) -> None:
    """Land waits for tax: the citizen reads which agency has the word, and afterwards finds both results."""
    life.file(ELECTRONIC)
    life.handling.accept()
    life.is_now(Status.IN_PROGRESS)
    asked: list[str] = []
    life.handling.before_child = partial(_held_by, life, asked)
    life.work_off()
    if not asked:
        raise Failed("Không có hồ sơ liên thông nào được mở.")
    life.receive()
    _child_is_decided(life)


def _held_by(life: Life, asked: list[str], agency: str) -> None:
    asked.append(agency)
    name, read = life.people.name_of(agency), life.look().facts.get("Đang ở", "")
    if name not in read:
        raise Failed(f"Người dân phải đọc thấy hồ sơ đang ở «{name}», trang ghi «{read}».")


def _child_is_decided(life: Life) -> None:
    """From the page of the first dossier to that of the second, which has its own code and result."""
    for child in life.spec.children:
        if not child.waits:
            continue
        address = life.look().link(child.name)
        if not address:
            raise Failed(f"Trang hồ sơ không dẫn đến hồ sơ liên thông «{child.name}».")
        state = next(iter(life.citizen.open(address).said("status")), "")
        if state not in {Status.DONE.word, Status.RETURNED.word}:
            raise Failed(f"Hồ sơ liên thông «{child.name}» phải có kết quả, trang ghi «{state}».")


def _waits_for_another(spec: ProcedureSpec, case: Case) -> bool:
    return ONLINE in spec.channels and any(each.by == "system" and each.waits for each in spec.children)


WAYS = (
    Way(
        "inter-agency",
        "Hồ sơ liên thông ở cơ quan khác",
        go,
        (("conclude", Status.IN_PROGRESS),),
        _waits_for_another,
    ),
)
