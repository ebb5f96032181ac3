"""Addresses of the officers' side."""

from django.urls import path

from motcua.web.desk import (
    answer,
    case,
    counter,
    entry,
    intake,
    leader,
    lists,
    prints,
    reassign,
    steps,
    supplement,
    verbs,
)

app_name = "desk"
_CASE = "ho-so/<uuid:dossier_id>/"

urlpatterns = [
    path("", lists.start, name="start"),
    path("dang-nhap/", entry.log_in, name="login"),
    path("dang-xuat/", entry.log_out, name="logout"),
    path("vai-tro/", entry.posts, name="posts"),
    path("tiep-nhan/", lists.inbox, name="inbox"),
    path("danh-sach/<slug:slug>/", lists.listed, name="list"),
    path("tim/", lists.search, name="search"),
    path("don-vi/", leader.unit, name="unit"),
    path("viec/<uuid:item_id>/nhan/", lists.take, name="take"),
    path("viec/<uuid:item_id>/tra-lai/", lists.give_back, name="give-back"),
    path(_CASE, case.page, name="case"),
    path(f"{_CASE}giay-to/", verbs.check_papers, name="papers"),
    path(f"{_CASE}tiep-nhan/", verbs.accept, name="accept"),
    path(f"{_CASE}tu-choi/", verbs.refuse, name="refuse"),
    path(f"{_CASE}yeu-cau-bo-sung/", supplement.ask_supplement, name="ask-supplement"),
    path(f"{_CASE}nhan-bo-sung/", answer.take_answer, name="supply"),
    path(f"{_CASE}qua-han-bo-sung/", verbs.lapse, name="lapse"),
    path(f"{_CASE}thu-tien/", verbs.pay, name="pay"),
    path(f"{_CASE}chuyen/", verbs.forward, name="forward"),
    path(f"{_CASE}rut/", verbs.withdraw, name="withdraw"),
    path(f"{_CASE}dung/", verbs.stop, name="stop"),
    path(f"{_CASE}nghia-vu/", verbs.demand_payment, name="demand-payment"),
    path(f"{_CASE}da-nop-nghia-vu/", verbs.settle_payment, name="settle-payment"),
    path(f"{_CASE}xin-loi/", verbs.apologise, name="apologise"),
    path(f"{_CASE}doi-truong-hop/", verbs.change_case, name="change-case"),
    path(f"{_CASE}tra-ket-qua/", verbs.hand_over, name="hand-over"),
    path(f"{_CASE}viec/<uuid:item_id>/", steps.finish, name="finish"),
    path(f"{_CASE}viec/<uuid:item_id>/giao-lai/", reassign.reassign, name="reassign"),
    path(f"{_CASE}mau/<uuid:form_id>.pdf", prints.form_pdf, name="form-pdf"),
    path(f"{_CASE}phieu-kiem-soat.pdf", prints.control_sheet, name="control-sheet"),
    path(f"{_CASE}du-thao/<slug:key>.pdf", prints.draft_pdf, name="draft-pdf"),
    path(f"{_CASE}ket-qua/<slug:key>.pdf", prints.result_pdf, name="result-pdf"),
    path("quay/", counter.find, name="counter"),
    path("quay/nguoi-moi/", counter.register, name="register"),
    path("quay/nguoi/<uuid:person_id>/", counter.choose, name="choose"),
    path("quay/ho-so/<uuid:dossier_id>/", intake.page, name="intake"),
    path("quay/ho-so/<uuid:dossier_id>/luu/", intake.keep, name="intake-keep"),
    path("quay/ho-so/<uuid:dossier_id>/tiep-nhan/", intake.receive, name="intake-receive"),
    path("quay/ho-so/<uuid:dossier_id>/xong/", intake.taken_in, name="taken-in"),
    path("quay/ho-so/<uuid:dossier_id>/bo/", intake.discard, name="intake-discard"),
]
