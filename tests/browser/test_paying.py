"""Money comes while the page is open: it says so by itself, to the payer and to the officer at the desk."""

from tests.browser.conftest import Visit
from tests.browser.system import run


def test_the_page_says_that_money_has_come_without_being_loaded_again(visit: Visit) -> None:
    phone = visit(360, has_touch=True, is_mobile=True)
    dossier = phone.system.dossier("owing-live")
    phone.log_in(to=f"/ho-so/{dossier}/")
    with phone.page.expect_navigation():
        phone.page.get_by_role("main").get_by_role("link", name="Nộp tiền").first.click()
    phone.see("Chưa nhận được tiền. Còn phải nộp 24.000 đồng.")
    # The script shows the buttons a moment after the words are there.
    phone.page.locator("[data-copy]").first.wait_for(state="visible")
    # The picture is a request of its own: on a busy machine it comes after the script.
    phone.page.wait_for_function("document.querySelector('.pay-qr').naturalWidth > 100")
    phone.page.evaluate("window.sameDocument = true")
    phone.is_sound()

    run(phone.system.folder, "tests.browser.money", dossier)

    phone.see("Đã nhận tiền: 24.000 đồng. Không phải nộp thêm.")
    assert phone.page.evaluate("window.sameDocument")
    phone.page.locator(".pay-qr").wait_for(state="hidden")
    phone.is_sound()
    link = phone.page.locator("[data-pay-receipts] a").first
    answer = phone.context.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"


def test_a_person_pays_on_the_page_of_a_gateway_and_comes_back_to_the_money(visit: Visit) -> None:
    phone = visit(360, has_touch=True, is_mobile=True)
    page = f"/ho-so/{phone.system.dossier('owing-card')}/nop-tien/"
    phone.log_in(to=page)
    phone.page.get_by_role("button", name="Thẻ ngân hàng, ví điện tử").click()
    phone.page.wait_for_url("**/pay/*")
    assert not phone.page.url.startswith(phone.system.url)
    phone.page.get_by_role("button", name="Trả tiền").click()
    phone.page.wait_for_url(f"{phone.system.url}{page}")
    phone.see("Đã nhận tiền: 24.000 đồng. Không phải nộp thêm.")
    phone.page.locator("[data-pay-receipts] a").first.wait_for()
    phone.is_sound()


def test_without_scripts_a_link_asks_again(visit: Visit) -> None:
    phone = visit(360, java_script_enabled=False)
    phone.log_in(to=f"/ho-so/{phone.system.dossier('owing')}/nop-tien/")
    with phone.page.expect_navigation():
        phone.page.get_by_role("link", name="Xem đã nhận tiền chưa").click()
    phone.see("Chưa nhận được tiền")
    assert phone.page.locator("[data-copy]").first.is_hidden()


def test_the_officer_sees_that_the_money_is_there(visit: Visit) -> None:
    computer = visit(1280)
    dossier = computer.system.dossier("owing-desk-live")
    computer.log_in_officer("desk", to=f"/can-bo/quay/ho-so/{dossier}/xong/")
    computer.see("QR để người dân quét tại quầy")
    computer.page.locator(".pay-qr").wait_for()
    run(computer.system.folder, "tests.browser.money", dossier)
    computer.see("Đã nhận tiền: 24.000 đồng. Không phải nộp thêm.")
    computer.page.locator(".pay-qr").wait_for(state="hidden")
    computer.is_sound()
