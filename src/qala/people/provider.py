"""Which identity provider vouches for residents: read from the environment by the settings. Standard library only."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

PROVIDER = "digital-id"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def identity_providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """The provider named in the environment, or none: then only staff sign in.

    QALA_OIDC_ISSUER (discovery stands below it), QALA_OIDC_CLIENT_ID, QALA_OIDC_SECRET; also QALA_OIDC_NAME (what
    the button says), QALA_OIDC_SCOPE, QALA_OIDC_IIN_CLAIM (which claim holds the IIN, `iin` unless told otherwise).
    Raises ValueError for an address without TLS that is not this machine: the token's way is what we trust.
    """
    issuer = environ.get("QALA_OIDC_ISSUER", "")
    if not issuer:
        return {}
    address = urlsplit(issuer)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise ValueError(f"the identity provider is reached only by https: {issuer}")
    provider = {
        "provider_id": PROVIDER,
        "name": environ.get("QALA_OIDC_NAME", "Digital ID"),
        "client_id": environ["QALA_OIDC_CLIENT_ID"],
        "secret": environ["QALA_OIDC_SECRET"],
        "settings": {
            "server_url": issuer,
            "scope": environ.get("QALA_OIDC_SCOPE", "openid profile").split(),
            "iin_claim": environ.get("QALA_OIDC_IIN_CLAIM", "iin"),
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"APPS": [provider]}}
