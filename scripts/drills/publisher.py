"""A publisher that loses nothing: it keeps each message until its receipt has come, and counts what that took."""

import threading
import time
import zlib

import redis

from redises import PARTITIONS


class Publisher(threading.Thread):
    """Keeps one message of each conversation on its way until it is told to stop, and sends again what has no receipt.

    `longest_pause` is the longest time, in seconds, in which a partition got no receipt.
    """

    def __init__(self, office, run, conversations=60, resend_after=1.0):
        super().__init__(daemon=True)
        self.office = office
        self.run_name = run
        self.resend_after = resend_after
        self.accepted = set()
        self.resent = 0
        self.longest_pause = 0.0
        self.finishing = threading.Event()
        self._threads = [[] for _ in range(PARTITIONS)]
        for number in range(conversations):
            conversation = f"{run}-c{number}"
            self._threads[zlib.crc32(conversation.encode()) % PARTITIONS].append(conversation)
        self._sent = 0
        # The message of each conversation that has no receipt yet: its id, and when it was sent last.
        self._waiting = {}
        # Receipts from now on: reading those of earlier rounds takes seconds, which are no pause of the programs.
        self._positions = [f"{int(time.time() * 1000) - 1}-0"] * PARTITIONS
        self._last = [time.monotonic()] * PARTITIONS

    def run(self):
        shards = []
        self._last = [time.monotonic()] * PARTITIONS
        while not (self.finishing.is_set() and not self._waiting):
            try:
                shards = shards or self.office.redis.shards()
            except redis.exceptions.RedisError:
                shards = []
            # What one server cannot take now must not keep the others from theirs.
            were_well = [self._round(client, partitions) for client, partitions in shards]
            if not were_well or not all(were_well):
                shards = []
                time.sleep(0.05)
            time.sleep(0.01)

    def _round(self, client, partitions):
        """Sends what is due to a server and reads the receipts; answers whether the server took part."""
        try:
            pipe = client.pipeline(transaction=False)
            for partition in partitions:
                for conversation in self._threads[partition]:
                    self._send(pipe, partition, conversation)
            for partition in partitions:
                pipe.xread({f"saypro:receipts:{{{partition}}}": self._positions[partition]}, count=1000)
            replies = pipe.execute()
        except redis.exceptions.RedisError:
            return False
        for partition, found in zip(partitions, replies[-len(partitions):]):
            for _, receipts in found or []:
                for position, receipt in receipts:
                    self._positions[partition] = position
                    self._take(partition, receipt)
        return True

    def _send(self, pipe, partition, conversation):
        now = time.monotonic()
        identifier, sent_at = self._waiting.get(conversation, (None, None))
        if identifier is None:
            if self.finishing.is_set():
                return
            self._sent += 1
            identifier = f"{self.run_name}-{self._sent}"
        elif now - sent_at < self.resend_after:
            return
        else:
            self.resent += 1
        self._waiting[conversation] = (identifier, now)
        entry = {"id": identifier, "conversation": conversation, **self.entry(int(identifier.rpartition("-")[2]), conversation)}
        pipe.xadd(f"saypro:inbound:{{{partition}}}", entry)

    def _take(self, partition, receipt):
        conversation = receipt.get("conversation")
        if receipt.get("status") not in ("accepted", "duplicate") or self._waiting.get(conversation, (None,))[0] != receipt["id"]:
            return
        del self._waiting[conversation]
        self.accepted.add(receipt["id"])
        now = time.monotonic()
        self.longest_pause = max(self.longest_pause, now - self._last[partition])
        self._last[partition] = now

    def entry(self, number, conversation):
        """What the entry of that number says; the same each time that it is sent."""
        return {"type": "message.post", "source": "bench", "role": "user", "user": conversation, "text": "Where is my advert?"}

    def finish(self):
        """Sends nothing new; answers whether everything had its receipt in time."""
        self.finishing.set()
        self.join(120)
        return not self.is_alive()
