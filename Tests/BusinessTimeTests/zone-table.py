#!/usr/bin/env python3
"""Writes ZoneTable.swift: every change of offset from 1970 to 2037, by Python's zoneinfo on the system's tzdata.

    python3 zone-table.py > ZoneTable.swift
"""
import datetime
import textwrap
import zoneinfo

ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "America/New_York", "America/Sao_Paulo",
    "America/St_Johns", "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe", "Europe/Berlin", "Europe/London",
    "Pacific/Apia", "Pacific/Chatham",
]
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
END = int((datetime.datetime(2038, 1, 1, tzinfo=datetime.timezone.utc) - EPOCH).total_seconds())


def offset(zone, second):
    moment = EPOCH + datetime.timedelta(seconds=second)
    return int(moment.astimezone(zone).utcoffset().total_seconds())


def changes(zone):
    second, known = 0, offset(zone, 0)
    yield second, known
    # No two changes of a zone have ever been less than six days apart.
    while second < END:
        if offset(zone, second + 86_400) == known:
            second += 86_400
            continue
        low, high = second, second + 86_400
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(zone, middle) == known else (low, middle)
        second, known = high, offset(zone, high)
        if second < END:
            yield second, known


print("/// The offsets of some zones from 1970 to 2037 as Python's zoneinfo knows them; zone-table.py writes this file.")
print("enum ZoneTable {")
print("    /// By the zone's name, each change as `second:offset` after the offset at 1970-01-01T00:00:00Z.")
print("    static let changes = [")
for name in ZONES:
    words = [f"{second}:{known}" for second, known in changes(zoneinfo.ZoneInfo(name))]
    print(f'        "{name}": """')
    for line in textwrap.wrap(" ".join(words), 105):
        print(f"            {line}")
    print('            """,')
print("    ]")
print("}")
