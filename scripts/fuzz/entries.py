"""Entries of every type, as they should be and as they should not."""

import random

from house import partition_of

CASE = {"conversation": "c-{n}", "admin": "a-{n}", "source": "operator"}
TYPES = {
    "message.post": {"conversation": "c-{n}", "source": "web", "role": "user", "user": "u-{n}", "text": "Where is my advert?",
                     "channel": "web", "language": "en-ZA", "region": "ZA"},
    "case.open": {"conversation": "c-{n}", "source": "site", "kind": "refund", "subject": "payment-{n}", "user": "u-{n}",
                  "amount": "12.50", "currency": "ZAR"},
    "case.update": CASE | {"stage": "review", "eta": "2026-12-01T00:00:00Z"},
    "case.resolve": CASE | {"summary": "Done.", "outcome": "approved"},
    "case.reopen": {"conversation": "c-{n}", "source": "web", "by": "user", "reason": "not_solved"},
    "case.categorize": CASE | {"category": "refund"},
    "case.assign": CASE | {"to": "a-2"},
    "case.escalate": CASE | {"to": "finance", "reason": "limit"},
    "case.acknowledge": CASE,
    "case.hand_back": CASE | {"answer": "Paid."},
    "case.wait": CASE | {"for": "user"},
    "case.snooze": CASE | {"until": "2026-12-01T00:00:00Z"},
    "case.merge": CASE | {"into": "c-1"},
    "case.spam": CASE,
    "survey.answer": {"conversation": "c-{n}", "source": "web", "survey": "token-{n}", "rating": "4", "scale": "5"},
    "user.put": {"source": "web", "user": "u-{n}", "name": "Thandi", "email": "thandi@example.org", "language": "zu"},
    "user.erase": {"source": "app", "user": "u-{n}"},
    "admin.put": {"source": "console", "admin": "a-{n}", "name": "Lena", "capacity": "10", "languages": "en,fr"},
    "admin.presence": {"source": "console", "admin": "a-{n}", "status": "online"},
    "usage.put": {"source": "site", "period": "2026-10", "active_users": "1000"},
}  # fmt: skip

WORDS = [
    b"", b" ", b"\0", b"\xff\xfe", b"\xc3(", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\r\n", b"\t", b"\x1b[2J", b"-0", b"-1", b"1e308",
    b"NaN", b"99999999999999999999", b"0x10", b"true", b"null", b"{}", b"[]", b'[{"url":"http://10.0.0.1/"}]',
    b'[{"url":"https://example.org/a","name":"a","type":"image/png","size":1}]', b"2026-13-45T99:99:99Z",
    b"9999-12-31T23:59:60Z", b"1970-01-01T00:00:00Z", b"2026-11-23", b"../../etc/passwd", b"'; DROP TABLE x; --", b"%s%n",
    "\u202e\u0000".encode(), "e\u0301" .encode() * 50, "\U0001f600".encode() * 20, b"a" * 129, b"v1=" + b"0" * 64, b"*", b"case.*",
]  # fmt: skip
NAMES = [
    b"type", b"id", b"source", b"conversation", b"time", b"traceparent", b"sig", b"user", b"admin", b"bot", b"role", b"text", b"x-note",
    b"colour", b"attachments", b"amount", b"until", b"reason", b"service", b"logs", b"channel", b"rating", b"", b"\xff", b"X-UP",
]  # fmt: skip


class Entries:
    """Entries by the number, the same for the same seed."""

    def __init__(self, seed, partitions):
        self.random = random.Random(seed)
        self.partitions = partitions
        self.types = list(TYPES)
        # An erasure looks through all that the router has not handled yet, and here no router runs.
        self.weights = [0.002 if kind == "user.erase" else 1 for kind in self.types]

    def next(self, number):
        """The stream's suffix (door and partition) and the fields of an entry: one in four as it should be."""
        chance = self.random.random()
        (kind,) = self.random.choices(self.types, self.weights)
        fields = {"type": kind, "id": f"f-{number}"}
        fields.update({name: value.format(n=number % 5000) for name, value in TYPES[kind].items()})
        pairs = [[name.encode(), value.encode()] for name, value in fields.items()]
        key = fields.get("conversation") or fields.get("admin") or fields.get("user") or ""
        partition = partition_of(key, self.partitions) if self.random.random() < 0.9 else 0
        if chance > 0.25:
            for _ in range(1 if chance < 0.8 else self.random.randint(2, 6)):
                self.spoil(pairs)
        door = "partner:" if self.random.random() < 0.02 else ""
        return f"{door}{{{partition}}}", pairs or [[b"", b""]]

    def spoil(self, pairs):
        """Spoils an entry in one of many ways."""
        chance = self.random
        if not pairs:
            pairs.append([chance.choice(NAMES), chance.choice(WORDS)])
            return
        place = chance.randrange(len(pairs))
        side = 1 if chance.random() < 0.8 else 0
        value = pairs[place][side]
        match chance.randrange(11):
            case 0:
                del pairs[place]
            case 1:
                pairs.append(list(pairs[place]))
            case 2:
                pairs[place][1] = chance.choice(WORDS)
            case 3:
                pairs.insert(place, [chance.choice(NAMES), chance.choice(WORDS)])
            case 4:
                pairs[place][side] = self.flipped(value)
            case 5:
                pairs[place][side] = value[: chance.randrange(len(value) + 1)]
            case 6:
                other = chance.randrange(len(pairs))
                pairs[place][1], pairs[other][1] = pairs[other][1], pairs[place][1]
            case 7:
                pairs[place][side] = value + chance.choice(WORDS)
            case 8:
                pairs[place][side] = chance.randbytes(chance.randrange(1, 40))
            case 9:
                pairs[place][1] = chance.choice(self.types).encode()
            case _ if chance.random() < 0.02:
                pairs[place][1] = b"long " * chance.randrange(200, 20_000)
            case _:
                chance.shuffle(pairs)

    def flipped(self, value):
        if not value:
            return b"\x80"
        spoilt = bytearray(value)
        spoilt[self.random.randrange(len(spoilt))] ^= 1 << self.random.randrange(8)
        return bytes(spoilt)
