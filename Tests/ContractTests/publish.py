"""Publishes and reads as a service in another language would: with redis-py and the words of the contract alone.

usage: publish.py REDIS_URL PREFIX

Publishes to a conversation until each entry has its receipt, sends one of them again, and prints as JSON what the
receipts and the topic said.
"""

import json
import sys
import time
import zlib

import redis


def main():
    url, prefix = sys.argv[1:]
    client = redis.Redis.from_url(url, decode_responses=True)
    partitions = int(client.hget(f"{prefix}:config", "partitions"))
    conversation = "c-python"
    partition = zlib.crc32(conversation.encode()) % partitions

    first = {
        "type": "message.post", "id": "py-1", "source": "web", "conversation": conversation, "user": "u-python",
        "role": "user", "text": "Où est mon annonce ? 🚲",
    }  # fmt: skip
    second = {**first, "id": "py-2", "text": "It is the one with the red bicycle"}
    changed = {**first, "text": "Something else"}
    broken = {**first, "id": "py-3", "colour": "red"}

    receipts = []
    position = "0-0"
    for entry in (first, second, first, changed, broken):
        client.xadd(f"{prefix}:inbound:{{{partition}}}", entry)
        deadline = time.monotonic() + 20
        found = None
        while found is None and time.monotonic() < deadline:
            for _, entries in client.xread({f"{prefix}:receipts:{{{partition}}}": position}, block=500) or []:
                for position, receipt in entries:
                    if receipt["id"] == entry["id"]:
                        found = receipt
        receipts.append(found)

    topic = client.xrange(f"{prefix}:commands:{{{partition}}}")
    print(json.dumps({"receipts": receipts, "ids": [i for i, _ in topic], "commands": [fields for _, fields in topic]}))


if __name__ == "__main__":
    main()
