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


def check_pod(place, spec):
    """The restricted profile of pod security, and more."""
    security = spec.get("securityContext", {})
    if security.get("runAsNonRoot") is not True or not security.get("runAsUser"):
        fault(place, "the pod must not run as root")
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        fault(place, "the pod needs the seccomp profile RuntimeDefault")
    if spec.get("automountServiceAccountToken") is not False:
        fault(place, "the pod must not be given a token of the cluster")
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(field):
            fault(place, f"{field} is not allowed")
    for volume in spec.get("volumes", []):
        if not set(volume) - {"name"} <= {"secret", "configMap", "emptyDir", "projected"}:
            fault(place, f"the volume {volume['name']} is of a kind that is not allowed")
    for container in spec["containers"]:
        own = container.get("securityContext", {})
        if own.get("allowPrivilegeEscalation") is not False or own.get("readOnlyRootFilesystem") is not True:
            fault(place, "privileges must not grow, and the root must be read-only")
        if own.get("capabilities") != {"drop": ["ALL"]}:
            fault(place, "all capabilities are to be dropped")
        if "memory" not in container.get("resources", {}).get("limits", {}):
            fault(place, "the container needs a limit on memory")
        if ":" in container["image"]:
            fault(place, "the overlay names the image's version, not the base")


def check_kubernetes():
    base = DEPLOY / "kubernetes/base"
    listed = documents(base / "kustomization.yaml")[0]["resources"]
    present = sorted(p.name for p in base.glob("*.yaml") if p.name != "kustomization.yaml")
    if sorted(listed) != present:
        fault("kustomization.yaml", "does not list exactly the files beside it")
    objects = {}
    for name in listed:
        for document in documents(base / name):
            key = (document["kind"], document["metadata"]["name"])
            if key in objects:
                fault(name, f"{key} stands there twice")
            objects[key] = document
    namespace = objects.get(("Namespace", "saypro"), {}).get("metadata", {}).get("labels", {})
    if namespace.get("pod-security.kubernetes.io/enforce") != "restricted":
        fault("namespace.yaml", "the restricted profile is to be enforced")
    denied = objects.get(("NetworkPolicy", "default-deny"), {}).get("spec", {})
    if denied.get("podSelector") != {} or set(denied.get("policyTypes", [])) != {"Ingress", "Egress"}:
        fault("namespace.yaml", "everything is to be denied that is not allowed")
    check_pod("migrate", objects[("Job", "migrate")]["spec"]["template"]["spec"])
    for program in PROGRAMS:
        for kind in ("Deployment", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy", "ScaledObject"):
            if (kind, program) not in objects:
                fault(program, f"has no {kind}")
        check_program(program, objects)
    check_overlay(objects)


def check_program(program, objects):
    deployment = objects[("Deployment", program)]["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    selectors = [
        deployment["selector"]["matchLabels"],
        objects[("PodDisruptionBudget", program)]["spec"]["selector"]["matchLabels"],
        objects[("NetworkPolicy", program)]["spec"]["podSelector"]["matchLabels"],
    ]
    for selector in selectors:
        if not selector or not selector.items() <= labels.items():
            fault(program, f"the selector {selector} does not choose its pods")
    pod = deployment["template"]["spec"]
    check_pod(program, pod)
    if pod.get("terminationGracePeriodSeconds", 0) <= 20:
        fault(program, "a drain may take 20 seconds")
    container = pod["containers"][0]
    if container["command"] != [program]:
        fault(program, "runs another program")
    secrets = next((v["secret"] for v in pod["volumes"] if v["name"] == "secrets"), {})
    if secrets.get("secretName") != f"saypro-{program}-files" or "items" in secrets:
        fault(program, "mounts every key of its own secret, so that each token is there that is given")
    if container["livenessProbe"].get("httpGet", {}).get("path") != "/healthz":
        fault(program, "the liveness probe may ask /healthz only, which never touches the servers")
    if container["readinessProbe"].get("exec", {}).get("command") != ["saypro", "health", "--ready"]:
        fault(program, "the readiness probe asks whether it works")
    if "startupProbe" not in container:
        fault(program, "has no startup probe")
    scaled = objects[("ScaledObject", program)]["spec"]
    if scaled["scaleTargetRef"]["name"] != program:
        fault(program, "is not what its ScaledObject scales")
    for trigger in scaled["triggers"]:
        if trigger["type"] != "prometheus" or f'saypro_lag_events{{stage="{program}"}}' not in trigger["metadata"]["query"]:
            fault(program, "is to grow with its own count of what is left, not with a consumer group's lag")
    policy = objects[("NetworkPolicy", program)]["spec"]
    if set(policy["policyTypes"]) != {"Ingress", "Egress"}:
        fault(program, "both directions are to be limited")
    ports = {port["port"] for rule in policy["egress"] for port in rule["ports"]}
    allowed = {53, 5432, 6379, 4318} | ({443, 465, 587} if program == "notifier" else set())
    if not {53, 5432, 6379, 4318} <= ports <= allowed:
        fault(program, f"may reach the ports {sorted(ports)}")
    if any("to" not in rule or "ports" not in rule for rule in policy["egress"]):
        fault(program, "each way out names where to and which ports")


def check_overlay(objects):
    overlay = DEPLOY / "kubernetes/overlays/production"
    kustomization = documents(overlay / "kustomization.yaml")[0]
    for resource in kustomization["resources"]:
        if not (overlay / resource / "kustomization.yaml").is_file():
            fault("production", f"{resource} is no folder with a kustomization")
    for patch in kustomization["patches"]:
        for operation in documents(overlay / patch["path"])[0]:
            if operation["op"] not in ("add", "replace", "remove") or not operation["path"].startswith("/"):
                fault("production", f"{patch['path']} is no JSON patch")
    images = {image["name"] for image in kustomization["images"]}
    used = {d["spec"]["template"]["spec"]["containers"][0]["image"] for (kind, _), d in objects.items() if kind == "Deployment"}
    if images != used:
        fault("production", "does not name the version of every image")
    for replicas in kustomization.get("replicas", []):
        if ("Deployment", replicas["name"]) not in objects:
            fault("production", f"there is no {replicas['name']}")


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
        if "depends_on" in service or service.get("restart") not in ("unless-stopped", "on-failure"):
            fault("compose.yaml", f"{name} is to be started again by itself, whatever else runs")
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
    if "--static-swift-stdlib" not in text or "ADD " in text:
        fault("Containerfile", "the Swift runtime is to be linked in, and nothing fetched by ADD")
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


for check in (check_prometheus, check_kubernetes, check_container, check_systemd):
    check()
print("\n".join(faults) if faults else "deploy/ agrees with itself and with the code")
sys.exit(1 if faults else 0)
