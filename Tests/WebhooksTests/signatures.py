"""Signs as Standard Webhooks says, with Python's standard library alone.

usage: signatures.py sign SECRET ID TIMESTAMP BODY
       signatures.py derive SECRET RECIPIENT
"""

import base64
import hashlib
import hmac
import sys


def key_of(secret):
    return base64.b64decode(secret.removeprefix("whsec_"))


def signature(secret, message, timestamp, body):
    content = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key_of(secret), content, hashlib.sha256).digest()).decode()


def derive(secret, recipient):
    key = hmac.new(key_of(secret), b"saypro webhook\0" + recipient.encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(key).decode()


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    if verb == "sign":
        print(signature(*arguments[:3], arguments[3].encode()))
    else:
        print(derive(*arguments))
