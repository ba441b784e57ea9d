"""Ways into a questionnaire: the personal link, the code on a slip, the code on the board.

Links and slip codes are derived from the ticket's nonce with a key of the server, so that the same slip can be printed
again, while the database keeps keyed digests only: from a dump nobody makes a link, nor tries the short codes out.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

ALPHABET = "АБВГДЕЖИКЛМНПРСТУФЦЧШЭЯ"
"""Russian capitals that are told apart on a blackboard and off a slip: no Ё, Й, З (3), О (0), Х, Щ, Ъ, Ы, Ь, Ю."""
SLIP_LENGTH, BOARD_LENGTH = 8, 6
LOOK_ALIKES = str.maketrans("ABCEHKMPTЁЙOX", "АВСЕНКМРТЕИОХ")
"""What a Latin keyboard types for the same letters."""


def keyed(purpose, text):
    """32 bytes that only this server can make of the text."""
    key = hashlib.sha256(f"surveys:{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, str(text).encode(), hashlib.sha256).digest()


def digest(purpose, text):
    """What the database keeps of a token; another one for every purpose."""
    return keyed(f"digest-{purpose}", text).hex()


def encoded(secret):
    """Bytes as a part of an address."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def link_token(invitation):
    """The secret part of the address of a personal questionnaire."""
    return encoded(keyed("link", invitation.nonce))


def letters_of(secret, length=SLIP_LENGTH):
    """Letters that are easily typed, made of secret bytes."""
    number, letters = int.from_bytes(secret), []
    for _place in range(length):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def slip_code(invitation):
    """The eight letters of a slip, without the blank that is printed in the middle."""
    return letters_of(keyed("slip", invitation.nonce))


def hashes_of(invitation):
    """``{"link_hash", "code_hash"}`` for the ticket's present nonce."""
    return {"link_hash": digest("link", link_token(invitation)), "code_hash": digest("slip", slip_code(invitation))}


def board_code():
    """A fresh code of six letters for the board."""
    return "".join(secrets.choice(ALPHABET) for _place in range(BOARD_LENGTH))


def own_code():
    """Eight letters for a person who came by the code of the board: with them one comes back."""
    return "".join(secrets.choice(ALPHABET) for _place in range(SLIP_LENGTH))


def typed(code):
    """A code as it was meant: blanks, hyphens, small and Latin letters do not matter."""
    return "".join(sign for sign in code.upper().translate(LOOK_ALIKES) if sign in ALPHABET)


def seal(token, text):
    """Encrypt with a key made from the token; the server keeps neither."""
    return Fernet(sealing_key(token)).encrypt(text.encode()).decode()


def unseal(token, sealed):
    """The text again, or None when the token is another one."""
    try:
        return Fernet(sealing_key(token)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def sealing_key(token):
    return base64.urlsafe_b64encode(keyed("seal", token))
