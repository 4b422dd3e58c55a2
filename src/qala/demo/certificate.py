"""A certificate the demo makes for itself: a phone that installs its authority believes it."""

import ipaddress
import os
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from qala.kernel.clock import now

#: What a phone installs to believe this machine: public, in the same folder as the certificates.
AUTHORITY = "qala-demo-authority.crt"
_LASTS = timedelta(days=365)


def certificate_for(folder: Path, host: str) -> tuple[Path, Path]:
    """The certificate and key kept in `folder`, made anew when they are missing, for another host, or nearly over.

    They are signed by an authority of this folder alone (`AUTHORITY`): a phone that shall open the terminal installs
    that one file. Its key signs nothing else and never leaves the folder.
    """
    pem, key = folder / f"{_plain(host)}.pem", folder / f"{_plain(host)}.key"
    if not (pem.exists() and key.exists() and _lasts(pem)):
        folder.mkdir(parents=True, exist_ok=True)
        _make(pem, key, host, *_authority(folder))
    return pem, key


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The folder's authority, made anew when it is missing or nearly over."""
    pem, key = folder / AUTHORITY, folder / "authority.key"
    if not (pem.exists() and key.exists() and _lasts(pem)):
        secret, name = ec.generate_private_key(ec.SECP256R1()), _name("Qala demo, this machine's authority")
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = _begun(name, name, secret).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        signed = made.add_extension(usage, critical=True).sign(secret, hashes.SHA256())
        _write_key(key, secret)
        pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    held = serialization.load_pem_private_key(key.read_bytes(), None)
    assert isinstance(held, ec.EllipticCurvePrivateKey)
    return x509.load_pem_x509_certificate(pem.read_bytes()), held


def _plain(host: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in host)


def _lasts(pem: Path) -> bool:
    found = x509.load_pem_x509_certificate(pem.read_bytes())
    return found.not_valid_after_utc > now() + timedelta(days=1)


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _begun(subject: x509.Name, issuer: x509.Name, secret: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    begins = now() - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + _LASTS)
    )


def _make(
    pem: Path, key: Path, host: str, authority: x509.Certificate, signer: ec.EllipticCurvePrivateKey
) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    made = (
        _begun(_name("Qala, an invented city"), authority.subject, secret)
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_key(key, secret)
    pem.write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (made, authority)))


def _write_key(file: Path, secret: ec.EllipticCurvePrivateKey) -> None:
    shown = secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(shown)


def _names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    addresses = ["127.0.0.1", "::1"]
    try:
        addresses.append(str(ipaddress.ip_address(host)))
    except ValueError:
        names.append(x509.DNSName(host))
    return names + [x509.IPAddress(ipaddress.ip_address(one)) for one in dict.fromkeys(addresses)]
