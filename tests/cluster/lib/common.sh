# shellcheck shell=bash disable=SC2034  # the variables are for those who source this
# Paths, messages and failing: what every other file here stands on.
# Sourced by the commands; HERE is the folder tests/cluster.

set -Eeuo pipefail
umask 022

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Debian keeps iptables, ip and containerd's helpers in sbin, which a user's PATH may lack.
PATH=$PATH:/usr/sbin:/sbin

# shellcheck source=tests/cluster/lib/versions.sh
source "$HERE/lib/versions.sh"

# What takes minutes to make is kept outside the checkout and shared by all checkouts.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/microk8s-powershell
# One cluster per machine, so one fixed place: every caller finds the same one.
RUN=${MICROK8S_CLUSTER_RUN:-/run/microk8s-powershell-cluster}

# In the order of their start. For each there is a function, such as start_kube_proxy.
COMPONENTS=(etcd kube-apiserver containerd registry kube-controller-manager kube-scheduler kubelet kube-proxy)

NODE=microk8s-test-node
CONTEXT=microk8s-test
BRIDGE=mk8s0
CGROUP=microk8s-powershell
# Few machines route these; up refuses when this one does.
POD_NET=10.213.0.0/16
NODE_IP=10.213.0.1
SERVICE_NET=10.214.0.0/16
KUBERNETES_IP=10.214.0.1
DNS_IP=10.214.0.10
# Loopback, but not 127.0.0.1: the usual ports there may be taken by someone else's etcd.
LOCAL_IP=127.213.0.1
# Where the second API server listens, on NODE_IP.
SECOND_PORT=6444

# One clock for a command and those that it calls.
export CLUSTER_STARTED=${CLUSTER_STARTED:-${EPOCHREALTIME/[.,]/}}

elapsed() {
    local tenths=$(((${EPOCHREALTIME/[.,]/} - CLUSTER_STARTED) / 100000))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

step() {
    printf '[%6ss] %s\n' "$(elapsed)" "$*"
}

# fail MESSAGE [LOG...]: says what went wrong, shows the end of the logs, ends the command. A component that gives up
# says why in one line, and hundreds of others about its threads follow.
fail() {
    trap - ERR
    local message=$1 log
    shift
    {
        printf '[%6ss] FAILED: %s\n' "$(elapsed)" "$message"
        for log in "$@"; do
            [[ -s $log ]] || continue
            printf -- '--- last lines of %s\n' "$log"
            grep -E '^(F[0-9]{4} |panic: |fatal error: |Error: )' "$log" | tail -n 1 || true
            tail -n 15 "$log"
        done
    } >&"${ERRORS:-2}"
    exit 1
}

trap 'fail "unexpected error in ${BASH_SOURCE[0]##*/}, line $LINENO: $BASH_COMMAND"' ERR

# at_exit COMMAND...: done when this command ends, however it ends; the last one said comes first.
AT_EXIT=()
at_exit() {
    AT_EXIT=("$(printf '%q ' "$@")" "${AT_EXIT[@]}")
}
clean_up() {
    local command
    for command in "${AT_EXIT[@]}"; do
        eval "$command" 2>/dev/null || true
    done
}
trap clean_up EXIT

# For how many seconds each step of a start may take. A quiet machine needs seconds; one that builds beside, on a host
# that others use, needed more than thirty for the first service account.
START_LIMIT=180

# wait_for WHAT LOG COMMAND...: tries until COMMAND succeeds; after START_LIMIT seconds it fails, naming WHAT and LOG.
# What COMMAND prints is not shown, but when it fails for good, by "fail", its reason is.
wait_for() {
    local what=$1 log=$2 ERRORS
    shift 2
    local end=$((SECONDS + START_LIMIT))
    exec {ERRORS}>&2
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || fail "$what: not within $START_LIMIT s" "$log"
        sleep 0.1
    done
    exec {ERRORS}>&-
}

need_root() {
    ((EUID == 0)) || fail "$1 needs root: it makes network links, mounts and cgroups"
}

# take_lock NAME: only one command at a time; held until this command ends.
take_lock() {
    mkdir -p "$CACHE"
    exec 9>"$CACHE/$1.lock"
    flock -n 9 && return
    step "waiting for another tests/cluster command to end"
    flock -w 1200 9 || fail "another tests/cluster command has held $CACHE/$1.lock for 20 minutes"
}

# logged WHAT LOG COMMAND...: runs COMMAND with its output in LOG. In the background, because
# only there does "set -e" stay in force inside COMMAND; in a group of its own, which ends with us.
logged() {
    local what=$1 log=$2 pid
    shift 2
    mkdir -p "$(dirname "$log")"
    set -m
    "$@" </dev/null >>"$log" 2>&1 &
    pid=$!
    set +m
    at_exit kill -- "-$pid"
    show_progress "$pid" "$log" || fail "$what" "$log"
}

# show_progress PID LOG: until the process ends; its exit code is the result.
# On a terminal one line is rewritten each second; in a log a line appears every 20 seconds.
show_progress() {
    local pid=$1 log=$2 began=$SECONDS told=$SECONDS line
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.5
        line="$((SECONDS - began)) s, $(wc -l <"$log") lines of log, now: $(tail -n 1 "$log" | cut -c1-70)"
        if [[ -t 1 ]]; then
            printf '\r\033[K  %s' "$line"
        elif ((SECONDS - told >= 20)); then
            printf '           %s\n' "$line"
            told=$SECONDS
        fi
    done
    [[ ! -t 1 ]] || printf '\r\033[K'
    wait "$pid"
}
