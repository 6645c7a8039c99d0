#!/usr/bin/env bash
# Proves README's two commands on a machine that has nothing: makes a bare Debian, clones the last commit into it in a
# folder named with a blank and Chinese, and runs `make demo` and a short choice of tests there.
#   scripts/chroot_test.sh [OPTIONS] SUITE [-- COMMAND …]      SUITE: bookworm, trixie, …; as root
#     --user              as an ordinary user with sudo, not as root
#     --whole             make demo && make test, instead of the short choice
#     --old-processor     numpy, glibc, OpenBLAS and numba without the newer features of the processor
#     --keep              leave the bare system where it is, to look into it
#     COMMAND …           instead of all that: what to run in the clone, for instance `make package`
# Certificates, proxies, apt's and pip's settings of this machine are handed in, so that it works behind its network.
# All that is made lies in .build/bare; the base of a suite is kept there for the next run.
# Exit status 77: skipped, because no bare system can be made here; the last line says why.
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$(pwd -P)
PLACE=$ROOT/.build/bare
BUNDLE=etc/ssl/certs/ca-certificates.crt
USER_NAME=root WHAT=short OLD=no KEEP=no SUITE="" COMMAND=()

say() { printf '\033[1m==> bare %s:\033[0m %s\n' "$SUITE" "$*"; }
fail() { printf 'redline: bare %s: %s\n' "$SUITE" "$*" >&2; exit 1; }
skip() { printf 'redline: bare %s: SKIPPED: %s\n' "$SUITE" "$*" >&2; exit 77; }
usage() { sed -n '2,/^set -/s/^# \{0,1\}//p' "$ROOT/scripts/chroot_test.sh" >&2; exit 2; }

while [ $# -gt 0 ]; do
    case $1 in
        --user) USER_NAME=planner ;;
        --whole) WHAT=whole ;;
        --old-processor) OLD=yes ;;
        --keep) KEEP=yes ;;
        --) shift; WHAT=command; COMMAND=("$@"); break ;;
        -*) usage ;;
        *) [ -z "$SUITE" ] || usage; SUITE=$1 ;;
    esac
    shift
done
[ -n "$SUITE" ] || usage
BARE=$PLACE/$SUITE.$$
LOG=.build/bare/$SUITE-$USER_NAME.log
HOME_IN=/root
[ "$USER_NAME" = root ] || HOME_IN=/home/$USER_NAME
CLONE="$HOME_IN/规划 所/红线 redline"

# ---- what this machine needs for it

# A command, no function: what is killed must be unshare itself, which takes all below it along.
APART=(unshare --mount --pid --fork --kill-child)

check_machine() {
    if ! command -v debootstrap >/dev/null; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap; } \
            >"$PLACE/debootstrap.log" 2>&1 || skip "debootstrap is missing and apt cannot install it ($PLACE/debootstrap.log)."
    fi
    "${APART[@]}" mount -t tmpfs none "$PLACE" 2>"$PLACE/mount.log" || skip "mounts are not allowed here ($(cat "$PLACE/mount.log"))."
}

# The archive from which this machine itself has its Debian.
mirror() {
    apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' |
        awk '$3 == "main" && $4 == "Debian" && $2 !~ /-/ {print $1; exit}'
}

make_base() {
    local base=$PLACE/$SUITE-base uri
    # One at a time: another run of this suite may be at it.
    exec 9>"$base.lock"
    flock 9
    if [ -d "$base" ]; then exec 9>&-; return; fi
    uri=$(mirror)
    [ -n "$uri" ] || skip "no Debian archive stands in this machine's apt sources."
    say "making the base with debootstrap from this machine's archive (log: .build/bare/$SUITE-base.log)"
    rm -rf --one-file-system "$base.part"
    attend "${APART[@]}" debootstrap --variant=minbase --include=ca-certificates,sudo,make "$SUITE" "$base.part" "$uri" \
        >"$base.log" 2>&1 || skip "debootstrap could not make it: $(tail -n 1 "$base.log")"
    mv "$base.part" "$base"
    exec 9>&-
}

# ---- what is handed in

