# shellcheck shell=bash
# How Go programs are built here: Debian's Go, no modules, nothing fetched.

# Debug information would be thrown away by the linker anyway.
export NO_DEBUG=-gcflags=all=-dwarf=false

set_up_go() {
    # shellcheck disable=SC2154  # the work folder of the command
    export GOPATH=$work/go GOCACHE=${GO_SCRATCH:-$work/gocache}
    export GO111MODULE=off CGO_ENABLED=0 GOFLAGS='' PATH=/usr/lib/go-$GO_VERSION/bin:$PATH
    # With much memory the compiler need not collect garbage so often.
    if (($(awk '/^MemAvailable/ { print $2 }' /proc/meminfo) > 8000000)); then
        export GOGC=400
    fi
}
