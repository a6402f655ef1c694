"""A careful publisher: it keeps every entry until its receipt says accepted or duplicate, and sends it again otherwise.

In each conversation the next entry goes out only once the one before is settled, so the order in which the entries must
be found is known.
"""

import random
import threading
import time
import uuid

import redis

from house import partition_of

RESEND_AFTER = 2.0


class Conversation:
    """One thread between a user and the office, and what has become of its entries."""

    def __init__(self, number, run):
        self.name = f"c-{run}-{number}"
        self.user = f"u-{run}-{number}"
        self.sent = 0
        self.messages = 0
        self.waiting = None
        self.sent_at = 0.0


class Publisher(threading.Thread):
    """Writes at about `rate` entries a second over `conversations` until it is told to stop, then settles what is out."""

    def __init__(self, house, seed, rate, conversations, admins):
        super().__init__(name="publisher", daemon=True)
        self.house = house
        self.random = random.Random(seed)
        self.rate = rate
        self.run_name = uuid.UUID(int=self.random.getrandbits(128)).hex[:8]
        self.conversations = [Conversation(n, self.run_name) for n in range(conversations)]
        self.admins = admins
        self.by_id = {}
        self.accepted = {}
        self.rejected = {}
        self.resent = 0
        self.duplicates = 0
        self.refusals = 0
        self.finishing = threading.Event()
        self.fault = None

    # What is published

    def next_entry(self, conversation):
        """The conversation's next entry: mostly messages of both sides, now and then a resolution or a bad entry."""
        conversation.sent += 1
        identifier = f"{conversation.name}-{conversation.sent}"
        entry = {"id": identifier, "conversation": conversation.name}
        chance = self.random.random()
        if conversation.messages and chance < 0.05:
            entry.update(type="case.resolve", source="console", admin=self.random.choice(self.admins), summary="done")
        elif chance < 0.30 and conversation.messages:
            admin = self.random.choice(self.admins)
            entry.update(type="message.post", source="bench", role="admin", admin=admin, text=f"answer {identifier}")
        elif chance < 0.33:
            entry.update(type="message.post", source="bench", role="user", user=conversation.user, colour="red", text="x")
        else:
            entry.update(type="message.post", source="bench", role="user", user=conversation.user, text=f"word {identifier}")
        # One in fifty goes to the door of another partition, from where it has to be moved.
        wrong = self.random.random() < 0.02
        entry["_partition"] = 0 if wrong else partition_of(conversation.name, self.house.partitions)
        return entry

    def send(self, client, entries):
        pipe = client.pipeline(transaction=False)
        for entry in entries:
            fields = {k: v for k, v in entry.items() if not k.startswith("_")}
            pipe.xadd(f"{self.house.prefix}:inbound:{{{entry['_partition']}}}", fields)
        # A refusal (out of memory, loading …) only means that the entry stays out and is sent again.
        refused = [reply for reply in pipe.execute(raise_on_error=False) if isinstance(reply, Exception)]
        self.refusals += len(refused)

    # Receipts

    def receive(self, client, positions):
        for key, entries in client.xread(positions, count=5000) or []:
            for identifier, receipt in entries:
                positions[key] = identifier
                self.settle(receipt)

    def settle(self, receipt):
        conversation = self.by_id.get(receipt.get("id"))
        if conversation is None:
            return
        entry = conversation.waiting
        if entry is None or entry["id"] != receipt["id"]:
            return
        status = receipt.get("status")
        if status == "rejected":
            if receipt.get("code") == "rate_limited":
                return
            self.rejected[entry["id"]] = receipt.get("code")
        elif status in ("accepted", "duplicate"):
            self.duplicates += status == "duplicate"
            if entry["type"] == "message.post":
                conversation.messages += 1
            self.accepted[entry["id"]] = (entry["type"], conversation.name, conversation.messages)
        else:
            return
        conversation.waiting = None
        del self.by_id[entry["id"]]

    # The loop

    def run(self):
        try:
            self.publish()
        except Exception as error:  # noqa: BLE001: the main thread reports whatever ended this one
            self.fault = error

    def publish(self):
        client = self.house.redis(socket_timeout=3, socket_connect_timeout=2)
        positions = {f"{self.house.prefix}:receipts:{{{p}}}": "0-0" for p in range(self.house.partitions)}
        free = list(self.conversations)
        allowance, last = 0.0, time.monotonic()
        while not (self.finishing.is_set() and not self.by_id):
            now = time.monotonic()
            allowance = min(allowance + (now - last) * self.rate, self.rate)
            last = now
            batch = []
            while allowance >= 1 and free and not self.finishing.is_set():
                conversation = free.pop(self.random.randrange(len(free)))
                conversation.waiting = self.next_entry(conversation)
                conversation.sent_at = now
                self.by_id[conversation.waiting["id"]] = conversation
                batch.append(conversation.waiting)
                allowance -= 1
            for conversation in self.by_id.values():
                if now - conversation.sent_at > RESEND_AFTER:
                    conversation.sent_at = now
                    batch.append(conversation.waiting)
                    self.resent += 1
            try:
                if batch:
                    self.send(client, batch)
                self.receive(client, positions)
            except redis.RedisError:
                self.refusals += 1
                time.sleep(0.1)
            free = [c for c in self.conversations if c.waiting is None]
            time.sleep(0.01)
