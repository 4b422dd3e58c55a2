"""`{{ form }}` in the house's look: set `FORM_RENDERER = "qala.ui.forms.Renderer"`.

A form that asks a list for something carries `is_filter = True`: its fields are optional by nature.
"""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Labels above, hint, error with its own id, then the control; errors gathered on top with links."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
