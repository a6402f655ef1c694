"""A Prometheus with the rules of deploy/, in which minutes pass as seconds, and what it says of alerts."""

import json
import os
import re
import subprocess
import time
import urllib.request

import yaml

from office import free_port

RULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "deploy", "prometheus", "rules")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# So many times faster, but for what two scrapes need, and no longer than somebody who looks on can wait.
FASTER, SHORTEST_RANGE, LONGEST = 30, 10, 90


def seconds(duration):
    return int(duration[:-1]) * UNITS[duration[-1]]


def shortened(duration, least):
    return f"{max(least, min(LONGEST, seconds(duration) // FASTER))}s"


class Watch:
    """Prometheus itself, in a folder of the drill's."""

    def __init__(self, folder, addresses):
        self.folder = os.path.join(folder, "prometheus")
        os.makedirs(os.path.join(self.folder, "rules"))
        self.address = f"127.0.0.1:{free_port()}"
        self.rules = {}
        for name in sorted(os.listdir(RULES)):
            self._shorten(name)
        config = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": ["rules/*.yml"],
            "scrape_configs": [{
                "job_name": "saypro",
                "static_configs": [
                    {"targets": [address], "labels": {"program": program}} for program, address in addresses.items()
                ],
            }],
        }
        with open(os.path.join(self.folder, "prometheus.yml"), "w", encoding="utf-8") as out:
            yaml.safe_dump(config, out)
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                [
                    "prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.folder}/data",
                    f"--web.listen-address={self.address}", "--query.lookback-delta=10s",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )

    def _shorten(self, name):
        """The rules as they are in deploy/, with times alone made shorter."""
        with open(os.path.join(RULES, name), encoding="utf-8") as source:
            rules = yaml.safe_load(source)
        for group in rules["groups"]:
            for rule in group["rules"]:
                text = rule["expr"]
                rule["expr"] = re.sub(r"\[(\d+[smhd])\]", lambda m: f"[{shortened(m[1], SHORTEST_RANGE)}]", text)
                if "alert" in rule:
                    before = [rule.get("for", "0s")] + re.findall(r"\[(\d+[smhd])\]", text)
                    rule["for"] = shortened(rule.get("for", "0s"), 0)
                    self.rules[rule["alert"]] = (before[0], rule["for"])
        with open(os.path.join(self.folder, "rules", name), "w", encoding="utf-8") as out:
            yaml.safe_dump(rules, out, sort_keys=False)

    def ask(self, path):
        with urllib.request.urlopen(f"http://{self.address}{path}", timeout=5) as reply:
            return json.load(reply)["data"]

    def firing(self):
        return {a["labels"]["alertname"] for a in self.ask("/api/v1/alerts")["alerts"] if a["state"] == "firing"}

    def wait_until(self, condition, limit):
        """The seconds until the firing alerts satisfy the condition; None if they never did."""
        began = time.monotonic()
        while time.monotonic() - began < limit:
            try:
                if condition(self.firing()):
                    return time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.3)
        return None

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