# Certificates that this machine trusts and the bare one does not: those of a network's own authority.
hand_in_certificates() {
    local bundle=${SSL_CERT_FILE:-/$BUNDLE} folder=$BARE/usr/local/share/ca-certificates
    if [ ! -r "$bundle" ]; then return; fi
    mkdir -p "$folder"
    awk -v folder="$folder" '
        /-----BEGIN CERTIFICATE-----/ { certificate = "" }
        { certificate = certificate $0 "\n" }
        /-----END CERTIFICATE-----/ {
            if (FILENAME == ARGV[1]) known[certificate] = 1
            else if (!(certificate in known)) {
                file = folder "/of-this-machine-" (++count) ".crt"
                printf "%s", certificate > file
                close(file)
            }
        }' "$BARE/$BUNDLE" "$bundle"
    chroot "$BARE" update-ca-certificates >/dev/null 2>&1
}

hand_in_network() {
    local file
    for file in resolv.conf hosts; do
        if [ -r "/etc/$file" ]; then cat "/etc/$file" >"$BARE/etc/$file"; fi
    done
    hand_in_certificates
    # apt's settings for fetching (proxies, certificates, time limits); none of the machine's sources.
    apt-config dump | grep -E '^Acquire::(https?|ftp|Check-|Retries|ForceIP)' >"$BARE/etc/apt/apt.conf.d/99this-machine" || true
}

# Environment: proxies as they are; whatever names certificates names the bare system's own.
handed_environment() {
    local name value
    while IFS='=' read -r -d '' name value; do
        case $name in
            *CERT_FILE | *CERTS_FILE | *CA_BUNDLE | *CAINFO | *CA_CERTS | PIP_CERT)
                if [ -f "$value" ]; then printf '%s=/%s\0' "$name" "$BUNDLE"; fi ;;
            *_proxy | *_PROXY | PIP_*) printf '%s=%s\0' "$name" "$value" ;;
        esac
    done < <(env -0)
}

# pip's settings as /etc/pip.conf, its certificates the bare system's own.
hand_in_pip() {
    python3 -m pip config list 2>/dev/null | python3 -c '
import ast, collections, sys
sections = collections.defaultdict(dict)
for line in sys.stdin:
    key, _, value = line.strip().partition("=")
    section, _, name = key.rpartition(".")
    if section and not section.startswith(":env:"):
        sections[section][name] = sys.argv[1] if name == "cert" else ast.literal_eval(value)
for section, values in sections.items():
    print(f"[{section}]")
    for name, value in values.items():
        print(name, "=", "\n    ".join(value.split()))
' "/$BUNDLE" >"$BARE/etc/pip.conf" || rm -f "$BARE/etc/pip.conf"
}

