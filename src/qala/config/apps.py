"""The house's own commands live here: serve, demo, smoke, part, assets."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "qala.config"
    label = "config"
