"""Checks what stands under deploy/ without the tools that would use it, and that it agrees with the code.

Argument: the root of the repository. Prints each fault on a line; status 1 if there is one.
"""

import json
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
DEPLOY = ROOT / "deploy"
PROGRAMS = ["ingest", "router", "notifier", "sla-monitor", "survey", "metrics-aggregator"]
TOKENS = ["dashboard-token", "reader-token", "metrics-token"]
faults = []


def fault(place, sentence):
    faults.append(f"{place}: {sentence}")


def documents(path):
    return [d for d in yaml.safe_load_all(path.read_text(encoding="utf-8")) if d]


def described_metrics():
    """The names in the program's own table, and those that metrics-aggregator makes of its KPIs."""
    names = set()
    for path in (ROOT / "Sources").rglob("*.swift"):
        names |= set(re.findall(r'"((?:saypro|process)_[a-z_]+)"', path.read_text(encoding="utf-8")))
    names |= {f"saypro_kpi_{n}" for n in ("value", "target", "met", "things", "burn_rate", "forecast")}
    names |= {f"saypro_{n}_seconds" for n in ("first_response", "next_response", "resolution")}
    return names


def check_expression(place, expression, known):
    for name in re.findall(r"\b((?:stage:)?(?:saypro|process)_[a-z0-9_:]+)", expression):
        bare = re.sub(r"_(bucket|sum|count)$", "", name)
        if name not in known and bare not in known and not name.startswith("saypro_messaging"):
            fault(place, f"no program has the metric {name}")


def check_prometheus():
    known = described_metrics()
    alerts = []
    for path in sorted((DEPLOY / "prometheus/rules").glob("*.yml")):
        for group in documents(path)[0]["groups"]:
            known |= {rule["record"] for rule in group["rules"] if "record" in rule}
    for path in sorted((DEPLOY / "prometheus/rules").glob("*.yml")):
        for group in documents(path)[0]["groups"]:
            for rule in group["rules"]:
                check_expression(path.name, rule["expr"], known)
                if "alert" in rule:
                    alerts.append(rule)
    tests = {}
    for test in documents(DEPLOY / "prometheus/tests/alerts.yml")[0]["tests"]:
        for case in test.get("alert_rule_test", []):
            tests.setdefault(case["alertname"], set()).add(bool(case["exp_alerts"]))
    runbook = (DEPLOY / "RUNBOOK.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^### (\w+)", runbook, re.M))
    drills = "".join((DEPLOY.parent / "scripts/drills" / name).read_text(encoding="utf-8") for name in ("alerts.py", "faults.py"))
    played = set(re.findall(r'"(SayPro\w+)"', drills))
    for rule in alerts:
        name = rule["alert"]
        if tests.get(name) != {True, False}:
            fault(name, "needs a unit test in which it fires and one in which it stays quiet")
        if name not in headings:
            fault(name, "has no section in deploy/RUNBOOK.md")
        if name not in played:
            fault(name, "has no fault in scripts/drills/faults.py, nor a reason in alerts.py")
        if rule["annotations"].get("runbook") != f"RUNBOOK.md#{name.lower()}":
            fault(name, "does not point at its section of the runbook")
        if rule["labels"].get("severity") not in ("critical", "warning", "info"):
            fault(name, "has no severity")
    for name in headings - {rule["alert"] for rule in alerts}:
        fault("RUNBOOK.md", f"tells of {name}, which is no alert")
    for path in sorted((DEPLOY / "grafana/dashboards").glob("*.json")):
        board = json.loads(path.read_text(encoding="utf-8"))
        ids = [panel["id"] for panel in board["panels"]]
        if len(set(ids)) != len(ids):
            fault(path.name, "two panels have one id")
        for panel in board["panels"]:
            for target in panel["targets"]:
                check_expression(f"{path.name}, {panel['title']}", target["expr"], known)


