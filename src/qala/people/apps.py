from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "qala.people"
    label = "people"
