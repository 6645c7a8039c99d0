#!/usr/bin/env bash
# A commit's subject has at most 72 signs and is parted from its body by an empty line.
#   scripts/commit_subject.sh FILE      FILE: the message, as git hands it to a commit-msg hook
set -euo pipefail
subject=$(head -n 1 "$1")
second=$(sed -n 2p "$1")
if [ "${#subject}" -gt 72 ]; then
    echo "redline: the commit's subject has ${#subject} signs; at most 72 are shown whole. Say the rest in the body." >&2
    exit 1
fi
case "$second" in
    "" | "#"*) ;;
    *)
        echo "redline: leave the second line of the commit's message empty." >&2
        exit 1
        ;;
esac
