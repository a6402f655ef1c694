# shellcheck shell=bash
# To be sourced: what a machine needs before anything else here runs.
# Functions print what they do on standard error and end the script with a clear sentence when they cannot.

# The Debian packages for one purpose.
packages_for() {
    case $1 in
        build) echo libcurl4-openssl-dev libhiredis-dev libpq-dev pkg-config zlib1g-dev ;;
        servers) echo redis-server redis-tools postgresql postgresql-client util-linux procps ;;
        running) echo ruby-foreman ;;
        tls) echo stunnel4 openssl ;;
        python) echo python3 python3-aiosmtpd python3-redis openssl ;;
        browser) echo chromium chromium-driver fonts-dejavu-core poppler-utils python3-pip python3-selenium python3-venv ;;
        lint) echo shellcheck ;;
        deployment) echo prometheus python3-jsonschema python3-pip python3-yaml systemd ;;
        kubernetes) echo kubernetes-client ;;
        compiler) echo gcc libc6-dev ;;
        *) fail "no packages are known for: $1" ;;
    esac
}

say() { printf '%s\n' "$@" >&2; }
fail() { say "$*"; exit "${status:-1}"; }

require_swift() {
    command -v swift >/dev/null || status=69 fail \
        "Swift 6.3 or later is needed and 'swift' is not on the PATH. See https://www.swift.org/install/linux, then run this again."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [[ -n $version ]] || status=69 fail "'swift --version' does not say which version it is; Swift 6.3 or later is needed."
    if [[ $(printf '%s\n6.3\n' "$version" | sort -V | head -n 1) != 6.3 ]]; then
        status=69 fail "Swift $version is too old; 6.3 or later is needed. See https://www.swift.org/install/linux"
    fi
}

# Installs those Debian packages for the named purposes that are missing.
require_packages() {
    local purpose wanted=()
    # The lists above hold plain words.
    # shellcheck disable=SC2207
    for purpose in "$@"; do wanted+=($(packages_for "$purpose")); done
    command -v dpkg-query >/dev/null || { say "This is not a Debian or Ubuntu system: see to it that these are installed: ${wanted[*]}"; return; }
    local missing=() package
    for package in "${wanted[@]}"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    (( ${#missing[@]} )) || return 0
    local as_root=()
    if (( EUID != 0 )); then
        command -v sudo >/dev/null || status=69 fail \
            "These packages are missing and neither root nor sudo is there to install them: ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing: ${missing[*]}"
    local log; log=$(mktemp)
    if ! { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q \
        && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends "${missing[@]}"; } </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        status=69 fail "apt-get could not install: ${missing[*]}"
    fi
    rm -f "$log"
}

# Prints the Python that has all of some modules (redis, if none is named): often the system's own rather than the first on the PATH.
find_python() {
    local candidate module modules=("${@:-redis}")
    for candidate in python3 /usr/bin/python3; do
        for module in "${modules[@]}"; do "$candidate" -c "import $module" >/dev/null 2>&1 || continue 2; done
        command -v "$candidate"
        return
    done
    status=69 fail "No python3 with the modules ${modules[*]} was found (packages python3-NAME)."
}

# Downloads into a folder the package that ships the schemas of Kubernetes' objects, and prints its file. No code of it is run.
kubernetes_schemas() {
    local pin=$1/kubernetes-schemas.txt
    echo "kubernetes-validate==1.37.0 --hash=sha256:85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9" >"$pin"
    python3 -m pip download -q --no-deps --only-binary :all: --require-hashes --dest "$1" --requirement "$pin" >&2 \
        || status=69 fail "pip could not download kubernetes-validate."
    printf '%s\n' "$1"/kubernetes_validate-*.whl
}

# Prints the Python that drives a browser, with a folder of its own for selenium and the rules of axe-core. The package
# of the rules is taken without what it would drive a browser with itself.
browser_python() {
    local folder=$1
    if [[ ! -x $folder/bin/python ]]; then
        say "Installing selenium and axe-core's rules in $folder"
        if ! { python3 -m venv "$folder" && "$folder/bin/pip" install -q selenium==4.51.0 \
            && "$folder/bin/pip" install -q --no-deps axe-playwright-python==0.1.8; } >&2; then
            rm -rf "$folder"
            status=69 fail "pip could not install selenium and axe-playwright-python."
        fi
    fi
    printf '%s\n' "$folder/bin/python"
}
