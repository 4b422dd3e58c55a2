from django.apps import AppConfig


class Village(AppConfig):
    name = "qala.config.tests.village"
    label = "village"
