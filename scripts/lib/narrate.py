"""Tells what happens to cases, one line an event, as the topic `cases` carries it.

Starts with the events that come after it. Once it is sent SIGUSR1, which says that all has been published, it ends as
soon as no event has come for a second. Environment: REDIS_URL, SAYPRO_PREFIX.
"""

import os
import signal
import sys
import time

import redis

signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

QUIET = 1.0
LIMIT = 120.0
COLUMNS = {"arrived": "36", "opened": "36", "assigned": "33", "answered": "32", "resolved": "35", "reopened": "31"}
WORDS = {
    "message.posted": "arrived",
    "case.opened": "opened",
    "case.assigned": "assigned",
    "case.replied": "answered",
    "case.resolved": "resolved",
    "case.reopened": "reopened",
    "case.unassigned": "unassigned",
    "case.refused": "refused",
}
UNTOLD = {"user.changed", "admin.changed"}


def sentence(kind, event):
    """What a person wants to know of the event."""
    if kind == "message.posted":
        author = event.get("user") or event.get("admin") or event.get("bot") or "?"
        private = " (note among admins)" if event.get("visibility") == "private" else ""
        return f"{author}{private}: {event.get('text', '')}"
    if kind == "case.opened":
        return event.get("category") or event.get("subject") or ""
    if kind == "case.assigned":
        return f"to {event.get('admin') or event.get('assignee') or event.get('to', '?')}"
    if kind == "case.replied":
        return f"by {event.get('admin', '?')}"
    if kind == "case.resolved":
        return event.get("summary") or f"by {event.get('admin', '?')}"
    return event.get("detail") or event.get("reason") or ""


def shortened(text, width):
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def main():
    prefix = os.environ.get("SAYPRO_PREFIX", "saypro")
    all_is_published = False
    told = 0
    started = last_event = time.monotonic()

    def note_the_end(*_):
        nonlocal all_is_published, last_event
        all_is_published = True
        last_event = time.monotonic()

    signal.signal(signal.SIGUSR1, note_the_end)
    colours = sys.stderr.isatty()
    client = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
    count = int(client.hget(f"{prefix}:config", "partitions") or 16)
    positions = {}
    for partition in range(count):
        key = f"{prefix}:cases:{{{partition}}}"
        last = client.xrevrange(key, count=1)
        positions[key] = last[0][0] if last else "0-0"
    while time.monotonic() - started < LIMIT:
        if all_is_published and time.monotonic() - last_event > QUIET:
            break
        for key, entries in client.xread(positions, count=100, block=200) or []:
            for identifier, event in entries:
                positions[key] = identifier
                kind = event.get("type", "?")
                last_event = time.monotonic()
                if kind in UNTOLD:
                    continue
                word = WORDS.get(kind, kind)
                start, end = (f"\033[{COLUMNS.get(word, '0')}m", "\033[0m") if colours else ("", "")
                line = shortened(sentence(kind, event), 90)
                print(f"  {start}{word:<10}{end} {event.get('conversation', ''):<14} {line}", file=sys.stderr)
                told += 1
    if not told:
        print("  (nothing new: the sample was imported before)", file=sys.stderr)
    else:
        print(f"\n  {told} events in {last_event - started:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except redis.RedisError as error:
        print(f"  (Redis: {error})", file=sys.stderr)
