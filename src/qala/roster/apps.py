from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "qala.roster"
    label = "roster"
