#!/usr/bin/env bash
# Makes this machine ready: packages of Debian, a virtual environment beside them, numba's cache, and
# .build/plugins/redline, the name under which this folder is loaded whatever it is called.
#   scripts/setup.sh package   what the plugin zip needs: git, Python, a compiler of translations
#   scripts/setup.sh install   your own QGIS, and Debian's packages of what the tools use
#   scripts/setup.sh demo      QGIS, and an environment of its own with what the tools and the demo county use
#   scripts/setup.sh lint      the same, with the checkers of code
#   scripts/setup.sh bare      the same, with what the short choice of tests in a bare Debian uses (chroot_test.sh)
#   scripts/setup.sh test      the same, with what the tests use
#   scripts/setup.sh bench     the same, with the engine's rivals
# A second run finds everything there and is over in seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
WHAT=${1:-demo}
PYTHON=/usr/bin/python3
VENV=.venv
BUILD=.build
QGIS_FLOOR=34000

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf 'redline: %s\n' "$*" >&2; exit 1; }

QGIS="qgis python3-qgis qgis-providers"
# rasterio is Debian's: it reads with QGIS's own GDAL and brings no second PROJ into the process.
TOOLS="python3-gdal python3-scipy python3-rasterio"
FONTS="fonts-wqy-microhei fonts-open-sans"
TESTS="proj-bin xvfb openbox xdotool imagemagick poppler-utils postgresql postgis postgresql-postgis"
case $WHAT in
    package) WANTED="git python3" ;;
    install) WANTED="$QGIS $TOOLS $FONTS python3-openpyxl python3-shapely python3-numba" ;;
    demo | lint) WANTED="$QGIS $TOOLS $FONTS python3-venv make git" ;;
    bare) WANTED="$QGIS $TOOLS $FONTS python3-venv make git poppler-utils" ;;
    test | bench) WANTED="$QGIS $TOOLS $FONTS python3-venv make git $TESTS" ;;
    *) fail "scripts/setup.sh $WHAT: there are package, install, demo, lint, bare, test and bench." ;;
esac

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

# Called by show_progress, whose words it ends: apt's last account of a phase is a little below 100.
end_of_phase() {
    if [ -z "$phase" ]; then return; fi
    if [ "$next" = 100 ] && [ "$percent_was" -ge 95 ]; then printf ' 100'; fi
    printf ' %%\n'
}

# apt's own account of how far it is, as "fetching 10 20 30 … %"; all other lines go to the log.
show_progress() {
    local kind name percent rest phase="" next=10 percent_was=0
    while IFS=: read -r kind name percent rest; do
        case $kind in
            dlstatus | pmstatus) ;;
            *) printf '%s\n' "$kind${name:+:$name}${percent:+:$percent}${rest:+:$rest}" >>"$BUILD/apt.log"; continue ;;
        esac
        if [ "$kind" != "$phase" ]; then
            end_of_phase
            if [ "$kind" = dlstatus ]; then printf '    fetching'; else printf '    unpacking and setting up'; fi
            phase=$kind next=10
        fi
        percent=${percent%%.*}
        while [ "${percent:-0}" -ge "$next" ] && [ "$next" -le 100 ]; do printf ' %s' "$next"; next=$((next + 10)); done
        percent_was=${percent:-0}
    done
    end_of_phase
}

apt_install() {
    # apt's own words for "install these": shared by both suites.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o APT::Status-Fd=1 "$@" \
        2>&1 | show_progress ||
        fail "apt could not install the packages; the last lines of $BUILD/apt.log say why: $(tail -n 2 "$BUILD/apt.log" | tr '\n' ' ')"
}

# Packages are Debian's to give: elsewhere the machine has to bring them.
on_debian() {
    local missing=$1
    [ -r /etc/os-release ] || fail "this is no Debian; install by hand: $missing"
    # shellcheck disable=SC1091
    . /etc/os-release
    [ "${ID:-}" = debian ] || fail "packages are installed on Debian only; install by hand QGIS 3.40 or newer and: $missing"
}

install_qgis() {
    # shellcheck disable=SC1091
    . /etc/os-release
    if [ "${VERSION_ID:-0}" = 12 ]; then
        enable_backports "$VERSION_CODENAME"
        apt_update
        say "installing QGIS from $VERSION_CODENAME-backports (1.6 GB on the disk; log: $BUILD/apt.log)"
        # shellcheck disable=SC2086
        apt_install -t "$VERSION_CODENAME-backports" $QGIS
    else
        say "installing QGIS (1.6 GB on the disk; log: $BUILD/apt.log)"
        # shellcheck disable=SC2086
        apt_install $QGIS
    fi
}

has_lrelease() { [ -x "$PYTHON" ] && "$PYTHON" scripts/translations.py compiler >/dev/null 2>&1; }

has_zip_tools() { [ -x "$PYTHON" ] && command -v git >/dev/null; }