# Files and folders of this machine that pip's settings name: of an index its whole repository.
named_by_pip() {
    local word
    { cat "$BARE/etc/pip.conf" 2>/dev/null || true; env | grep '^PIP_' | cut -d= -f2-; } | tr -s ' =' '\n' | sed -n 's|^file://||; /^\/./p' |
        sort -u | while read -r word; do
        word=${word%/}
        if [ "${word##*/}" = simple ]; then word=${word%/*}; fi
        if [ "$word" != "/$BUNDLE" ] && [ -e "$word" ]; then printf '%s\n' "$word"; fi
    done
}

make_bare() {
    local old
    for old in "$PLACE/$SUITE".[0-9]*; do
        # Left by a run that was killed; of one that goes on, the number is its process.
        if [ -d "$old" ] && ! kill -0 "${old##*.}" 2>/dev/null; then rm -rf --one-file-system "$old"; fi
    done
    cp -a "$PLACE/$SUITE-base" "$BARE"
    hand_in_network
    hand_in_pip
    if [ "$USER_NAME" != root ]; then
        chroot "$BARE" useradd --create-home --shell /bin/bash "$USER_NAME"
        printf '%s ALL=(ALL) NOPASSWD: ALL\n' "$USER_NAME" >"$BARE/etc/sudoers.d/$USER_NAME"
    fi
    mkdir -p "$BARE${CLONE%/*}"
    git -c safe.directory='*' clone -q --no-hardlinks "$ROOT" "$BARE$CLONE" || fail "the repository could not be cloned."
    chroot "$BARE" chown -R "$USER_NAME:" "$HOME_IN"
    if [ -n "$(git -c safe.directory='*' status --porcelain --untracked-files=no)" ]; then
        say "the last commit is tested; there are changes that are not committed"
    fi
}

# ---- what is run

# In namespaces of its own: all mounts and processes go with it, however it ends.
run_bare() {
    local handed=()
    mapfile -d '' -t handed < <(handed_environment)
    named_by_pip >"$BARE/tmp/named-by-pip"
    # shellcheck disable=SC2016
    attend "${APART[@]}" bash -euo pipefail -c '
        bare=$1 user=$2
        shift 2
        mount -t proc proc "$bare/proc"
        mount -t sysfs -o ro sysfs "$bare/sys" 2>/dev/null || true
        mkdir -p "$bare/dev/pts" "$bare/dev/shm"
        mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$bare/dev/pts"
        ln -sf pts/ptmx "$bare/dev/ptmx"
        mount -t tmpfs -o mode=1777 tmpfs "$bare/dev/shm"
        while read -r named; do
            if [ -d "$named" ]; then mkdir -p "$bare$named"; else mkdir -p "$bare${named%/*}"; touch "$bare$named"; fi
            mount --bind "$named" "$bare$named"
            mount -o remount,bind,ro "$bare$named"
        done <"$bare/tmp/named-by-pip"
        exec chroot "$bare" runuser -u "$user" -- "$@"
    ' bash "$BARE" "$USER_NAME" env -i "HOME=$HOME_IN" "USER=$USER_NAME" "LOGNAME=$USER_NAME" LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin ${handed[@]+"${handed[@]}"} "$@"
}

# step NAME COMMANDS OF A SHELL [ARGUMENTS]: in the clone, with its time.
step() {
    local name=$1 commands=$2 start=$SECONDS
    shift 2
    say "$name"
    run_bare bash -euo pipefail -c "cd '$CLONE'; $commands" bash "$@" || fail "$name failed after $((SECONDS - start)) s (log: $LOG)."
    TIMES="$TIMES, $name $((SECONDS - start)) s"
}

run_all() {
    local older=""
    if [ "$WHAT" = command ]; then
        step "${COMMAND[*]}" 'exec "$@"' "${COMMAND[@]}"
        return
    fi
    if [ "$OLD" = yes ]; then
        step "setup" "scripts/setup.sh demo"
        older='. scripts/env.sh; . scripts/old_processor.sh; export "${OLDEST[@]}"; '
    fi
    step "make demo" "${older}make demo"
    if [ "$WHAT" = whole ]; then
        step "make test" "${older}make test"
    else
        step "setup of the tests" "scripts/setup.sh bare"
        step "short choice of tests" "${older}. scripts/env.sh; scripts/bare_tests.sh"
    fi
}

# attend COMMAND …: waits for it so that a signal to this script is heard, and ends it then.
attend() {
    "$@" &
    CHILD=$!
    wait "$CHILD" && CHILD="" && return 0
    local status=$?
    CHILD=""
    return "$status"
}

leave() {
    local status=$?
    trap - EXIT
    trap '' INT TERM HUP
    if [ -n "$CHILD" ]; then
        kill -KILL "$CHILD" 2>/dev/null || true
        wait "$CHILD" 2>/dev/null || true
    fi
    if [ "$KEEP" = yes ] && [ -d "$BARE" ]; then
        say "kept: $BARE"
    else
        rm -rf --one-file-system "$BARE" 2>/dev/null || { sleep 2; rm -rf --one-file-system "$BARE"; }
    fi
    exec >&- 2>&-
    if [ -n "$LOGGER" ]; then wait "$LOGGER" 2>/dev/null || true; fi
    exit "$status"
}

main() {
    [ "$(id -u)" = 0 ] || skip "a bare Debian can be made by root only."
    mkdir -p "$PLACE"
    trap leave EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    check_machine
    exec > >(trap '' INT TERM HUP; exec tee "$LOG") 2>&1
    LOGGER=$!
    local start=$SECONDS
    make_base
    make_bare
    TIMES="bare system $((SECONDS - start)) s"
    run_all
    say "passed as $USER_NAME in $CLONE: $TIMES"
}

# Read whole before it runs: a checkout may change the file meanwhile.
{ CHILD="" LOGGER="" TIMES=""; main; exit; }
