"""Addresses open to everybody."""

from django.urls import path

from motcua.web.portal.public import (
    agencies,
    crawlers,
    fee_receipt,
    figures,
    find,
    help_pages,
    home,
    leaflet,
    login,
    look_up,
    open_data,
    procedure,
    rate,
    receipt,
    simplified,
    verify,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("dang-nhap/", login.log_in, name="login"),
    path("thu-tuc/", find.find, name="find"),
    path("thu-tuc/goi-y/", find.suggestions, name="suggestions"),
    path("thu-tuc/<str:code>/", procedure.procedure, name="procedure"),
    path("thu-tuc/<str:code>/doc-to/", leaflet.aloud, name="aloud"),
    path("thu-tuc/<str:code>/to-roi.pdf", leaflet.leaflet, name="leaflet"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap/<int:number>.xml", crawlers.sitemap_piece, name="sitemap-piece"),
    path("don-gian-hoa/", simplified.simplified, name="simplified"),
    path("du-lieu/", figures.figures, name="figures"),
    path("du-lieu/so-luong.json", figures.as_json, name="figures-json"),
    path("du-lieu/thu-tuc.json", open_data.as_json, name="open-json"),
    path("du-lieu/thu-tuc.schema.json", open_data.schema, name="open-schema"),
    path("du-lieu/<slug:table>.csv", open_data.as_csv, name="open-csv"),
    path("tra-cuu/", look_up.look_up, name="look-up"),
    path("tra-cuu/giay-tiep-nhan/", receipt.by_receipt, name="by-receipt"),
    path("bien-lai/", fee_receipt.look_up, name="fee-receipt"),
    path("bien-lai/<slug:secret>/", fee_receipt.by_secret, name="fee-receipt-by-secret"),
    path("danh-gia/<str:token>/", rate.rate, name="rate"),
    path("xac-minh/", verify.verify_file, name="verify"),
    path("xac-minh/<uuid:result_id>/", verify.verify_result, name="result"),
    path("co-quan/", agencies.agencies, name="agencies"),
    path("co-quan/<slug:unit_id>/", agencies.agency, name="agency"),
    path("huong-dan/", help_pages.contents, name="help"),
    path("huong-dan/<slug:topic>/", help_pages.topic, name="help-topic"),
]
