"""Every address of the system. Each view carries its own door (`motcua.web.ui.doors`)."""

from django.urls import include, path

urlpatterns = [
    path("", include("motcua.web.portal.urls")),
    path("", include("motcua.web.hall.urls")),
    path("can-bo/", include("motcua.web.desk.urls")),
    path("dieu-hanh/", include("motcua.web.steering.urls")),
    path("so-lieu/", include("motcua.web.steering.public_urls")),
    path("quan-tri/", include("motcua.web.console.urls")),
    path("tep/", include("motcua.web.files.urls")),
    path("chung/", include("motcua.web.ui.urls")),
    path("buu-chinh/", include("motcua.integrations.post.urls")),
    path("thue/", include("motcua.integrations.tax.urls")),
    path("thanh-toan/payplat/", include("motcua.integrations.payplat.urls")),
    path("thanh-toan/redirectpay/", include("motcua.integrations.redirectpay.urls")),
    path("ngan-hang/", include("motcua.integrations.bank.urls")),
    path("dinh-danh/", include("motcua.integrations.eidentity.urls")),
]

handler400 = "motcua.web.ui.errors.bad_request"
handler403 = "motcua.web.ui.errors.forbidden"
handler404 = "motcua.web.ui.errors.not_found"
handler500 = "motcua.web.ui.errors.broken"
