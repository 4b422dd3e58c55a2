"""Form fields that are used together instead of copied for every request."""

from typing import Any, TypeVar

from django.forms import Form

Kind = TypeVar("Kind", bound=type[Form])


class SharedFields(dict[str, Any]):
    """Fields that forms use together instead of copying eighteen of them for every request."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> dict[str, Any]:
        return dict(self)


def with_shared_fields(form: Kind) -> Kind:
    """Decorate a form that never changes its fields after they are declared, and is filled in by the hundred."""
    form.base_fields = SharedFields(form.base_fields)
    return form
