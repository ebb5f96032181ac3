"""Addresses of the administrators' side. Reading for administrators and inspectors; what changes, by POST."""

from django.urls import path

from motcua.web.console import (
    calendar,
    days,
    health,
    national,
    overview,
    people,
    posts,
    procedures,
    reasons,
    record,
    synonyms,
    units,
)

app_name = "console"
urlpatterns = [
    path("", overview.overview, name="start"),
    path("thu-tuc/", procedures.listed, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.current, name="procedure"),
    path("thu-tuc/<str:code>/<int:number>/", procedures.version, name="version"),
    path("danh-muc-quoc-gia/", national.listed, name="national"),
    path("danh-muc-quoc-gia/<str:code>/", national.record, name="national-record"),
    path("danh-muc-quoc-gia/<str:code>/khung.yaml", national.draft, name="national-draft"),
    path("tu-hay-dung/", synonyms.listed, name="synonyms"),
    path("tu-hay-dung/luu/", synonyms.keep, name="keep-synonym"),
    path("ly-do/", reasons.listed, name="reasons"),
    path("don-vi/", units.tree, name="units"),
    path("don-vi/<slug:unit_id>/", units.unit, name="unit"),
    path("don-vi/<slug:unit_id>/vi-tri/", posts.create, name="create-post"),
    path("vi-tri/<int:post_id>/", posts.page, name="post"),
    path("vi-tri/<int:post_id>/sua/", posts.describe, name="post-describe"),
    path("vi-tri/<int:post_id>/phan-cong/", posts.assign, name="post-assign"),
    path("vi-tri/<int:post_id>/thoi-giu/", posts.relieve, name="post-relieve"),
    path("vi-tri/<int:post_id>/cong-khai/", posts.board, name="post-board"),
    path("vi-tri/<int:post_id>/quyen-ky/", posts.let_sign, name="post-let-sign"),
    path("vi-tri/<int:post_id>/thu-hoi-quyen-ky/", posts.end_signing, name="post-end-signing"),
    path("can-bo/", people.listed, name="people"),
    path("can-bo/moi/", people.create, name="create-account"),
    path("can-bo/<int:user_id>/", people.person, name="person"),
    path("can-bo/<int:user_id>/mat-khau/", people.reset, name="reset-password"),
    path("can-bo/<int:user_id>/khoa/", people.lock, name="lock-account"),
    path("can-bo/<int:user_id>/mo-khoa/", people.unlock, name="unlock-account"),
    path("lich/", calendar.year, name="calendar"),
    path("lich/ngay/", days.add, name="calendar-add"),
    path("lich/bo-ngay/", days.remove, name="calendar-remove"),
    path("lich/gio-lam-viec/", days.hours, name="calendar-hours"),
    path("nhat-ky/", record.entries, name="record"),
    path("suc-khoe/", health.health, name="health"),
]
