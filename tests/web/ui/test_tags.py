from datetime import UTC, date, datetime

from django.template import Context, Template

from motcua.web.ui.site import Site


def _render(text: str, **context: object) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


def test_dates_are_written_with_the_day_of_the_week_and_in_vietnamese_time() -> None:
    at = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
    assert _render("{{ day|vn_date }}", day=date(2026, 11, 26)) == "Thứ Năm, 26/11/2026"
    assert _render("{{ at|vn_moment }}", at=at) == "17:00, Thứ Năm, 26/11/2026"
    assert _render("{{ at|short_moment }}", at=at) == "17:00 26/11/2026"
    assert _render("{{ day|short_date }}", day=date(2026, 11, 26)) == "26/11/2026"


def test_nothing_is_written_for_what_is_not_known() -> None:
    filters = ("vn_date", "short_date", "vn_moment", "short_moment", "dong", "grouped", "filesize_vi")
    assert [_render("{{ none|" + name + " }}", none=None) for name in filters] == [""] * len(filters)


def test_money_counts_and_sizes_are_written_as_people_here_read_them() -> None:
    assert _render("{{ 8000|dong }}") == "8.000 đồng"
    assert _render("{{ 7733|ratio:23866 }}") == "7.733/23.866 (32,40%)"
    assert _render("{{ 23866|grouped }}") == "23.866"
    assert [_render("{{ n|filesize_vi }}", n=n) for n in (1, 839_680, 2_541_008)] == [
        "1 KB",
        "820 KB",
        "2,4 MB",
    ]


def test_an_icon_beside_words_is_silent_and_one_alone_has_a_name() -> None:
    assert 'aria-hidden="true"' in _render('{% icon "clock" %}')
    assert 'role="img" aria-label="Quá hạn"' in _render('{% icon "late" "Quá hạn" %}')


def test_the_hotline_can_be_dialled() -> None:
    assert Site("Tỉnh Phú Thọ", "Tổng đài", "1800 1096", "", False).dial == "18001096"
    assert 'href="tel:' in _render('{% include "ui/_hotline.html" %}')