install_system_packages() {
    local missing=""
    # shellcheck disable=SC2086
    if [ "$WHAT" != package ] || ! has_zip_tools; then missing=$(missing_packages $WANTED); fi
    has_lrelease || missing="$missing qt6-l10n-tools"
    if [ "$WHAT" = package ]; then
        if [ -z "$missing" ]; then return 0; fi
    elif [ -z "$missing" ] && qgis_is_new_enough; then
        return 0
    fi
    on_debian "${missing:-$QGIS}"
    apt_update
    if [ "$WHAT" != package ] && ! qgis_is_new_enough; then install_qgis; fi
    # shellcheck disable=SC2086
    missing=$(missing_packages $WANTED)
    # QGIS of Debian brings a compiler of translations; this one is the smallest where there is none.
    has_lrelease || missing="$missing qt6-l10n-tools"
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086
        say "installing" $missing
        # shellcheck disable=SC2086
        apt_install $missing
    fi
    has_lrelease || fail "no lrelease works here, which compiles the translations: install qt6-l10n-tools."
    [ "$WHAT" = package ] || qgis_is_new_enough || fail "QGIS 3.40 or newer is needed and $PYTHON does not find it: on Debian 12 it is in bookworm-backports."
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

# pip_install ENVIRONMENT ARGUMENTS…: says what is being fetched, keeps everything in the log.
pip_install() {
    local environment=$1
    shift
    "$environment/bin/python" -m pip install --disable-pip-version-check --progress-bar off "$@" 2>&1 | tee "$BUILD/pip.log" |
        sed -un "/\.metadata /d; s|^ *Downloading \([^ ]*/\)\{0,1\}|    |p; s|^ *Installing collected packages.*|    installing|p"
}

make_venv() {
    local lists=(requirements/demo.txt) stamp want
    if [ "$WHAT" != demo ]; then lists+=(requirements/test.txt); fi
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
        pip_install "$VENV" -c "$BUILD/constraints.txt" -r "$list" ||
            fail "pip could not install $list: $(grep -m1 -i error "$BUILD/pip.log" || tail -n 1 "$BUILD/pip.log") (log: $BUILD/pip.log)"
        echo "$want" >"$stamp"
    done
}

# PyQt6's list of types for scripts/qt6_check.py: a folder of its own, which no program has on its path.
fetch_qt6_types() {
    local stamp=$BUILD/pyqt6/stamp want
    want=$(sha256sum <requirements/qt6.txt | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
    say "fetching the types of requirements/qt6.txt (log: $BUILD/pip.log)"
    rm -rf "$BUILD/pyqt6"
    pip_install "$VENV" --no-deps --target "$BUILD/pyqt6" -r requirements/qt6.txt ||
        fail "pip could not fetch requirements/qt6.txt: $(grep -m1 -i error "$BUILD/pip.log" || tail -n 1 "$BUILD/pip.log") (log: $BUILD/pip.log)"
    echo "$want" >"$stamp"
}

# The benchmark's rivals bring their own PROJ and GDAL: an environment of their own keeps these out of QGIS.
make_bench_venv() {
    local stamp=.venv-bench/stamp-bench want
    want=$(sha256sum <requirements/bench.txt | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
    say "installing the Python packages of requirements/bench.txt in .venv-bench (log: $BUILD/pip.log)"
    "$PYTHON" -m venv --clear .venv-bench || fail "$PYTHON could not make a virtual environment: install python3-venv."
    pip_install .venv-bench -r requirements/bench.txt ||
        fail "pip could not install requirements/bench.txt: $(grep -m1 -i error "$BUILD/pip.log" || tail -n 1 "$BUILD/pip.log") (log: $BUILD/pip.log)"
    echo "$want" >"$stamp"
}

# GeoPandas and Dask bring their own PROJ and GDAL too: redline.frames has an environment of its own.
make_frames_venv() {
    local stamp=.venv-frames/stamp-frames want
    want=$(sha256sum <requirements/frames.txt | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
    say "installing the Python packages of requirements/frames.txt in .venv-frames (log: $BUILD/pip.log)"
    "$PYTHON" -m venv --clear .venv-frames || fail "$PYTHON could not make a virtual environment: install python3-venv."
    pip_install .venv-frames -r requirements/frames.txt ||
        fail "pip could not install requirements/frames.txt: $(grep -m1 -i error "$BUILD/pip.log" || tail -n 1 "$BUILD/pip.log") (log: $BUILD/pip.log)"
    echo "$want" >"$stamp"
}

link_plugin() {
    mkdir -p "$BUILD/plugins"
    [ "$(readlink -f "$BUILD/plugins/redline" 2>/dev/null)" = "$(pwd -P)" ] || ln -sfn "$(pwd -P)" "$BUILD/plugins/redline"
}

mkdir -p "$BUILD"
install_system_packages
case $WHAT in
    package) exit 0 ;;
    install) link_plugin ;;
    *)
        make_venv
        case $WHAT in test | lint) fetch_qt6_types ;; esac
        case $WHAT in test | bench) make_frames_venv ;; esac
        if [ "$WHAT" = bench ]; then make_bench_venv; fi
        link_plugin
        if [ "$WHAT" != lint ]; then "$VENV/bin/python" scripts/compile_engine.py; fi
        ;;
esac
