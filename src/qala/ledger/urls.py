"""Addresses of the books."""

from django.urls import path

from qala.ledger import views

app_name = "ledger"

urlpatterns = [
    path("ledger/", views.accounts, name="accounts"),
    path("ledger/budget/", views.budget, name="budget"),
    path("ledger/account/<str:code>/", views.account, name="account"),
    path("ledger/account/<str:code>/statement.pdf", views.printed, name="statement_pdf"),
]
