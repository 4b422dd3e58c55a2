from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "qala.kernel"
    label = "kernel"
