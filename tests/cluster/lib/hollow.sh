# shellcheck shell=bash
# Hollow nodes: upstream's kubemark, real kubelet code with a runtime that only pretends.
# Each listens on all its addresses, so each gets a network namespace of its own on the bridge.

hollow_nodes() {
    find "$RUN/supervisors" -name 'hollow-node-*' -printf '%f\n' 2>/dev/null | sort -V || true
}

# set_hollow_nodes N: adds or takes away until there are N.
set_hollow_nodes() {
    local wanted=$1 have i
    have=$(hollow_nodes | wc -l)
    ((wanted == have)) && return
    step "hollow nodes: $have, wanted $wanted"
    for ((i = have; i < wanted; i++)); do
        start_hollow "$i"
    done
    for ((i = have - 1; i >= wanted; i--)); do
        stop "hollow-node-$i"
        remove_hollow_network "hollow-node-$i"
        rm -rf "${RUN:?}/hollow-node-$i"
        k delete node "hollow-node-$i" --ignore-not-found >/dev/null
    done
}

# Also in the place of one that has lost its supervisor, or whose start was interrupted.
start_hollow() {
    local name=hollow-node-$1 address=10.213.0.$(($1 + 10)) space=mk8s-hollow-$1 port=mk8sh$1
    stop "$name"
    remove_hollow_network "$name"
    make_identity "$name" "/O=system:nodes/CN=system:node:$name"
    # "ip" makes this folder, and a mount on it, with the first namespace and leaves both.
    [[ -d /run/netns ]] || echo /run/netns >>"$RUN/made-folders"
    ip netns add "$space"
    ip link add "$port" type veth peer name eth0 netns "$space"
    ip link set "$port" master "$BRIDGE" up
    ip -n "$space" link set lo up
    ip -n "$space" addr add "$address/16" dev eth0
    ip -n "$space" link set eth0 up
    ip -n "$space" route add default via "$NODE_IP"
    # Kubemark keeps its data in /tmp, and a socket under a name that all share. "ip netns exec" gives each start mounts
    # of its own, so /tmp is there a folder of the run folder.
    rm -rf "${RUN:?}/$name"
    mkdir -p "$RUN/$name"
    # shellcheck disable=SC2016  # $0 and the command belong to the inner shell
    supervise "$name" ip netns exec "$space" bash -euc 'mount --bind "$0" /tmp; exec "$@"' "$RUN/$name" \
        "$BIN/kubemark" --morph=kubelet --name="$name" \
        --kubeconfig="$RUN/config/$name.kubeconfig" --node-labels=microk8s-test/hollow=true \
        --register-with-taints=microk8s-test/hollow=true:NoSchedule
}

remove_hollow_network() {
    local i=${1##*-}
    ip link del "mk8sh$i" 2>/dev/null || true
    ip netns del "mk8s-hollow-$i" 2>/dev/null || true
}

wait_hollow_nodes() {
    local name
    for name in $(hollow_nodes); do
        wait_for "$name" "$RUN/logs/$name.log" node_is_ready "$name"
    done
}
