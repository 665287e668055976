# shellcheck shell=bash
# One bridge of our own: it holds the node's address and all pods. Nothing leaves it.

# What kubelet and kube-proxy change, to be put back by down.
SYSCTLS=(net/ipv4/ip_forward net/ipv4/conf/all/route_localnet net/bridge/bridge-nf-call-iptables
    net/bridge/bridge-nf-call-ip6tables net/netfilter/nf_conntrack_max
    net/netfilter/nf_conntrack_tcp_timeout_established net/netfilter/nf_conntrack_tcp_timeout_close_wait
    vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys
    kernel/keys/root_maxbytes)

check_routes() {
    local other
    other=$(ip -o route show | grep -E '^10\.21[34]\.' || true)
    [[ -z $other ]] || fail "this machine already routes addresses that the cluster uses: $other"
}

save_sysctls() {
    local name
    for name in "${SYSCTLS[@]}"; do
        [[ ! -r /proc/sys/$name ]] || printf '%s %s\n' "$name" "$(<"/proc/sys/$name")"
    done >"$RUN/sysctls"
}

make_network() {
    modprobe br_netfilter 2>/dev/null || true
    save_sysctls
    ip link add "$BRIDGE" type bridge
    echo 1 >"/proc/sys/net/ipv6/conf/$BRIDGE/disable_ipv6" 2>/dev/null || true
    ip addr add "$NODE_IP/16" dev "$BRIDGE"
    ip link set "$BRIDGE" up
    echo 1 >/proc/sys/net/ipv4/ip_forward
    echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
    # Pods must not reach anything outside, whatever they try.
    iptables -w -A FORWARD -i "$BRIDGE" ! -o "$BRIDGE" -m comment --comment microk8s-powershell -j REJECT
    write_cni
}

write_cni() {
    mkdir -p "$RUN/cni"
    cat >"$RUN/cni/10-test.conflist" <<EOF
{"cniVersion": "0.4.0", "name": "microk8s-test", "plugins": [
  {"type": "bridge", "bridge": "$BRIDGE", "isGateway": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$RUN/cni-addresses", "routes": [{"dst": "0.0.0.0/0"}],
            "ranges": [[{"subnet": "$POD_NET", "rangeStart": "10.213.1.0", "gateway": "$NODE_IP"}]]}},
  {"type": "portmap", "capabilities": {"portMappings": true}, "snat": true}
]}
EOF
}

remove_network() {
    local port tool
    for port in /sys/class/net/"$BRIDGE"/brif/*; do
        [[ ! -e $port ]] || ip link del "${port##*/}" 2>/dev/null || true
    done
    ip link del "$BRIDGE" 2>/dev/null || true
    for tool in iptables ip6tables; do
        remove_rules "$tool"
    done
    restore_sysctls
}

# Takes out the chains of kube-proxy, kubelet and the port mapping plugin and the rules that lead
# to them, and our own rule; every table in one step. All other rules stay as they are.
remove_rules() {
    local tool=$1 table ours='(KUBE-|CNI-|microk8s-powershell)' rules script
    for table in raw mangle nat filter; do
        rules=$("$tool-save" -t "$table" 2>/dev/null) || continue
        script=$(
            grep -E "^-A (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) .*$ours" <<<"$rules" | sed 's/^-A/-D/'
            sed -n -E 's/^:((KUBE|CNI)-[^ ]*).*/-F \1/p' <<<"$rules"
            sed -n -E 's/^:((KUBE|CNI)-[^ ]*).*/-X \1/p' <<<"$rules"
        ) || true
        [[ -z $script ]] || printf '*%s\n%s\nCOMMIT\n' "$table" "$script" | "$tool-restore" -w --noflush
    done
}

restore_sysctls() {
    local name value
    [[ -r $RUN/sysctls ]] || return 0
    while read -r name value; do
        [[ $(<"/proc/sys/$name") == "$value" ]] || echo "$value" >"/proc/sys/$name" || true
    done <"$RUN/sysctls"
}
