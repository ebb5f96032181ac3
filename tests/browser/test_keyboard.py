"""Each role's main task once by keyboard alone: Tab, Enter, Space, arrows; the focus always to be seen."""

from tests.browser.conftest import Visit
from tests.browser.stage import BIRTH
from tests.browser.visit import Keys


def test_a_citizen_files_a_dossier(visit: Visit) -> None:
    citizen = visit(1280)
    citizen.log_in(to=f"/nop/{BIRTH}/")
    keys = Keys(citizen)
    for name, downs in (
        ("for_whom", 0),
        ("child_kind", 0),
        ("late", 1),
        ("birth_evidence", 0),
        ("filed_by", 0),
    ):
        keys.tab_to(f"input[name={name}]")
        keys.press("Space")
        keys.press("ArrowDown", downs)
    keys.enter("main .btn-primary")
    keys.tab_to("input[name=requester_relation]")
    keys.press("Space")
    keys.enter("main .btn-primary")
    for name, text in (("child_name", "Phạm Gia Hân"), ("birth", "2/1/2026")):
        keys.tab_to(f"[name={name}]")
        keys.write(text)
        if name == "child_name":
            keys.tab_to("input[name=sex]")
            keys.press("Space")
    keys.enter("main .btn-primary")
    for name in ("birth_place", "child_ethnicity", "child_nationality", "hometown"):
        keys.tab_to(f"[name={name}]")
        keys.write("Phường Nông Trang")
    keys.enter("main .btn-primary")
    while "/khai/" in citizen.path:
        keys.enter("main .btn-primary")
    assert citizen.path.endswith("/giay-to/")
    keys.enter("main .actions .btn-primary")
    keys.tab_to("#chosen_place")
    keys.write("Phường Nông Trang")
    keys.enter("main .btn-primary")
    assert citizen.path.endswith("/kiem-tra/")
    keys.tab_to("input[name=promise]")
    keys.press("Space")
    keys.enter("main .btn-primary")
    citizen.page.wait_for_url("**/da-nop/")
    print(keys.told("Nộp hồ sơ"))


def test_a_desk_officer_accepts_a_dossier(visit: Visit) -> None:
    desk = visit(1280)
    desk.log_in_officer("desk", to="/can-bo/tiep-nhan/")
    keys = Keys(desk)
    keys.enter(f"a[href='/can-bo/ho-so/{desk.system.dossier('keys-accept')}/']")
    keys.enter("button[name=all]")
    keys.enter("form[action$='/tiep-nhan/'] button")
    desk.see("Đang xử lý")
    print(keys.told("Tiếp nhận hồ sơ"))


def test_a_handler_finishes_a_step(visit: Visit) -> None:
    handler = visit(1280)
    handler.log_in_officer("handler")
    keys = Keys(handler)
    keys.enter(f"a[href='/can-bo/ho-so/{handler.system.dossier('keys-finish')}/']")
    keys.enter("button[name=outcome][value=ok]")
    handler.see("Đã xong bước")
    print(keys.told("Xong bước thẩm định"))


def test_a_signer_signs(visit: Visit) -> None:
    signer = visit(1280)
    signer.log_in_officer("signer")
    keys = Keys(signer)
    keys.enter(f"a[href='/can-bo/ho-so/{signer.system.dossier('keys-sign')}/']")
    keys.tab_to("input[name=read]")
    keys.press("Space")
    keys.enter("button[name=outcome][value=signed]")
    signer.see("Đã xong bước")
    print(keys.told("Ký"))
