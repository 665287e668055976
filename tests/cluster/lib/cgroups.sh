# shellcheck shell=bash
# One cgroup of our own in every hierarchy: what runs below it is ours, and ends with down.

cgroup_hierarchies() {
    awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/self/mounts
}

make_cgroups() {
    local hierarchy file
    for hierarchy in $(cgroup_hierarchies); do
        mkdir -p "$hierarchy/$CGROUP"
        # Version 1: a new cpuset is empty. Version 2: controllers are handed down one by one.
        for file in cpuset.cpus cpuset.mems; do
            [[ ! -e $hierarchy/tasks || ! -e $hierarchy/$file ]] ||
                cat "$hierarchy/$file" >"$hierarchy/$CGROUP/$file"
        done
        if [[ $hierarchy == /sys/fs/cgroup ]]; then
            for file in "$hierarchy" "$hierarchy/$CGROUP"; do
                echo '+cpuset +cpu +memory +pids' >"$file/cgroup.subtree_control"
            done
        fi
    done
}

cgroup_processes() {
    local hierarchy
    for hierarchy in $(cgroup_hierarchies); do
        [[ ! -d $hierarchy/$CGROUP ]] || find "$hierarchy/$CGROUP" -name cgroup.procs -exec cat {} +
    done | sort -un
}

remove_cgroups() {
    local hierarchy
    for hierarchy in $(cgroup_hierarchies); do
        [[ ! -d $hierarchy/$CGROUP ]] || find "$hierarchy/$CGROUP" -depth -type d -exec rmdir {} + || true
    done
}