def check_container():
    compose = documents(DEPLOY / "container/compose.yaml")[0]
    for program in PROGRAMS + ["migrate"]:
        service = compose["services"].get(program, {})
        if service.get("read_only") is not True or service.get("cap_drop") != ["ALL"] or service.get("user", "0:0")[0] == "0":
            fault("compose.yaml", f"{program} must run without rights, with a read-only root")
        if program != "migrate" and service.get("command") != [program]:
            fault("compose.yaml", f"{program} runs another program")
        if "./secrets/programs:/run/secrets/saypro:ro" not in service.get("volumes", []):
            fault("compose.yaml", f"{program} is to be given every secret")
        if program != "migrate" and service.get("healthcheck", {}).get("test") != ["CMD", "saypro", "health"]:
            fault("compose.yaml", f"{program} has no health check where the image's format keeps none")
    for name, service in compose["services"].items():
        restart = {"migrate": "on-failure", "nightly": "no"}.get(name, "unless-stopped")
        if "depends_on" in service or service.get("restart") != restart:
            fault("compose.yaml", f"{name} is to be started again by itself, whatever else runs, if it is to go on")
        for secret in service.get("secrets", []):
            name = secret if isinstance(secret, str) else secret["source"]
            if name not in compose["secrets"]:
                fault("compose.yaml", f"the secret {name} is not described")
    redis = (DEPLOY / "container/redis.conf").read_text(encoding="utf-8")
    installed = (DEPLOY / "redis/saypro.conf").read_text(encoding="utf-8")
    for line in ("maxmemory-policy noeviction", "appendonly yes", "proto-max-bulk-len 1mb"):
        for name, text in {"redis.conf": redis, "saypro.conf": installed}.items():
            if line not in text.splitlines():
                fault(name, f"lacks: {line}")
    text = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8")
    final = text.split("\nFROM ")[-1]
    for needed in ("USER 10001:10001", "HEALTHCHECK", "STOPSIGNAL SIGTERM"):
        if needed not in final:
            fault("Containerfile", f"lacks {needed}")
    if '"/swift/linux/"' not in text or "ADD " in text:
        fault("Containerfile", "the Swift runtime is to lie beside the programs, and nothing fetched by ADD")
    for program in PROGRAMS + ["saypro"]:
        if not re.search(rf"[{{,]{program}[,}}]", text):
            fault("Containerfile", f"lacks the program {program}")


def check_systemd():
    units = {p.name for p in (DEPLOY / "systemd").glob("*.service")}
    if units != {f"saypro-{program}@.service" for program in PROGRAMS}:
        fault("systemd", "there is to be one unit for each program")
    for program in PROGRAMS:
        text = (DEPLOY / f"systemd/saypro-{program}@.service").read_text(encoding="utf-8")
        if f"ExecStart=/usr/lib/saypro/{program}\n" not in text or "WantedBy=saypro.target" not in text:
            fault(f"saypro-{program}@.service", "does not start its program for the target")
    scraped = {
        entry["labels"]["program"]: entry["targets"]
        for job in documents(DEPLOY / "prometheus/prometheus.yml")[0]["scrape_configs"]
        for entry in job["static_configs"]
    }
    for program in PROGRAMS:
        address = (DEPLOY / f"systemd/saypro-{program}@1.env").read_text(encoding="utf-8").strip()
        if [address.removeprefix("SAYPRO_HTTP=")] != scraped.get(program):
            fault(f"saypro-{program}@1.env", f"says {address}, but Prometheus scrapes {scraped.get(program)}")
    shared = (DEPLOY / "systemd/saypro-.service.d/10-all.conf").read_text(encoding="utf-8")
    for needed in ("Type=notify", "WatchdogSec=", "LoadCredential=", "ProtectSystem=strict", "RestartPreventExitStatus=64 78"):
        if needed not in shared:
            fault("10-all.conf", f"lacks {needed}")
    for login in ("redis-url", "database-url"):
        if f"LoadCredential={login}:%p.{login}" not in shared.splitlines():
            fault("10-all.conf", f"does not load each program's own {login}")
    for token in TOKENS:
        # Without a path it is looked for in /etc/credstore, and may be missing.
        source = "/etc/saypro/secrets/dashboard-token" if token == "dashboard-token" else f"saypro.{token}"
        if f"LoadCredential={token}:{source}" not in shared.splitlines():
            fault("10-all.conf", f"does not load {token}")


for check in (check_prometheus, check_container, check_systemd):
    check()
print("\n".join(faults) if faults else "deploy/ agrees with itself and with the code")
sys.exit(1 if faults else 0)
