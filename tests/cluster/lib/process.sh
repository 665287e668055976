# shellcheck shell=bash
# Processes that outlive the command: start, know again, stop.

# start NAME COMMAND...: in a session of its own, with a clean environment (no proxy, no
# KUBECONFIG), and holding none of the caller's files open: a pipe would never end otherwise.
# The AWS variable keeps kubelet from looking for a cloud outside this machine.
start() {
    local name=$1 pid
    shift
    (
        close_files
        exec setsid env -i PATH="$PATH" HOME="$RUN" TMPDIR="$RUN/tmp" AWS_EC2_METADATA_DISABLED=true \
            "$@" </dev/null >"$RUN/logs/$name.log" 2>&1
    ) &
    pid=$!
    printf '%s %s\n' "$pid" "$(start_time "$pid")" >"$RUN/pids/$name"
}

close_files() {
    local file
    for file in /proc/self/fd/*; do
        file=${file##*/}
        ((file <= 2)) || eval "exec $file>&-" 2>/dev/null
    done
}

# A process id comes back in time; the id with the moment it began does not.
start_time() {
    local line
    read -r line 2>/dev/null <"/proc/$1/stat" || return 0
    # The second field is the name in brackets, and may hold blanks.
    cut -d' ' -f20 <<<"${line##*) }"
}

pid_of() {
    local pid time
    read -r pid time 2>/dev/null <"$RUN/pids/$1" && [[ -n $time && $(start_time "$pid") == "$time" ]] &&
        alive "$pid" && echo "$pid"
}

is_running() {
    pid_of "$1" >/dev/null
}

# stop NAME...: asks all, waits for a second, then insists.
stop() {
    local name pid pids=()
    for name in "$@"; do
        if pid=$(pid_of "$name"); then
            pids+=("$pid")
        fi
    done
    end_processes "${pids[@]}"
    for name in "$@"; do
        rm -f "$RUN/pids/$name"
    done
}

end_processes() {
    local try
    (($#)) || return 0
    kill -TERM "$@" 2>/dev/null || true
    for try in {1..10}; do
        alive "$@" || return 0
        sleep 0.1
    done
    kill -KILL "$@" 2>/dev/null || true
    for try in {1..50}; do
        alive "$@" || return 0
        sleep 0.1
    done
    fail "processes $* do not end (try $try)"
}

# alive PID...: is any of them? One that has ended and waits for its parent is not; but one whose first thread has
# ended is, as long as another holds its files and ports.
alive() {
    local pid state
    for pid in "$@"; do
        state=$(sed -n 's/^.*) \([A-Z]\) .*/\1/p' "/proc/$pid/stat" 2>/dev/null) || continue
        [[ -n $state ]] || continue
        [[ $state == Z && $(threads_of "$pid") -le 1 ]] || return 0
    done
    return 1
}

threads_of() {
    local threads=("/proc/$1/task"/*)
    echo "${#threads[@]}"
}
