"""Writes the bill of materials of the programs as CycloneDX 1.5 JSON, from what the repository pins.

Arguments: the root of the repository, and `--check`, which writes nothing and compares Package.swift, Package.resolved and
the bill with each other. Swift packages come from Package.resolved, C libraries from the system libraries of Package.swift,
with the version that is installed, if any.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import uuid

ROOT = pathlib.Path(next((a for a in sys.argv[1:] if not a.startswith("-")), ".")).resolve()
MANIFEST = (ROOT / "Package.swift").read_text(encoding="utf-8")
PINS = json.loads((ROOT / "Package.resolved").read_text(encoding="utf-8"))["pins"]
# The headers' package is what one builds with; the library's is what runs.
RUNTIME = {"libhiredis-dev": "libhiredis0.14", "libpq-dev": "libpq5", "libcurl4-openssl-dev": "libcurl4"}
LICENCES = {"libhiredis0.14": "BSD-3-Clause", "libpq5": "PostgreSQL", "libcurl4": "curl"}


def direct_dependencies():
    """The packages that Package.swift names, with the version that it asks for."""
    found = re.findall(r'url:\s*"https://([^"]+)"\s*,\s*exact:\s*"([^"]+)"', MANIFEST)
    return {location.rsplit("/", 1)[-1].removesuffix(".git").lower(): (location, version) for location, version in found}


def installed(package):
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version} ${Architecture}", package]
    try:
        state, version, architecture = subprocess.run(query, capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
    return (version, architecture) if state == "installed" else None


def swift_package(pin):
    state = pin["state"]
    place = re.sub(r"^https://|\.git$", "", pin["location"])
    version = state.get("version", state["revision"])
    return {
        "type": "library",
        "bom-ref": f"pkg:swift/{place}@{version}",
        "name": pin["identity"],
        "version": version,
        "purl": f"pkg:swift/{place}@{version}",
        "externalReferences": [{"type": "vcs", "url": pin["location"]}],
        "properties": [{"name": "saypro:revision", "value": state["revision"]}],
    }


def system_library(module, package):
    runtime = RUNTIME.get(package, package)
    component = {
        "type": "library",
        "bom-ref": f"pkg:deb/debian/{runtime}",
        "name": runtime,
        "purl": f"pkg:deb/debian/{runtime}",
        "description": f"linked at run time by the module {module}",
    }
    if runtime in LICENCES:
        component["licenses"] = [{"license": {"name": LICENCES[runtime]}}]
    if found := installed(runtime):
        version, architecture = found
        component["version"] = version
        component["purl"] = component["bom-ref"] = f"pkg:deb/debian/{runtime}@{version}?arch={architecture}"
    return component


def bill():
    version = re.search(r'text = "([^"]+)"', (ROOT / "Sources/Program/Running/ProgramVersion.swift").read_text()).group(1)
    packages = [swift_package(pin) for pin in sorted(PINS, key=lambda pin: pin["identity"])]
    libraries = [
        system_library(module, package)
        for module, packages_of in re.findall(
            r'\.systemLibrary\(\s*name:\s*"(\w+)"[^\n]*?\.apt\(\[([^\]]*)\]\)', MANIFEST)
        for package in re.findall(r'"([^"]+)"', packages_of)
    ]
    root = f"pkg:generic/saypro-messaging@{version}"
    direct = direct_dependencies()
    components = packages + libraries
    content = json.dumps(components, sort_keys=True).encode()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": root, "name": "saypro-messaging", "version": version, "purl": root}
        },
        "components": components,
        "dependencies": [
            {
                "ref": root,
                "dependsOn": [c["bom-ref"] for c in packages if c["name"] in direct] + [c["bom-ref"] for c in libraries],
            }
        ],
    }


def differences(written):
    """What does not agree: a pin with the manifest, or the bill with either."""
    pins = {pin["identity"]: pin["state"].get("version") for pin in PINS}
    listed = {component["name"]: component.get("version") for component in written["components"]}
    for name, (_, version) in sorted(direct_dependencies().items()):
        if pins.get(name) != version:
            yield f"{name}: Package.swift asks for {version}, Package.resolved pins {pins.get(name)}"
        if listed.get(name) != version:
            yield f"{name}: the bill says {listed.get(name)}, Package.swift {version}"
    for name in sorted(set(pins) - set(listed)):
        yield f"{name}: is pinned and not in the bill"
    if len(re.findall(r"\.package\(", MANIFEST)) != len(direct_dependencies()):
        yield "Package.swift has a dependency without an exact version"
    libraries = [c for c in written["components"] if c["purl"].startswith("pkg:deb/")]
    if len(libraries) != len(re.findall(r"\.systemLibrary\(", MANIFEST)):
        yield "the bill does not list one package for each system library of Package.swift"
    refs = [component["bom-ref"] for component in written["components"]]
    if len(set(refs)) != len(refs):
        yield "two components of the bill have one name"


def main():
    written = bill()
    faults = list(differences(written))
    if "--check" in sys.argv:
        print("\n".join(faults) or f"the bill lists {len(written['components'])} components and agrees with Package.swift")
        return 1 if faults else 0
    for sentence in faults:
        print(sentence, file=sys.stderr)
    print(json.dumps(written, indent=1))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
