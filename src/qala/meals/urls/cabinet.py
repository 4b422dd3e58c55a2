"""A parent's cabinet."""

from django.urls import path

from qala.meals.views import cabinet

urlpatterns = [
    path("", cabinet.index, name="my"),
    path("<uuid:key>/", cabinet.child, name="child"),
    path("<uuid:key>/consent/", cabinet.agree, name="agree"),
    path("<uuid:key>/appeal/", cabinet.appeal, name="appeal"),
    path("<uuid:key>/reader/", cabinet.outside_reader, name="my_reader"),
    path("<uuid:key>/<uuid:uid>/rate/", cabinet.rate, name="rate"),
    path("<uuid:key>/<uuid:uid>/contest/", cabinet.contest, name="contest"),
    path("<uuid:key>/<uuid:uid>/withdraw/", cabinet.withdraw, name="withdraw"),
    path("<uuid:key>/<uuid:uid>/complain/", cabinet.complain, name="complain"),
    path("<uuid:key>/<uuid:uid>/receipt/", cabinet.receipt, name="receipt"),
    path("<uuid:key>/<uuid:uid>/receipt/back/", cabinet.receipt_back, name="receipt_back"),
]
