# shellcheck shell=bash
# etcd, API server, controller manager, scheduler. BIN is the folder of the built binaries.

start_etcd() {
    # Data that lives as long as the run folder needs no fsync. The one member elects itself at once; the timeout is
    # long for a busy machine's sake: etcd gives a request up after 5 seconds and two election timeouts.
    supervise etcd etcd --name test --data-dir "$RUN/etcd" --unsafe-no-fsync --election-timeout 5000 \
        --log-level warn --logger zap \
        --listen-client-urls "https://$LOCAL_IP:2379" --advertise-client-urls "https://$LOCAL_IP:2379" \
        --listen-peer-urls "http://$LOCAL_IP:2380" --initial-advertise-peer-urls "http://$LOCAL_IP:2380" \
        --initial-cluster "test=http://$LOCAL_IP:2380" \
        --client-cert-auth --trusted-ca-file "$PKI/ca.crt" --cert-file "$PKI/etcd.crt" --key-file "$PKI/etcd.key"
}

start_kube_apiserver() {
    local audit=()
    [[ -z ${AUDIT:-} ]] || write_audit_policy
    # Its being there tells a repair, too, that there is an audit.
    [[ ! -e $RUN/config/audit.yaml ]] ||
        audit=(--audit-policy-file="$RUN/config/audit.yaml" --audit-log-path="$RUN/logs/audit.log")
    run_apiserver kube-apiserver 6443 "${audit[@]}"
}

write_audit_policy() {
    cat >"$RUN/config/audit.yaml" <<'EOF'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  users: [system:apiserver, system:kube-controller-manager, system:kube-scheduler, system:kube-proxy]
- level: None
  userGroups: [system:nodes]
- level: Request
EOF
}

# A second one over the same etcd, as in a control plane of several machines; for tests of outages, which end it. The
# service "kubernetes" goes on to lead to the first alone. On a busy machine one may end itself while it starts: it
# gives the roles of RBAC, which it writes then, 30 seconds.
start_second_apiserver() {
    run_apiserver second-apiserver "$SECOND_PORT" --endpoint-reconciler-type=none
}

# run_apiserver NAME PORT [OPTION...]
# Without priority and fairness, whose sampled metrics take a seventh of the server's processor time.
run_apiserver() {
    local name=$1 port=$2
    shift 2
    supervise "$name" "$BIN/kube-apiserver" \
        --etcd-servers="https://$LOCAL_IP:2379" --etcd-cafile="$PKI/ca.crt" \
        --etcd-certfile="$PKI/apiserver-client.crt" --etcd-keyfile="$PKI/apiserver-client.key" \
        --bind-address="$NODE_IP" --advertise-address="$NODE_IP" --secure-port="$port" --cert-dir="$RUN/tmp" \
        --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
        --client-ca-file="$PKI/ca.crt" --allow-privileged=true \
        --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
        --enable-priority-and-fairness=false \
        --kubelet-client-certificate="$PKI/apiserver-client.crt" \
        --kubelet-client-key="$PKI/apiserver-client.key" --kubelet-certificate-authority="$PKI/ca.crt" \
        --kubelet-preferred-address-types=InternalIP \
        --service-cluster-ip-range="$SERVICE_NET" --service-account-key-file="$PKI/service-account.key" \
        --service-account-signing-key-file="$PKI/service-account.key" \
        --service-account-issuer=https://kubernetes.default.svc.cluster.local \
        --requestheader-client-ca-file="$PKI/ca.crt" --requestheader-allowed-names=front-proxy \
        --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
        --requestheader-extra-headers-prefix=X-Remote-Extra- --enable-aggregator-routing=true \
        --proxy-client-cert-file="$PKI/front-proxy.crt" --proxy-client-key-file="$PKI/front-proxy.key" \
        "$@"
}

start_kube_controller_manager() {
    # Many namespaces come and go in a test run, so the limits on requests are wide. A kubelet that gets no
    # processor may be late: the one test that waits for a node to be given up waits longer.
    run_elected kube-controller-manager \
        --use-service-account-credentials=true \
        --root-ca-file="$PKI/ca.crt" --service-account-private-key-file="$PKI/service-account.key" \
        --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
        --concurrent-namespace-syncs=20 --node-monitor-period=2s --node-monitor-grace-period=120s \
        --horizontal-pod-autoscaler-sync-period=5s
}

start_kube_scheduler() {
    run_elected kube-scheduler
}

# run_elected NAME OPTION...: there is one instance only, but Test-ClusterHealth reads the leases, so there is an
# election. The lease is long: on a machine that is busy with tests, ten seconds without a processor are no reason to
# give up the lead. And since the one instance is gone before it is started again, its old lease is removed, not waited
# for. Without an API server that has to wait, but so has the component. A file of its own would be missing at a restart
# when the checkout has gone.
run_elected() {
    local name=$1 config=$RUN/config/$1.kubeconfig
    shift
    # shellcheck disable=SC2016  # $0 to $2 belong to the inner shell
    supervise "$name" bash -c '
        until "$0" --kubeconfig "$1" --namespace kube-system --request-timeout=5s \
            delete lease "$2" --ignore-not-found; do
            sleep 0.5
        done
        exec "${@:3}"' "$KUBECTL" "$RUN/kubeconfig" "$name" \
        "$BIN/$name" --kubeconfig="$config" --authentication-kubeconfig="$config" \
        --authorization-kubeconfig="$config" --bind-address=127.0.0.1 --port=0 --cert-dir="$RUN/tmp" \
        --kube-api-qps=200 --kube-api-burst=400 \
        --leader-elect-lease-duration=60s --leader-elect-renew-deadline=50s "$@"
}
