"""Builds what is for Kubernetes with `kubectl kustomize`, as `kubectl apply -k` does, and checks what comes of it.

Arguments: the root of the repository; the wheel of kubernetes-validate, from which the schemas of Kubernetes' objects are read.
Prints each fault on a line; status 1 if there is one.
"""

import json
import pathlib
import re
import subprocess
import sys
import zipfile

import jsonschema
import yaml

ROOT = pathlib.Path(sys.argv[1]).resolve()
SCHEMAS = pathlib.Path(sys.argv[2])
LAYERS = ROOT / "deploy/kubernetes"
PROGRAMS = ["ingest", "router", "notifier", "sla-monitor", "survey", "metrics-aggregator"]
# Those that serve pages to people.
SITES = ["notifier", "survey", "metrics-aggregator"]
# The oldest and the newest Kubernetes that everything is to be valid for.
VERSIONS = ["1.25", "1.37"]
# Built by nothing but `kubectl` of this minor version of 1 or later; Debian 12 has an older one.
OVERLAYS_SINCE = 21
faults = []


def fault(place, sentence):
    faults.append(f"{place}: {sentence}")


def kubectl(*arguments):
    return subprocess.run(["kubectl", *arguments], capture_output=True, text=True, check=False)


def minor_version():
    version = json.loads(kubectl("version", "--client", "--output", "json").stdout)["clientVersion"]
    return int(re.match(r"\d+", version["minor"])[0])


def built(layer):
    """The objects of a layer by kind and name."""
    result = kubectl("kustomize", str(LAYERS / layer))
    if result.returncode or result.stderr:
        sys.exit(f"{layer}: {result.stderr.strip()}")
    objects = {}
    for document in yaml.safe_load_all(result.stdout):
        key = (document["kind"], document["metadata"]["name"])
        if key in objects:
            fault(layer, f"{key} stands there twice")
        if document["kind"] != "Namespace" and document["metadata"].get("namespace") != "saypro":
            fault(layer, f"{key} is not in the namespace saypro")
        objects[key] = document
    return objects


def check_schemas(layer, objects):
    """Each object against the strict schemas, which know every field; those of KEDA are no part of Kubernetes."""
    with zipfile.ZipFile(SCHEMAS) as wheel:
        for version in VERSIONS:
            name = f"kubernetes_validate/kubernetes-json-schema/v{version}.0-local-strict/_definitions.json"
            definitions = json.loads(wheel.read(name))["$defs"]
            names = {
                (kind["group"], kind["version"], kind["kind"]): name
                for name, schema in definitions.items()
                for kind in schema.get("x-kubernetes-group-version-kind", [])
            }
            for (kind, name), document in objects.items():
                group, _, api = document["apiVersion"].rpartition("/")
                if group == "keda.sh":
                    continue
                place = f"{layer}, {kind} {name}, Kubernetes {version}"
                if (group, api, kind) not in names:
                    fault(place, f"there is no such thing in {document['apiVersion']}")
                    continue
                schema = {"$defs": definitions, "$ref": f"#/$defs/{names[group, api, kind]}"}
                for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
                    fault(place, f"{'/'.join(map(str, error.path))}: {error.message}")


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
    for container in spec.get("initContainers", []) + spec["containers"]:
        own = container.get("securityContext", {})
        if own.get("allowPrivilegeEscalation") is not False or own.get("readOnlyRootFilesystem") is not True:
            fault(place, "privileges must not grow, and the root must be read-only")
        if own.get("capabilities") != {"drop": ["ALL"]}:
            fault(place, "all capabilities are to be dropped")
        if "memory" not in container.get("resources", {}).get("limits", {}):
            fault(place, "the container needs a limit on memory")
        if container.get("env") or any("secretRef" in source for source in container.get("envFrom", [])):
            fault(place, "a secret is a file, and settings stand in the ConfigMap")


def check_secrets(place, spec, name):
    volume = next((v["secret"] for v in spec["volumes"] if v["name"] == "secrets"), {})
    if volume.get("secretName") != name or "items" in volume:
        fault(place, "mounts every key of its own secret, so that each is there that is given")
    for container in spec.get("initContainers", []) + spec["containers"]:
        if {mount["mountPath"] for mount in container["volumeMounts"]} != {"/run/secrets/saypro"}:
            fault(place, "finds its secrets where the ConfigMap says")


