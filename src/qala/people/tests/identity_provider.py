"""An identity provider on loopback that speaks real OpenID Connect: discovery, code with PKCE, signed token, userinfo."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "qala", "a-shared-secret"


@dataclass
class Provider:
    """Whom it vouches for (`claims`), and what it does wrong on purpose (`told` overrides userinfo)."""

    claims: dict[str, Any]
    told: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False
    address: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def environment(self) -> dict[str, str]:
        return {"QALA_OIDC_ISSUER": self.address, "QALA_OIDC_CLIENT_ID": CLIENT, "QALA_OIDC_SECRET": SECRET}

    def discovery(self) -> dict[str, Any]:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        } | {name: f"{self.address}/{path}" for name, path in paths.items()}

    def keys(self) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [key | {"kid": "1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """The person agrees: back to the city with a code, or with an error."""
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        answer = {"state": query["state"]}
        if self.refuses:
            return f"{query['redirect_uri']}?{urlencode(answer | {'error': 'access_denied'})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode(answer | {'code': code})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Exchange a code once, for whoever knows the secret and the verifier of the challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        known = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not known or challenge.decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        payload = self.claims | {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60}
        access = secrets.token_urlsafe(16)
        self.tokens.add(access)
        signed = jwt.encode(payload, self.key, "RS256", {"kid": "1"})
        return 200, {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def userinfo(self, authorization: str) -> tuple[int, dict[str, Any]]:
        known = authorization.removeprefix("Bearer ") in self.tokens
        return (200, self.claims | self.told) if known else (401, {"error": "invalid_token"})


def speaker(provider: Provider) -> type[BaseHTTPRequestHandler]:
    """The HTTP side of a provider."""

    class Speaker(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            provider.asked.append(address.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            elif address.path == "/userinfo":
                self.say(*provider.userinfo(self.headers.get("Authorization", "")))
            elif address.path == "/keys":
                self.say(200, provider.keys())
            else:
                self.say(200, provider.discovery())

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.say(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def say(self, status: int, answer: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    return Speaker


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider, answering on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), speaker(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
