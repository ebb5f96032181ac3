"""Forms that try the engine: chains of conditions, groups, persons, every type, every rule."""

from datetime import date

from motcua.forms.spec import Form

TODAY = date(2026, 11, 26)

UNITS = {"04792": "Phường Tân Hòa", "04795": "Phường Hòa Bình", "04828": "Phường Thống Nhất"}
FACTS = {"late": "yes", "channel": "online"}
YES = {"is": "yes"}


def lookup(code: str) -> str | None:
    return UNITS.get(code)


def one_page(*fields: dict[str, object], rules: tuple[dict[str, object], ...] = ()) -> Form:
    """A form with a single page."""
    page = {"key": "page", "title": "Trang", "fields": list(fields)}
    return Form.model_validate({"pages": [page], "rules": list(rules)})


def text(key: str, **more: object) -> dict[str, object]:
    return {"key": key, "type": "text", "label": f"Mục {key}", **more}


def day(key: str, **more: object) -> dict[str, object]:
    return {"key": key, "type": "date", "label": f"Ngày {key}", **more}


def yes_no(key: str, **more: object) -> dict[str, object]:
    return {"key": key, "type": "yes_no", "label": f"Có {key}?", **more}


CHAIN = Form.model_validate(
    {
        "pages": [
            {
                "key": "first",
                "title": "Trang một",
                "fields": [
                    yes_no("a", required="true"),
                    yes_no("b", required="true", when={"fact": "a", **YES}),
                    yes_no("c", required="true", when={"fact": "b", **YES}),
                ],
            },
            {
                "key": "second",
                "title": "Trang hai",
                "when": {"any": [{"fact": "c", **YES}, {"fact": "late", "is": "no"}]},
                "fields": [
                    text("d", required="true"),
                    text("e", required="true", when={"not": {"fact": "d", "filled": "true"}}),
                ],
            },
            {
                "key": "third",
                "title": "Trang ba",
                "fields": [text("f", required="true", when={"fact": "d", "filled": "true"}), text("g")],
            },
        ]
    }
)

KINDS = Form.model_validate(
    {
        "pages": [
            {
                "key": "kinds",
                "title": "Mọi kiểu",
                "fields": [
                    text("name", label="Họ và tên", required="true", min_length="4", max_length="30"),
                    {"key": "story", "type": "longtext", "label": "Lý do", "required": "true",
                     "min_length": "20"},
                    {"key": "area", "type": "number", "label": "Diện tích", "required": "true", "unit": "m²",
                     "min": "0.25", "max": "0.75"},
                    {"key": "copies", "type": "number", "label": "Số bản", "required": "true", "min": "1",
                     "max": "50", "decimals": "0"},
                    {"key": "price", "type": "money", "label": "Giá", "required": "true", "min": "500",
                     "max": "900"},
                    day("seen", partial="true", required="true", not_future="true"),
                    day("wanted", required="true", not_past="true"),
                    {"key": "number", "type": "personal_id", "label": "Số định danh", "required": "true"},
                    {"key": "phone", "type": "phone", "label": "Điện thoại", "required": "true"},
                    {"key": "mail", "type": "email", "label": "Thư điện tử", "required": "true"},
                    {"key": "place", "type": "admin_unit", "label": "Xã", "required": "true"},
                    {"key": "photo", "type": "file", "label": "Ảnh", "required": "true", "max_files": "2"},
                    {"key": "kind", "type": "choice", "label": "Loại", "required": "true",
                     "options": [{"value": "new", "label": "Mới"}, {"value": "again", "label": "Lại"}]},
                    text("number_of_old", required="true", when={"fact": "kind", "is": "again"}),
                ],
            }
        ]
    }
)  # fmt: skip

FAMILY = Form.model_validate(
    {
        "pages": [
            {
                "key": "people",
                "title": "Hai bên",
                "fields": [
                    {"key": "groom", "type": "person", "label": "Chồng", "required": "true",
                     "parts": ["full_name", "personal_id", "birth_date", "sex", "residence", "phone"],
                     "prefill": "person"},
                    {"key": "bride", "type": "person", "label": "Vợ", "required": "true",
                     "parts": ["full_name", "personal_id", "birth_date", "sex"]},
                    {"key": "witness", "type": "person", "label": "Người làm chứng"},
                ],
            },
            {
                "key": "children",
                "title": "Con chung",
                "when": {"fact": "groom.birth_date", "filled": "true"},
                "fields": [
                    {"key": "members", "type": "group", "label": "Con", "item": "người con", "min_items": "1",
                     "max_items": "3", "fields": [
                         text("full_name", label="Họ, chữ đệm, tên", required="true"),
                         day("birth", required="true", not_future="true"),
                         yes_no("adopted", required="true"),
                         text("paper", required="true", when={"fact": "adopted", **YES}),
                     ]},
                    text("many", required="true", when={"fact": "members", "at_least": "2"}),
                    text("contact_a"),
                    text("contact_b"),
                ],
            },
        ],
        "rules": [
            {"rule": "age_at_least", "field": "groom.birth_date", "years": "20",
             "message": "Chồng cần đủ 20 tuổi."},
            {"rule": "age_at_least", "field": "bride.birth_date", "years": "18",
             "message": "Vợ cần đủ 18 tuổi."},
            {"rule": "different", "fields": ["groom", "bride"], "message": "Hai bên phải là hai người."},
            {"rule": "one_filled", "fields": ["contact_a", "contact_b"],
             "message": "Hãy điền ít nhất một cách liên lạc."},
        ],
    }
)  # fmt: skip

RULES = one_page(
    day("birth", required="true", not_future="true"),
    day("death", required="true", not_future="true"),
    day("registered", required="true"),
    text("one", required="true", example="như nhau"),
    text("two", required="true", example="như nhau"),
    text("three", required="true"),
    yes_no("urgent", required="true"),
    text("x"),
    text("y", when={"fact": "urgent", **YES}),
    rules=(
        {"rule": "date_order", "first": "birth", "then": "death", "message": "Ngày mất phải sau ngày sinh."},
        {"rule": "date_order", "first": "death", "then": "registered", "message": "Đăng ký sau khi mất."},
        {"rule": "within_days", "field": "death", "days": "15", "message": "Quá 15 ngày."},
        {"rule": "different", "fields": ["one", "two"], "message": "Hai mục phải khác nhau."},
        {"rule": "equal", "fields": ["one", "three"], "message": "Hai mục phải giống nhau."},
        {
            "rule": "one_filled",
            "fields": ["x", "y"],
            "when": {"fact": "urgent", **YES},
            "message": "Việc gấp thì cần một trong hai mục.",
        },
    ),
)

FORMS = {"chain": CHAIN, "kinds": KINDS, "family": FAMILY, "rules": RULES}
