"""The questions that pick the case, and «for whom?», drawn and checked like any page of a form."""

from collections.abc import Mapping
from typing import Any

from motcua.catalogue.spec import ProcedureSpec, Question
from motcua.forms.answers import Cleaned, as_raw, clean_page
from motcua.forms.fields import AnyField, ChoiceField, DateField, Option, PersonalIdField, TextField
from motcua.forms.screen import ScreenPage, screen
from motcua.forms.spec import Form, Page
from motcua.identity.models import Mandate
from motcua.lib import moment
from motcua.lib.conditions import Is

PAGE = "start"
SELF, OTHER, ORGANISATION = "self", "other", "organisation"
WHO = "for_whom"

_FOR_OTHER = Is(fact=WHO, value=OTHER)
_FOR_ORGANISATION = Is(fact=WHO, value=ORGANISATION)
_OWNER: tuple[AnyField, ...] = (
    ChoiceField(
        type="choice",
        key=WHO,
        label="Bạn nộp hồ sơ cho ai?",
        required=True,
        options=(
            Option(value=SELF, label="Cho tôi", help="Tôi là người cần kết quả này."),
            Option(
                value=OTHER,
                label="Cho người khác",
                help="Con, cha mẹ, người thân, người đã ủy quyền cho tôi.",
            ),
            Option(
                value=ORGANISATION,
                label="Cho tổ chức, doanh nghiệp",
                help="Tôi là người đại diện hoặc có giấy giới thiệu.",
            ),
        ),
    ),
    TextField(
        type="text",
        key="for_name",
        label="Họ, chữ đệm, tên của người đó",
        example="Nguyễn Minh An",
        required=True,
        min_length=2,
        max_length=120,
        when=_FOR_OTHER,
    ),
    DateField(
        type="date",
        key="for_birth",
        label="Ngày sinh của người đó",
        help="Không nhớ ngày, tháng thì chỉ ghi năm.",
        required=True,
        partial=True,
        not_future=True,
        when=_FOR_OTHER,
    ),
    PersonalIdField(
        type="personal_id",
        key="for_id",
        label="Số định danh của người đó",
        help="12 số trên thẻ căn cước hoặc giấy khai sinh. Trẻ chưa có số thì để trống.",
        when=_FOR_OTHER,
    ),
    ChoiceField(
        type="choice",
        key="for_ground",
        label="Vì sao bạn nộp thay?",
        required=True,
        when=_FOR_OTHER,
        options=(
            Option(value=Mandate.Ground.GUARDIAN, label="Tôi là cha, mẹ hoặc người giám hộ"),
            Option(
                value=Mandate.Ground.KINSHIP,
                label="Tôi là người thân thích",
                help="Ông, bà, cha, mẹ, con, vợ, chồng, anh, chị, em ruột.",
            ),
            Option(
                value=Mandate.Ground.WRITTEN,
                label="Tôi có giấy ủy quyền",
                help="Bạn gửi ảnh giấy ủy quyền ở bước giấy tờ.",
            ),
        ),
    ),
    TextField(
        type="text",
        key="org_number",
        label="Mã số của tổ chức, doanh nghiệp",
        help="10 số trên giấy đăng ký; chi nhánh 13 số; hộ kinh doanh 12 số.",
        required=True,
        max_length=20,
        when=_FOR_ORGANISATION,
    ),
    TextField(
        type="text",
        key="org_name",
        label="Tên đầy đủ",
        example="Công ty TNHH Đất Tổ Xanh",
        required=True,
        min_length=3,
        max_length=250,
        when=_FOR_ORGANISATION,
    ),
    TextField(
        type="text",
        key="org_address",
        label="Địa chỉ trụ sở",
        help="Gửi ảnh giấy giới thiệu hoặc giấy ủy quyền ở bước giấy tờ nếu bạn không là người đại diện.",
        required=True,
        max_length=300,
        when=_FOR_ORGANISATION,
    ),
)


def form_of(spec: ProcedureSpec, *, with_owner: bool, given: Mapping[str, str] | None = None) -> Form:
    """The questions as a form of one page; those answered already (`given`) are left out."""
    questions = tuple(_field(each) for each in spec.questions if each.key not in (given or {}))
    fields = (*(_OWNER if with_owner else ()), *questions)
    # Nothing may be left to ask; a form without fields cannot be built the ordinary way.
    return Form.model_construct(
        pages=(Page.model_construct(key=PAGE, title="", why="", when=None, fields=fields),), rules=()
    )


def _field(question: Question) -> ChoiceField:
    # Keys and answers of questions may hold signs that those of form fields may not.
    return ChoiceField.model_construct(
        type="choice",
        key=question.key,
        label=question.ask,
        why=question.why,
        required=True,
        when=question.when,
        options=tuple(
            Option.model_construct(value=each.value, label=each.label) for each in question.options
        ),
    )


def cleaned(form: Form, sent: Mapping[str, Any], facts: Mapping[str, object]) -> Cleaned:
    """What was answered, and what is still to be answered."""
    return clean_page(form, PAGE, sent, {}, facts, moment.today())


def drawn(
    form: Form, sent: Mapping[str, Any], errors: Mapping[str, str], facts: Mapping[str, object]
) -> ScreenPage:
    """The page with what was answered."""
    return screen(form, form.pages[0], as_raw(sent), errors, facts)


def answers_of(spec: ProcedureSpec, values: Mapping[str, object]) -> dict[str, str]:
    """The answers to the questions among other values."""
    return {each.key: str(values[each.key]) for each in spec.questions if values.get(each.key) in each.values}
