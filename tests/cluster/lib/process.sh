# shellcheck shell=bash
# Processes that outlive the command: supervise, know again, stop.
# Two folders in the run folder know them: pids has the processes themselves, supervisors who restarts them.

# supervise NAME COMMAND...: started again whenever it ends, until stop. In a session of its own, in no folder of the
# caller, with a clean environment (no proxy, no KUBECONFIG), and holding none of the caller's files open: a pipe or a
# lock would never end otherwise. The AWS variable keeps kubelet from looking for a cloud outside this machine; GOGC
# spends memory, of which there is enough, in place of processor time.
supervise() {
    local name=$1
    shift
    (
        close_files
        cd /
        exec setsid env -i PATH="$PATH" HOME="$RUN" TMPDIR="$RUN/tmp" AWS_EC2_METADATA_DISABLED=true GOGC=300 \
            "$HERE/lib/supervisor" "$RUN/pids/$name" "$@" </dev/null >>"$RUN/logs/$name.log" 2>&1
    ) &
    note_process "$RUN/supervisors/$name" "$!"
}

close_files() {
    local file
    for file in /proc/self/fd/*; do
        file=${file##*/}
        ((file <= 2)) || eval "exec $file>&-" 2>/dev/null
    done
}

# note_process FILE PID: a process id comes back in time; the id with the moment it began does not.
note_process() {
    printf '%s %s\n' "$2" "$(start_time "$2")" >"$1"
}

start_time() {
    local line fields
    read -r line 2>/dev/null <"/proc/$1/stat" || return 0
    # The second field is the name in brackets, and may hold blanks.
    read -ra fields <<<"${line##*) }"
    echo "${fields[19]}"
}

# noted_process FILE: the process id, when that process still runs.
noted_process() {
    local pid time
    read -r pid time 2>/dev/null <"$1" && [[ -n $time && $(start_time "$pid") == "$time" ]] &&
        alive "$pid" && echo "$pid"
}

pid_of() {
    noted_process "$RUN/pids/$1"
}

supervisor_of() {
    noted_process "$RUN/supervisors/$1"
}

is_running() {
    pid_of "$1" >/dev/null
}

is_supervised() {
    supervisor_of "$1" >/dev/null
}

# restarts_of NAME: how often it was started again since the cluster is up.
restarts_of() {
    local count
    count=$(grep -c '^--- restarted ' "$RUN/logs/$1.log" 2>/dev/null) || true
    echo "${count:-0}"
}

# stop NAME...: asks all, waits for a second, then insists. A supervisor is asked in place of what it supervises: it
# passes that on, and starts nothing any more. The one of a supervisor that was killed is asked itself.
stop() {
    local name supervisor pid supervisors=() asked=() all=()
    for name in "$@"; do
        if supervisor=$(supervisor_of "$name"); then
            supervisors+=("$supervisor")
            asked+=("$supervisor")
            all+=("$supervisor")
        fi
        if pid=$(pid_of "$name"); then
            [[ -n $supervisor ]] || asked+=("$pid")
            all+=("$pid")
        fi
    done
    ask_to_end "${asked[@]}"
    wait_until_ended 1 "${all[@]}" || true
    # The whole group of a supervisor at once: nothing that is just being started can escape, and no helper stays.
    ((!${#supervisors[@]})) || kill -KILL -- "${supervisors[@]/#/-}" 2>/dev/null || true
    kill_processes "${all[@]}"
    for name in "$@"; do
        rm -f "$RUN/pids/$name" "$RUN/supervisors/$name"
    done
}

ask_to_end() {
    ((!$#)) || kill -TERM "$@" 2>/dev/null || true
}

kill_processes() {
    alive "$@" || return 0
    kill -KILL "$@" 2>/dev/null || true
    wait_until_ended 10 "$@" || fail "processes $* do not end"
}

# wait_until_ended SECONDS PID...
wait_until_ended() {
    local tenths=$(($1 * 10))
    shift
    while alive "$@"; do
        ((tenths-- > 0)) || return
        sleep 0.1
    done
}

# alive PID...: is any of them? One that has ended and waits for its parent is not; but one whose first thread has
# ended is, as long as another holds its files and ports.
alive() {
    local pid line
    for pid in "$@"; do
        read -r line 2>/dev/null <"/proc/$pid/stat" || continue
        line=${line##*) }
        [[ ${line%% *} == Z && $(threads_of "$pid") -le 1 ]] || return 0
    done
    return 1
}

threads_of() {
    local threads=("/proc/$1/task"/*)
    echo "${#threads[@]}"
}
