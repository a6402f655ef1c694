"""Stands in for a supervisor: binds a datagram socket and prints each datagram that comes as one line.

Argument: the address, a path or `@` and an abstract name. Line breaks inside a datagram are written ` | `.
"""

import socket
import sys

address = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind("\0" + address[1:] if address.startswith("@") else address)
print("listening", flush=True)
while True:
    print(receiver.recv(65536).decode().replace("\n", " | "), flush=True)
