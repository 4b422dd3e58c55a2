"""Headers that keep strange code out: no inline script or style anywhere, nothing loaded from other hosts."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "worker-src": ("'self'", "blob:"),
    "manifest-src": ("'self'",),
    "media-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
}


def policy(more: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """The Content-Security-Policy, with a setting's additions (an OIDC provider's address in form-action)."""
    more = more or {}
    return "; ".join(" ".join((name, *sources, *more.get(name, ()))) for name, sources in POLICY.items())


class ContentSecurityPolicy:
    """Sets the security headers of every answer. `QALA_CSP_MORE` in the settings may add sources per directive."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": policy(getattr(settings, "QALA_CSP_MORE", None)),
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, content in self.headers.items():
            response.headers.setdefault(name, content)
        return response
