"""A bank account as Kazakhstan writes it: KZ, two check digits, three of the bank, thirteen of the account.

Source: ISO 13616 (IBAN), check digits by ISO 7064 mod 97-10.
"""

import re

IBAN = r"^KZ[0-9]{5}[0-9A-Z]{13}$"


def is_iban(text: str) -> bool:
    """Tell whether the form and the check digits are right; whose account it is, only the bank knows."""
    return re.fullmatch(IBAN, text, re.ASCII) is not None and _remainder(text) == 1


def iban(bank: str, account: str) -> str:
    """Put the check digits before a bank's three digits and an account's thirteen."""
    return f"KZ{98 - _remainder(f'KZ00{bank}{account}'):02}{bank}{account}"


def _remainder(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97