def check_objects(layer, objects):
    namespace = objects.get(("Namespace", "saypro"), {}).get("metadata", {}).get("labels", {})
    if namespace.get("pod-security.kubernetes.io/enforce") != "restricted":
        fault(layer, "the restricted profile is to be enforced")
    denied = objects.get(("NetworkPolicy", "default-deny"), {}).get("spec", {})
    if denied.get("podSelector") != {} or set(denied.get("policyTypes", [])) != {"Ingress", "Egress"}:
        fault(layer, "everything is to be denied that is not allowed")
    owner = objects[("NetworkPolicy", "owner")]["spec"]["podSelector"]["matchLabels"]
    for name, job in {
        "migrate": objects[("Job", "migrate")]["spec"],
        "nightly": objects[("CronJob", "nightly")]["spec"]["jobTemplate"]["spec"],
    }.items():
        check_pod(f"{layer}, {name}", job["template"]["spec"])
        check_secrets(f"{layer}, {name}", job["template"]["spec"], "saypro-migrate")
        if not owner.items() <= job["template"]["metadata"]["labels"].items():
            fault(f"{layer}, {name}", "is not let out by the NetworkPolicy of the owner")
    for program in PROGRAMS:
        missing = [
            kind
            for kind in ("Deployment", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy", "ScaledObject")
            if (kind, program) not in objects
        ]
        for kind in missing:
            fault(f"{layer}, {program}", f"has no {kind}")
        if not missing:
            check_program(f"{layer}, {program}", program, objects)


def check_program(place, program, objects):
    deployment = objects[("Deployment", program)]["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    selectors = [
        deployment["selector"]["matchLabels"],
        objects[("PodDisruptionBudget", program)]["spec"]["selector"]["matchLabels"],
        objects[("NetworkPolicy", program)]["spec"]["podSelector"]["matchLabels"],
    ]
    if program in SITES:
        selectors.append(objects.get(("Service", program), {}).get("spec", {}).get("selector"))
    for selector in selectors:
        if not selector or not selector.items() <= labels.items():
            fault(place, f"the selector {selector} does not choose its pods")
    if "replicas" in deployment:
        fault(place, "its ScaledObject says how many there are, not each apply")
    pod = deployment["template"]["spec"]
    check_pod(place, pod)
    check_secrets(place, pod, f"saypro-{program}")
    if pod.get("terminationGracePeriodSeconds", 0) <= 20:
        fault(place, "a drain may take 20 seconds")
    container = pod["containers"][0]
    if container["command"] != [program]:
        fault(place, "runs another program")
    if container["livenessProbe"].get("httpGet", {}).get("path") != "/healthz":
        fault(place, "the liveness probe may ask /healthz only, which never touches the servers")
    if container["readinessProbe"].get("exec", {}).get("command") != ["saypro", "health", "--ready"]:
        fault(place, "the readiness probe asks whether it works")
    if "startupProbe" not in container:
        fault(place, "has no startup probe")
    scaled = objects[("ScaledObject", program)]["spec"]
    if scaled["scaleTargetRef"]["name"] != program:
        fault(place, "is not what its ScaledObject scales")
    for trigger in scaled["triggers"]:
        if trigger["type"] != "prometheus" or f'saypro_lag_events{{stage="{program}"}}' not in trigger["metadata"]["query"]:
            fault(place, "is to grow with its own count of what is left, not with a consumer group's lag")
        if not all(isinstance(value, str) for value in trigger["metadata"].values()):
            fault(place, "KEDA takes nothing but texts for a trigger")
    check_policy(place, program, objects[("NetworkPolicy", program)]["spec"])


def check_policy(place, program, policy):
    if set(policy["policyTypes"]) != {"Ingress", "Egress"}:
        fault(place, "both directions are to be limited")
    ports = {port["port"] for rule in policy["egress"] for port in rule["ports"]}
    allowed = {53, 5432, 6379, 4318} | ({443, 465, 587} if program == "notifier" else set())
    if not {53, 5432, 6379, 4318} <= ports <= allowed:
        fault(place, f"may reach the ports {sorted(ports)}")
    if any("to" not in rule or "ports" not in rule for rule in policy["egress"]):
        fault(place, "each way out names where to and which ports")
    sources = {peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] for peer in policy["ingress"][0]["from"]}
    if sources != {"monitoring"} | ({"ingress"} if program in SITES else set()):
        fault(place, f"is reached from {sorted(sources)}")


def check_files():
    """Nothing lies beside the base that it leaves out."""
    base = LAYERS / "base"
    listed = yaml.safe_load((base / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    if sorted(listed) != sorted(p.name for p in base.glob("*.yaml") if p.name != "kustomization.yaml"):
        fault("kustomization.yaml", "does not list exactly the files beside it")


def images(objects):
    return {
        container["image"]
        for document in objects.values()
        if document["kind"] in ("Deployment", "Job", "CronJob")
        for pod in [document["spec"].get("jobTemplate", document)["spec"]["template"]["spec"]]
        for container in pod.get("initContainers", []) + pod["containers"]
    }


def check(layer):
    objects = built(layer)
    check_schemas(layer, objects)
    check_objects(layer, objects)
    return objects


check_files()
base = check("base")
if images(base) != {"saypro-messaging"}:
    fault("base", "the overlay names the image's version, not the base")
if minor_version() >= OVERLAYS_SINCE:
    production = check("overlays/production")
    if production.keys() != base.keys():
        fault("overlays/production", "is not of the same objects as the base")
    if not all(re.fullmatch(r"\S+/saypro-messaging:\S+", image) for image in images(production)):
        fault("overlays/production", "does not name the version of every image")
else:
    print(f"kubectl 1.{minor_version()} builds no overlay such as ours, so the base alone was checked", file=sys.stderr)
print("\n".join(faults) if faults else f"{len(base)} objects are built, and valid for Kubernetes {' and '.join(VERSIONS)}")
sys.exit(1 if faults else 0)
