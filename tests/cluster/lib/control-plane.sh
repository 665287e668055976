# shellcheck shell=bash
# etcd, API server, controller manager, scheduler. BIN is the folder of the built binaries.

start_etcd() {
    # Data that lives as long as the run folder needs no fsync.
    start etcd etcd --name test --data-dir "$RUN/etcd" --unsafe-no-fsync --log-level warn --logger zap \
        --listen-client-urls "https://$LOCAL_IP:2379" --advertise-client-urls "https://$LOCAL_IP:2379" \
        --listen-peer-urls "http://$LOCAL_IP:2380" --initial-advertise-peer-urls "http://$LOCAL_IP:2380" \
        --initial-cluster "test=http://$LOCAL_IP:2380" \
        --client-cert-auth --trusted-ca-file "$PKI/ca.crt" --cert-file "$PKI/etcd.crt" --key-file "$PKI/etcd.key"
}

start_apiserver() {
    local audit=()
    if [[ -n ${AUDIT:-} ]]; then
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
        audit=(--audit-policy-file="$RUN/config/audit.yaml" --audit-log-path="$RUN/logs/audit.log")
    fi
    run_apiserver kube-apiserver 6443 "${audit[@]}"
}

# A second one over the same etcd, as in a control plane of several machines; for tests of outages. The service
# "kubernetes" goes on to lead to the first alone.
start_second_apiserver() {
    run_apiserver second-apiserver "$SECOND_PORT" --endpoint-reconciler-type=none
}

# run_apiserver NAME PORT [OPTION...]
run_apiserver() {
    local name=$1 port=$2
    shift 2
    start "$name" "$BIN/kube-apiserver" \
        --etcd-servers="https://$LOCAL_IP:2379" --etcd-cafile="$PKI/ca.crt" \
        --etcd-certfile="$PKI/apiserver-client.crt" --etcd-keyfile="$PKI/apiserver-client.key" \
        --bind-address="$NODE_IP" --advertise-address="$NODE_IP" --secure-port="$port" --cert-dir="$RUN/tmp" \
        --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
        --client-ca-file="$PKI/ca.crt" --allow-privileged=true \
        --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
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

start_controllers() {
    # Many namespaces come and go in a test run, so the limits on requests are wide.
    # On a machine that is busy with tests, ten seconds without a processor are no reason to give up the lead.
    local lead=(--leader-elect-lease-duration=60s --leader-elect-renew-deadline=50s)
    start kube-controller-manager "$BIN/kube-controller-manager" \
        --kubeconfig="$RUN/config/kube-controller-manager.kubeconfig" \
        --authentication-kubeconfig="$RUN/config/kube-controller-manager.kubeconfig" \
        --authorization-kubeconfig="$RUN/config/kube-controller-manager.kubeconfig" \
        --bind-address=127.0.0.1 --port=0 --cert-dir="$RUN/tmp" --use-service-account-credentials=true \
        --root-ca-file="$PKI/ca.crt" --service-account-private-key-file="$PKI/service-account.key" \
        --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
        --kube-api-qps=200 --kube-api-burst=400 --concurrent-namespace-syncs=20 --node-monitor-period=2s \
        --horizontal-pod-autoscaler-sync-period=5s "${lead[@]}"
    start kube-scheduler "$BIN/kube-scheduler" \
        --kubeconfig="$RUN/config/kube-scheduler.kubeconfig" \
        --authentication-kubeconfig="$RUN/config/kube-scheduler.kubeconfig" \
        --authorization-kubeconfig="$RUN/config/kube-scheduler.kubeconfig" \
        --bind-address=127.0.0.1 --port=0 --kube-api-qps=200 --kube-api-burst=400 "${lead[@]}"
}
