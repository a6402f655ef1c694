"""Entries by the hundred thousand, written to Redis as fast as it takes them."""

import socket

from house import partition_of

WORDS = (
    "please advert listing payment refund account photo seller buyer price thanks gone blocked verify search update"
).split()
CHUNK = 2000


def text_of(number):
    """About 300 bytes that differ from message to message."""
    parts, length, state = [], 0, number * 2654435761 % (1 << 32) or 1
    while length < 295:
        word = WORDS[state & 15]
        state = (state * 1103515245 + 12345) % (1 << 31)
        parts.append(word)
        length += len(word) + 1
    return " ".join(parts)


def command(*words):
    """A Redis command as bytes."""
    out = [b"*%d\r\n" % len(words)]
    for word in words:
        data = word if isinstance(word, bytes) else str(word).encode()
        out.append(b"$%d\r\n%s\r\n" % (len(data), data))
    return b"".join(out)


def entry(prefix, partitions, identifier, sender, text):
    """The XADD of one message of one sender."""
    conversation = f"c-{sender}"
    key = f"{prefix}:inbound:{{{partition_of(conversation, partitions)}}}"
    return command(
        "XADD", key, "*", "type", "message.post", "id", identifier, "source", "bench", "conversation", conversation,
        "user", f"u-{sender}", "role", "user", "text", text,
    )  # fmt: skip


def fill(house, messages, senders, label):
    """Adds `messages` entries of `senders` distinct senders, in turn; the time of each is that of its arrival."""
    texts = [text_of(n) for n in range(997)]
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(house.redis_socket)
        for first in range(0, messages, CHUNK):
            numbers = range(first, min(first + CHUNK, messages))
            client.sendall(
                b"".join(entry(house.prefix, house.partitions, f"{label}-{n}", n % senders, texts[n % 997]) for n in numbers)
            )
            # Each reply is a bulk string: two line ends.
            due, tail = 2 * len(numbers), b""
            while due > 0:
                tail = client.recv(1 << 16)
                if not tail or b"-ERR" in tail or b"-OOM" in tail:
                    raise RuntimeError(f"Redis refused an entry: {tail[:100]!r}")
                due -= tail.count(b"\r\n")
