"""RFC 8785 bytes of a record, by the library `rfc8785`; the public's checker has a writing of its own."""

import rfc8785

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def canonical(value: object) -> bytes:
    """The one byte string any RFC 8785 program makes of `value`; ValueError where there is none (NaN, 2**53, …)."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # its own error tells what is not JSON
