"""Addresses of the journal and of its log. Below /log/ lie the published files, as c2sp.org/tlog-tiles names them."""

from django.urls import path, re_path

from qala.journal.views import history, log, proof, receipts

app_name = "journal"

urlpatterns = [
    path("log/", log.page, name="log"),
    path("log/proof/", proof.page, name="proof"),
    path("log/cosignatures", log.cosignatures, name="cosignatures"),
    re_path(r"^log/(?P<path>(?:checkpoint|keys|checkpoints/\d+|tile/[\w./]+))$", log.published, name="published"),
    path("journal/<str:key>/", history.of_object, name="object"),
    re_path(
        r"^journal/(?P<key>[^/]+)/(?P<uid>[0-9a-f-]{36})\.(?P<form>tlog-proof|svg)$", receipts.of_line, name="receipt"
    ),
]
