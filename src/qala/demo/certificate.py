"""A certificate the demo makes for itself: the browser warns once, and the connection is encrypted."""

import ipaddress
import os
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from qala.kernel.clock import now

_LASTS = timedelta(days=365)


def certificate_for(folder: Path, host: str) -> tuple[Path, Path]:
    """The certificate and key kept in `folder`, made anew when they are missing, for another host, or nearly over."""
    pem, key = folder / f"{_plain(host)}.pem", folder / f"{_plain(host)}.key"
    if not (pem.exists() and key.exists() and _lasts(pem)):
        folder.mkdir(parents=True, exist_ok=True)
        _make(pem, key, host)
    return pem, key


def _plain(host: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in host)


def _lasts(pem: Path) -> bool:
    found = x509.load_pem_x509_certificate(pem.read_bytes())
    return found.not_valid_after_utc > now() + timedelta(days=1)


def _make(pem: Path, key: Path, host: str) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Qala, an invented city")])
    begins = now() - timedelta(hours=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + _LASTS)
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    shown = secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(shown)
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    addresses = ["127.0.0.1", "::1"]
    try:
        addresses.append(str(ipaddress.ip_address(host)))
    except ValueError:
        names.append(x509.DNSName(host))
    return names + [x509.IPAddress(ipaddress.ip_address(one)) for one in dict.fromkeys(addresses)]
