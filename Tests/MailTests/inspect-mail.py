"""Reads messages with Python's own parser and prints as JSON what it makes of them.

usage: inspect-mail.py FILE …
"""

import email
import email.policy
import json
import re
import sys
from email.header import decode_header, make_header
from email.utils import getaddresses


def mailboxes(content):
    """Names and addresses by the older functions: the newer ones put spaces between encoded words (gh-92081)."""
    found = {}
    for name, value in email.message_from_bytes(content).raw_items():
        if name in ("From", "To", "Reply-To"):
            text = re.sub(r"\r?\n", "", value).encode("utf-8", "surrogateescape").decode("utf-8")
            found[name] = [
                [str(make_header(decode_header(display))), address] for display, address in getaddresses([text])
            ]
    return found


def inspect(path):
    with open(path, "rb") as file:
        content = file.read()
    message = email.message_from_bytes(content, policy=email.policy.SMTPUTF8)
    parts, defects = [], []
    for part in message.walk():
        defects += [repr(defect) for defect in part.defects]
        for value in part.values():
            defects += [repr(defect) for defect in getattr(value, "defects", ())]
        if not part.is_multipart():
            parts.append({
                "type": part.get_content_type(),
                "charset": part.get_content_charset(),
                "encoding": str(part["Content-Transfer-Encoding"]),
                "text": part.get_content().replace("\r\n", "\n"),
            })  # fmt: skip
    header = content.split(b"\r\n\r\n")[0]
    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "mailboxes": mailboxes(content),
        "seconds": int(message["Date"].datetime.timestamp()) if message["Date"] else None,
        "type": message.get_content_type(),
        "parts": parts,
        "defects": defects,
        "longestHeaderLine": max(len(line) for line in header.split(b"\r\n")),
        "longestLine": max(len(line) for line in content.split(b"\r\n")),
        "strayBreaks": len(re.findall(rb"\r(?!\n)|(?<!\r)\n|\0", content)),
        "beyondASCII": sum(byte > 127 for byte in content),
    }


print(json.dumps([inspect(path) for path in sys.argv[1:]]))
