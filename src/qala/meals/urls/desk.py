"""Desks: of a school, a supplier, the department, the auditor."""

from django.urls import path

from qala.meals.views import budget, closing, flags, listed, school_desk, supply

urlpatterns = [
    path("desk/", school_desk.desk, name="desk"),
    path("desk/schools/<slug:slug>/", school_desk.school, name="desk_school"),
    path("desk/schools/<slug:slug>/list/", school_desk.act, name="desk_act"),
    path("desk/schools/<slug:slug>/lines/", listed.lines, name="desk_lines"),
    path("desk/schools/<slug:slug>/lines/<int:pk>/", listed.line, name="desk_line"),
    path("desk/schools/<slug:slug>/consents/", school_desk.paper, name="desk_paper"),
    path("desk/schools/<slug:slug>/sign/", school_desk.sign, name="desk_sign"),
    path("desk/schools/<slug:slug>/trust/", school_desk.trust, name="desk_trust"),
    path("desk/schools/<slug:slug>/trust/<int:pk>/", school_desk.decide, name="desk_decide"),
    path("desk/schools/<slug:slug>/day/", school_desk.day, name="desk_day"),
    path("desk/schools/<slug:slug>/menu/", supply.menu, name="menu"),
    path("desk/supply/", supply.supply, name="supply"),
    path("desk/supply/draw/", supply.draw, name="draw_invoice"),
    path("desk/invoices/<slug:number>/", supply.invoice, name="invoice"),
    path("desk/invoices/<slug:number>/step/", supply.invoice_act, name="invoice_act"),
    path("desk/invoices/<slug:number>/<int:meal>/", supply.line, name="line"),
    path("desk/month/", closing.close, name="close"),
    path("desk/month/step/", closing.close_act, name="close_act"),
    path("desk/month/payments.csv", closing.payments, name="payments"),
    path("desk/disputes/", closing.contested, name="disputes"),
    path("desk/disputes/<int:pk>/", supply.settle, name="settle"),
    path("desk/budget/", budget.budget, name="budget"),
    path("desk/budget/open/", budget.open_year, name="budget_open"),
    path("desk/budget/<int:year>/give/", budget.give, name="budget_give"),
    path("desk/budget/<int:year>/commit/", budget.commit, name="budget_commit"),
    path("desk/contracts/", closing.contract_list, name="contracts"),
    path("desk/contracts/new/", budget.sign, name="contract_new"),
    path("desk/contracts/<int:pk>/price/", closing.offer, name="offer"),
    path("desk/prices/<int:pk>/agree/", closing.agree_price, name="agree_price"),
    path("desk/questions/", flags.listed, name="flags"),
    path("desk/questions/<int:pk>/", flags.flag, name="flag"),
    path("desk/questions/<int:pk>/step/", flags.flag_act, name="flag_act"),
]
