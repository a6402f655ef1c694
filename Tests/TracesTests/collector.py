"""Takes traces over HTTP as an OpenTelemetry collector would, well or badly, with Python's standard library alone.

usage: collector.py [STATUSES [SECONDS]]

Prints its port, and then a line of JSON for each request that it has read: the path, the headers, and the body. It answers
with the statuses (commas between them) one after another, the last one again and again, each after so many seconds.
"""

import http.server
import json
import sys
import time

STATUSES = [int(status) for status in (sys.argv[1] if len(sys.argv) > 1 else "200").split(",")]
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 0


class Collector(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        print(json.dumps({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)}), flush=True)
        time.sleep(SECONDS)
        self.send_response(STATUSES.pop(0) if len(STATUSES) > 1 else STATUSES[0])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
