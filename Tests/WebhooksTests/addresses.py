"""Compares our judgement of addresses with Python's own registry of special ones.

usage: addresses.py FILE

Each line of the file is an address and `public` or the kind that we say it is. Prints as JSON the addresses that we
call public and Python does not, and the kinds of those that Python calls global and we do not.
"""

import ipaddress
import json
import sys


def embedded(address):
    if address.version == 4:
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or [])]
    if address in ipaddress.ip_network("64:ff9b::/96") or address in ipaddress.ip_network("::/96"):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def is_public(address):
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local)
        and not getattr(address, "is_site_local", False)
        and all(is_public(inner) for inner in embedded(address))
    )


def main():
    missed, stricter = [], set()
    for line in open(sys.argv[1]):
        text, verdict = line.split()
        address = ipaddress.ip_address(text)
        if verdict == "public" and not is_public(address):
            missed.append(text)
        if verdict != "public" and is_public(address):
            stricter.add(verdict)
    print(json.dumps({"missed": missed, "stricter": sorted(stricter)}))


if __name__ == "__main__":
    main()
