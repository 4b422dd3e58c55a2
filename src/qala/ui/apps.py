from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """How Qala looks and speaks: tokens, components, languages, formats, error pages."""

    name = "qala.ui"
    label = "ui"
    verbose_name = _("Look and speech")
