"""The synthetic city. Production settings do not install it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "qala.demo"
    label = "demo"
