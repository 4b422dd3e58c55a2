"""Ed25519 verification, as RFC 8032 writes it. Verification only: signing needs a library that hides its timing."""

from hashlib import sha512

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z


def is_sound(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` was made with the key behind `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, committed = point(public), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or committed is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same(sum_of(scalar, BASE, challenge, negative(key)), committed)


def point(coded: bytes) -> Point | None:
    """The curve point behind 32 bytes, or None where there is none (RFC 8032, 5.1.3)."""
    y = int.from_bytes(coded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def negative(one: Point) -> Point:
    return -one[0] % P, one[1], one[2], -one[3] % P


def sum_of(a: int, one: Point, b: int, other: Point) -> Point:
    """a·one + b·other, doubling once for both."""
    both, found = add(one, other), (0, 1, 1, 0)
    for bit in range(max(a, b).bit_length() - 1, -1, -1):
        found = add(found, found)
        chosen = {(1, 0): one, (0, 1): other, (1, 1): both}.get((a >> bit & 1, b >> bit & 1))
        found = add(found, chosen) if chosen else found
    return found


def same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P


BASE_Y = 4 * pow(5, -1, P) % P
_BASE = point(BASE_Y.to_bytes(32, "little"))
assert _BASE is not None
BASE: Point = _BASE
