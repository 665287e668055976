#!/usr/bin/env bash
# The shell entry: `./build.sh demo` and `./build.sh test`. Runs on bash 3.2 too, which is what macOS has.
set -euo pipefail
cd "$(dirname "$0")"
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/microk8s-powershell
LOGS=$CACHE/logs
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Compilers and tests end before a recompilation by profile would pay; to collect the profile is a fifth of their time.
export DOTNET_TieredPGO=0
# A test process gets 100 ms for its end otherwise, in which a busy machine does not remove its files.
export VSTEST_TESTHOST_SHUTDOWN_TIMEOUT=30000

usage() {
    cat <<'EOF'
usage: ./build.sh COMMAND
  demo [--kubeconfig FILE] [--context NAME] [--image REF --next-image REF]
                   runs examples/shop.ps1: on a Kubernetes of its own, or on the context you name, there in a
                   namespace that is removed again
  test [--filter EXPRESSION]
                   all tests, on a Kubernetes of its own; EXPRESSION as in `dotnet test --filter`
  build            only builds: the module is then in out/MicroK8s
EOF
}

say() { printf '%4ds  %s\n' "$SECONDS" "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# quietly WHAT LOG COMMAND...: runs it into a log; shows that it goes on, and the end of the log if it fails.
quietly() {
    local what=$1 log=$2 began=$SECONDS child
    shift 2
    say "$what"
    "$@" >"$log" 2>&1 &
    child=$!
    while kill -0 "$child" 2>/dev/null; do
        sleep 0.2
        if ((SECONDS - began >= 30)); then
            say "$what goes on"
            began=$SECONDS
        fi
    done
    wait "$child" || {
        tail -n 30 "$log" >&2
        fail "$what failed; the whole log is $log"
    }
}

need_dotnet() {
    command -v dotnet >/dev/null && dotnet --version >/dev/null 2>&1 && return
    fail "the .NET SDK $(sed -n 's/.*"version": "\([0-9]*\)\..*/\1/p' global.json) or later is missing; your system's package is called dotnet-sdk-10.0"
}

build_module() {
    need_dotnet
    mkdir -p "$LOGS"
    quietly "building the module" "$LOGS/module.log" dotnet build MicroK8s.sln -v quiet
}

# The PowerShell and the module of the tests, so that not every shell has to compile them.
compile_ahead() {
    local home compiled=
    home=$(tests/pwsh -NoProfile -NonInteractive -Command '$PSHOME')
    # What comes as a package is IL only; an installed PowerShell is compiled.
    [[ $home != */powershell/*/tools/* ]] || compiled=$CACHE/powershell-$(basename "${home%/tools/*}")
    quietly "compiling ahead of time" "$LOGS/ahead.log" dotnet build tests/AheadOfTime -v quiet \
        -p:PowerShellHome="$home" -p:CompiledHome="$compiled"
}

# beside COMMAND...: runs it beside what follows. BESIDE is its process group, all of which ends with this script.
beside() {
    set -m
    "$@" </dev/null &
    BESIDE=$!
    set +m
    # shellcheck disable=SC2064  # expanded now: it is this very group
    trap "kill -- -$BESIDE 2>/dev/null" EXIT
}

# Waits for what runs beside; its exit code.
join() {
    local code=0
    wait "$BESIDE" || code=$?
    trap - EXIT
    return "$code"
}

# Sets KUBECONFIG_FILE and CONTEXT to the cluster of tests/cluster, brought up beside the build and the steps named.
build_beside_cluster() {
    local step
    say "bringing up a Kubernetes (tests/cluster/up)"
    beside tests/cluster/up
    for step in build_module "$@"; do "$step"; done
    join || fail "the cluster did not come up"
    KUBECONFIG_FILE=$(tests/cluster/status --kubeconfig)
    CONTEXT=microk8s-test
}

demo() {
    local kubeconfig='' own=1 images=()
    CONTEXT=
    while (($#)); do
        case $1 in
            --context) CONTEXT=${2:?--context wants a name} ;;
            --kubeconfig) kubeconfig=${2:?--kubeconfig wants a file} ;;
            --image) images+=(-Image "${2:?--image wants an image}") ;;
            --next-image) images+=(-NextImage "${2:?--next-image wants an image}") ;;
            *) usage >&2 && exit 2 ;;
        esac
        shift 2
    done
    [[ -z $kubeconfig || -n $CONTEXT ]] || fail "--kubeconfig goes with --context: which cluster is meant must be said"
    if [[ -n $CONTEXT ]]; then
        own=0
        build_module
        KUBECONFIG_FILE=$kubeconfig
    else
        build_beside_cluster
    fi
    local kube=("$(command -v kubectl || echo "$CACHE/kubectl/kubectl")")
    [[ -z $KUBECONFIG_FILE ]] || kube+=(--kubeconfig "$KUBECONFIG_FILE")
    kube+=(--context "$CONTEXT")
    NAMESPACE=shop-$$
    if ((own)); then
        # The shop stays, to try things on; that of an earlier demo goes.
        "${kube[@]}" delete namespace --selector microk8s-demo --wait=false >/dev/null
    else
        # shellcheck disable=SC2064  # expanded now: these are this run's own values
        trap "$(printf '%q ' "${kube[@]}") delete namespace $NAMESPACE --ignore-not-found --wait=false >/dev/null" EXIT
    fi
    "${kube[@]}" create namespace "$NAMESPACE" >/dev/null
    "${kube[@]}" label namespace "$NAMESPACE" microk8s-demo=true >/dev/null
    # PowerShell colours what it shows even when that goes into a file.
    [[ -t 1 ]] || export NO_COLOR=1
    say "running examples/shop.ps1 in namespace $NAMESPACE of context $CONTEXT"
    tests/pwsh -NoProfile -File examples/shop.ps1 -Context "$CONTEXT" -Namespace "$NAMESPACE" \
        ${KUBECONFIG_FILE:+-KubeConfig "$KUBECONFIG_FILE"} ${images[@]+"${images[@]}"}
    say "done"
}

# Adds the counters of xunit results to PASSED, FAILED and SKIPPED, and what each test took to TIMES.
count_xunit() {
    local name results counters
    number() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
    for name in "$@"; do
        results=$LOGS/$name.trx
        [[ -f $results ]] || fail "the xunit tests did not run; the log is $LOGS/$name.log"
        counters=$(grep -o '<Counters [^>]*' "$results")
        PASSED=$((PASSED + $(number passed)))
        FAILED=$((FAILED + $(number total) - $(number passed) - $(number notExecuted)))
        SKIPPED=$((SKIPPED + $(number notExecuted)))
        add_times "$results"
    done
}

add_times() {
    sed -n 's/.*<UnitTestResult .* testName="\(MicroK8s\.Tests\.\)*\([^"]*\)".* duration="\([0-9:.]*\)".*/\3 \2/p' "$1" |
        sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' |
        awk '{ split($1, t, ":"); $1 = ""; printf "%.3f\t%s\n", t[1] * 3600 + t[2] * 60 + t[3], substr($0, 2) }' >>"$TIMES"
}

# run_xunit NAME ARGUMENT...: some of the xunit tests; the results are counted by count_xunit NAME.
run_xunit() {
    local name=$1
    shift
    dotnet test tests/MicroK8s.Tests --no-build --blame-hang-timeout 5m \
        --logger "trx;LogFileName=$LOGS/$name.trx" "$@" 2>&1 | tee "$LOGS/$name.log"
}

# What runs alone, because it changes the process or the whole cluster, comes after all others: those of the one kind
# beside those of the other, as both wait more than they work.
run_all_xunit() {
    say "running the xunit tests"
    run_xunit xunit --filter 'Alone!=Process&Alone!=Cluster' || STATUS=1
    say "running the xunit tests that run alone"
    beside run_xunit xunit-process --filter Alone=Process >/dev/null
    run_xunit xunit-cluster --filter Alone=Cluster || STATUS=1
    join || STATUS=1
    cat "$LOGS/xunit-process.log"
    count_xunit xunit xunit-process xunit-cluster
}

run_pester() {
    local results=$LOGS/pester.results passed failed skipped
    rm -f "$results"
    say "running the Pester tests"
    tests/pwsh -NoProfile -NonInteractive -File tests/Pester/Invoke-Tests.ps1 -ResultsPath "$results" |
        tee "$LOGS/pester.log" || STATUS=1
    [[ -f $results ]] || fail "the Pester tests did not run"
    read -r passed failed skipped <"$results"
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
    sed 1d "$results" >>"$TIMES"
}

show_slowest() {
    say "the slowest tests, in seconds:"
    LC_ALL=C sort -rn "$TIMES" | awk -F '\t' 'NR <= 10 { printf "%7.1f  %s\n", $1, substr($2, 1, 110) }'
}

# Once more at the end what failed, and why: who reads only the end of a long log has it there.
show_failures() {
    say "what failed:"
    awk '/^  Failed /{ shown = 120 } /^(Passed|Failed)!/{ shown = 0 } shown-- > 0' "$LOGS"/xunit*.log
    [[ ! -f $LOGS/pester.log ]] ||
        awk '/^ *\[-\]/{ shown = 30 } /^ *\[\+\]|^Tests /{ shown = 0 } shown-- > 0' "$LOGS/pester.log"
}

run_tests() {
    local filter=
    if [[ ${1:-} == --filter ]]; then filter=${2:?--filter wants an expression}; fi
    PASSED=0 FAILED=0 SKIPPED=0 STATUS=0 TIMES=$LOGS/times
    build_beside_cluster compile_ahead
    rm -f "$LOGS"/xunit* "$LOGS/pester.log"
    : >"$TIMES"
    export MICROK8S_TEST_KUBECONFIG=$KUBECONFIG_FILE
    if [[ -n $filter ]]; then
        run_xunit xunit --filter "$filter" || STATUS=1
        count_xunit xunit
    else
        run_all_xunit
        run_pester
    fi
    say "the cluster stays up for the next run; tests/cluster/down removes it"
    show_slowest
    if ((FAILED)); then
        show_failures
        STATUS=1
    fi
    # Where nobody reads the numbers, a test that did not run is a failure.
    [[ -z ${CI:-} ]] || ((SKIPPED == 0)) || STATUS=1
    printf '%d passed, %d failed%s\n' "$PASSED" "$FAILED" "$( ((SKIPPED)) && printf ', %d skipped' "$SKIPPED")"
    return "$STATUS"
}

case ${1:-} in
    demo) shift && demo "$@" ;;
    test) shift && run_tests "$@" ;;
    build) build_module && say "the module is in out/MicroK8s" ;;
    -h | --help) usage ;;
    *) usage >&2 && exit 2 ;;
esac
