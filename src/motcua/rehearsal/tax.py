"""The tax office in a walk: asked by the handler, its people act on their own page, its news come back."""

from motcua.dossiers.lifecycle import Status
from motcua.rehearsal.browser import Browser, until
from motcua.rehearsal.life import Life

# How notices of the sandbox are numbered.
_NOTICE = "LTB"


class TaxMatter:
    """The slip of one dossier at the tax office."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.address = life.people.outside["tax"]
        self.office = Browser(self.address, "127.0.0.1")

    def does(self, act: str) -> None:
        """The tax office's people press this button of their page, once the slip has arrived."""
        until(
            lambda: self._press(act), f"Trang cơ quan thuế không có nút «{act}» cho {self.life.walked.code}."
        )

    def _press(self, act: str) -> str:
        page = self.office.open(self.address)
        code = self.life.walked.code
        form = next((each for each in page.forms if ("dossier", code) in each.data()), None)
        button = form.button(name="act", value=act) if form is not None else None
        if form is None or button is None:
            return ""
        self.office.submit(form, button=button)
        return act

    def is_noticed(self) -> None:
        """The citizen reads the number of the notice on the page of the dossier."""

        def number() -> str:
            codes = self.life.look().said("code")
            return next((code for code in codes if code.startswith(_NOTICE)), "")

        until(number, "Người dân phải đọc thấy số thông báo của cơ quan thuế.")

    def goes_on(self) -> None:
        """The voucher has come: nobody has to bring it."""
        life = self.life

        def word() -> str:
            life.look()
            return life.walked.states[-1] if life.walked.states[-1] == Status.IN_PROGRESS.word else ""

        until(word, "Chứng từ đã có mà hồ sơ chưa chạy tiếp.")
