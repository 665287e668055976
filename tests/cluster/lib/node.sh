# shellcheck shell=bash
# The one real node: containerd, kubelet, kube-proxy.

CTR=(ctr --address "$RUN/containerd.sock" --namespace k8s.io)
IN_NODE=(nsenter --mount="$RUN/node/mounts")
# Folders that containerd, its helpers and kubelet insist on. In the node's own mount namespace
# each is a folder of the run folder, so the machine's own are never touched.
FIXED_FOLDERS=(/run/containerd /var/lib/cni /var/lib/kubelet /var/log/pods /var/log/containers)

write_containerd_config() {
    # For every registry there is, the one of start_registry is asked, and no other.
    mkdir -p "$RUN/registries/_default"
    cat >"$RUN/registries/_default/hosts.toml" <<EOF
server = "http://$LOCAL_IP:5000"
[host."http://$LOCAL_IP:5000"]
  capabilities = ["pull", "resolve"]
EOF
    cat >"$RUN/config/containerd.toml" <<EOF
version = 2
root = "$RUN/containerd"
state = "$RUN/containerd-state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.opt",
  "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = "$RUN/containerd.sock"
[ttrpc]
  address = "$RUN/containerd.sock.ttrpc"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  restrict_oom_score_adj = true
  disable_apparmor = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$RUN/registries"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$RUN/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$RUN/runc"
      SystemdCgroup = false
EOF
}

# Missing ones are made here, and noted for down.
make_fixed_folders() {
    local folder
    for folder in "${FIXED_FOLDERS[@]}"; do
        mkdir -p "$RUN/fixed$folder"
        [[ -d $folder ]] || { mkdir -p "$folder" && echo "$folder" >>"$RUN/made-folders"; }
    done
}

remove_fixed_folders() {
    local folder
    [[ -r $RUN/made-folders ]] || return 0
    while read -r folder; do
        umount "$folder" 2>/dev/null || true
        rmdir "$folder" 2>/dev/null || true
    done <"$RUN/made-folders"
}

# The node's own mount namespace. A file keeps it, so that containerd and kubelet can end and come back to the same
# mounts: those of the pods that run on meanwhile. Such a file is allowed on a private mount only.
make_node_namespace() {
    make_fixed_folders
    mkdir -p "$RUN/node"
    mount --bind --make-private "$RUN/node" "$RUN/node"
    touch "$RUN/node/mounts"
    # shellcheck disable=SC2016  # $0 and the folders belong to the inner shell
    unshare --mount="$RUN/node/mounts" --propagation private bash -euc '
        for folder; do mount --bind "$0$folder" "$folder"; done
        mount --make-rshared /' "$RUN/fixed" "${FIXED_FOLDERS[@]}"
}

start_containerd() {
    write_containerd_config
    supervise containerd "${IN_NODE[@]}" containerd --config "$RUN/config/containerd.toml"
}

start_registry() {
    local images
    images=$(images_cache)
    supervise registry "$images/registry" "$LOCAL_IP:5000" "$images/images.tar"
}

import_images() {
    wait_for containerd "$RUN/logs/containerd.log" "${CTR[@]}" version
    "${CTR[@]}" images import "$(images_cache)/images.tar" >"$RUN/logs/import.log" 2>&1
    images_cache >"$RUN/images"
}

has_our_images() {
    [[ $(cat "$RUN/images" 2>/dev/null) == "$(images_cache)" ]]
}

write_kubelet_config() {
    # Nothing else may be there: the kubelet tries every folder as a plugin, with each volume of each pod.
    mkdir -p "$RUN/volume-plugins"
    cat >"$RUN/config/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_IP
healthzBindAddress: $LOCAL_IP
readOnlyPort: 0
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $PKI/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $PKI/kubelet-server.crt
tlsPrivateKeyFile: $PKI/kubelet-server.key
cgroupDriver: cgroupfs
cgroupRoot: /$CGROUP
clusterDomain: cluster.local
clusterDNS: [$DNS_IP]
resolvConf: $RUN/config/resolv.conf
volumePluginDir: $RUN/volume-plugins
failSwapOn: false
maxPods: 250
# A full disk or an old image is no reason to disturb a test.
evictionHard: {memory.available: 100Mi, nodefs.available: 1Mi, imagefs.available: 1Mi, nodefs.inodesFree: "1"}
imageGCHighThresholdPercent: 100
# Tests are many short pods. Zero events in a second would mean the default of five to this version.
registryPullQPS: 0
eventRecordQPS: 500
eventBurst: 1000
kubeAPIQPS: 200
kubeAPIBurst: 400
nodeStatusUpdateFrequency: 1s
nodeStatusReportFrequency: 10s
syncFrequency: 10s
EOF
    : >"$RUN/config/resolv.conf"
}

start_kubelet() {
    write_kubelet_config
    supervise kubelet "${IN_NODE[@]}" "$BIN/kubelet" \
        --config="$RUN/config/kubelet.yaml" --kubeconfig="$RUN/config/kubelet.kubeconfig" \
        --hostname-override="$NODE" --node-ip="$NODE_IP" --root-dir="$RUN/kubelet" --cert-dir="$RUN/tmp" \
        --container-runtime=remote --container-runtime-endpoint="unix://$RUN/containerd.sock"
}

start_kube_proxy() {
    supervise kube-proxy "$BIN/kube-proxy" --kubeconfig="$RUN/config/kube-proxy.kubeconfig" \
        --hostname-override="$NODE" --proxy-mode=iptables --cluster-cidr="$POD_NET" \
        --nodeport-addresses="$POD_NET" --iptables-min-sync-period=1s \
        --healthz-bind-address="$LOCAL_IP:10256" --metrics-bind-address="$LOCAL_IP:10249"
}
