#!/usr/bin/env bash
# Makes this machine ready for `make demo` and `make test`: QGIS from Debian, a virtual environment
# beside it, and .build/plugins/redline, the name under which this folder is loaded whatever it is called.
#   scripts/setup.sh demo|test|bench
# A second run finds its own stamps and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
WHAT=${1:-demo}
PYTHON=/usr/bin/python3
VENV=.venv
BUILD=.build
QGIS_FLOOR=34000

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf 'redline: %s\n' "$*" >&2; exit 1; }

PACKAGES_demo="qgis python3-qgis qgis-providers python3-venv python3-gdal python3-scipy fonts-wqy-microhei fonts-open-sans make git"
PACKAGES_test="proj-bin xvfb openbox xdotool imagemagick poppler-utils qttools5-dev-tools postgresql postgis postgresql-postgis"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "QGIS has to be installed, which needs root: run this as root, or install sudo."
    fi
}

missing_packages() {
    local name
    for name in "$@"; do
        dpkg-query -W -f='${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || printf '%s\n' "$name"
    done
}

qgis_is_new_enough() {
    [ -x "$PYTHON" ] && QT_QPA_PLATFORM=offscreen "$PYTHON" -c "
import sys
from qgis.core import Qgis
sys.exit(Qgis.versionInt() < $QGIS_FLOOR)" 2>/dev/null
}

# Debian 12 carries QGIS 3.22; its backports carry 3.40. The archive's address is taken from the sources
# that this machine already trusts, so that a local mirror stays in use.
enable_backports() {
    local codename=$1 list=/etc/apt/sources.list.d/redline-backports.list uri
    apt-get indextargets --format '$(CODENAME)' 'Created-By: Packages' | grep -qx "$codename-backports" && return 0
    uri=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' \
        | awk -v c="$codename" '$2 == c && $3 == "main" {print $1; exit}')
    [ -n "$uri" ] || fail "no $codename archive stands in this machine's apt sources: add one, then run this again."
    local signed=""
    [ -f /usr/share/keyrings/debian-archive-keyring.gpg ] && signed="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
    say "adding $codename-backports to the apt sources ($list)"
    echo "deb ${signed}${uri%/} $codename-backports main" | as_root tee "$list" >/dev/null
}

apt_update() {
    say "reading the package lists"
    as_root apt-get update -qq >"$BUILD/apt.log" 2>&1 \
        || fail "the package lists could not be read; see $BUILD/apt.log. Check the network and /etc/apt/sources.list.d."
}

apt_install() {
    # apt's own words for "install these": shared by both suites.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$BUILD/apt.log" 2>&1 \
        || fail "apt could not install the packages; the last lines of $BUILD/apt.log say why: $(tail -n 2 "$BUILD/apt.log" | tr '\n' ' ')"
}

install_system_packages() {
    local wanted="$PACKAGES_demo" missing
    case $WHAT in
        test) wanted="$wanted $PACKAGES_test" ;;
        bench) wanted="$wanted $PACKAGES_test" ;;
    esac
    # shellcheck disable=SC2086
    missing=$(missing_packages $wanted)
    if [ -z "$missing" ] && qgis_is_new_enough; then return 0; fi
    [ -r /etc/os-release ] || fail "this is no Debian; install QGIS 3.40 or newer with PyQGIS and the packages: $wanted"
    # shellcheck disable=SC1091
    . /etc/os-release
    [ "${ID:-}" = debian ] || fail "packages are installed on Debian only; install by hand QGIS 3.40 or newer and: $missing"
    apt_update
    if ! qgis_is_new_enough; then
        if [ "${VERSION_ID:-0}" = 12 ]; then
            enable_backports "$VERSION_CODENAME"
            apt_update
            say "installing QGIS from $VERSION_CODENAME-backports (about a minute; log: $BUILD/apt.log)"
            apt_install -t "$VERSION_CODENAME-backports" qgis python3-qgis qgis-providers
        else
            say "installing QGIS (about a minute; log: $BUILD/apt.log)"
            apt_install qgis python3-qgis qgis-providers
        fi
    fi
    # shellcheck disable=SC2086
    missing=$(missing_packages $wanted)
    if [ -n "$missing" ]; then
        say "installing" $missing
        # shellcheck disable=SC2086
        apt_install $missing
    fi
    qgis_is_new_enough || fail "QGIS 3.40 or newer is needed and $PYTHON does not find it: on Debian 12 it is in bookworm-backports."
}

# numpy and pyproj stay the system's: QGIS's GDAL bindings are built against that numpy, and a second PROJ
# in the process crashes qgis_process at exit (docs/developing.md).
write_constraints() {
    "$PYTHON" - >"$BUILD/constraints.txt" <<'PY'
import importlib.metadata as metadata
for name in ("numpy", "pyproj"):
    print(f"{name}=={metadata.version(name)}")
PY
}

make_venv() {
    local lists=(requirements/demo.txt) stamp want
    [ "$WHAT" = demo ] || lists+=(requirements/test.txt)
    for list in "${lists[@]}"; do
        stamp="$VENV/stamp-$(basename "$list" .txt)"
        want=$(sha256sum <"$list" | cut -d' ' -f1)
        [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && continue
        if [ ! -x "$VENV/bin/python" ]; then
            say "making the virtual environment $VENV from $PYTHON"
            "$PYTHON" -m venv --system-site-packages "$VENV" || fail "$PYTHON could not make a virtual environment: install python3-venv."
        fi
        write_constraints
        say "installing the Python packages of $list (log: $BUILD/pip.log)"
        "$VENV/bin/python" -m pip install --disable-pip-version-check -q -c "$BUILD/constraints.txt" -r "$list" >"$BUILD/pip.log" 2>&1 \
            || fail "pip could not install $list: $(grep -m1 -i error "$BUILD/pip.log" || tail -n 1 "$BUILD/pip.log") (log: $BUILD/pip.log)"
        echo "$want" >"$stamp"
    done
}

# The benchmark's rivals bring their own PROJ and GDAL: an environment of their own keeps these out of QGIS.
make_bench_venv() {
    local stamp=.venv-bench/stamp-bench want
    want=$(sha256sum <requirements/bench.txt | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
    say "installing the Python packages of requirements/bench.txt in .venv-bench (log: $BUILD/pip.log)"
    "$PYTHON" -m venv --clear .venv-bench || fail "$PYTHON could not make a virtual environment: install python3-venv."
    .venv-bench/bin/python -m pip install --disable-pip-version-check -q -r requirements/bench.txt >"$BUILD/pip.log" 2>&1 \
        || fail "pip could not install requirements/bench.txt: $(grep -m1 -i error "$BUILD/pip.log" || tail -n 1 "$BUILD/pip.log") (log: $BUILD/pip.log)"
    echo "$want" >"$stamp"
}

link_plugin() {
    mkdir -p "$BUILD/plugins"
    [ "$(readlink -f "$BUILD/plugins/redline" 2>/dev/null)" = "$(pwd -P)" ] || ln -sfn "$(pwd -P)" "$BUILD/plugins/redline"
}

mkdir -p "$BUILD"
install_system_packages
make_venv
if [ "$WHAT" = bench ]; then make_bench_venv; fi
link_plugin
