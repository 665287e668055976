# shellcheck shell=bash
# What is in the cluster from the start, and when it counts as up.

api_is_ready() {
    [[ $(k get --raw /readyz --request-timeout=5s) == ok ]]
}

node_is_ready() {
    [[ $(k get node "$1" --request-timeout=5s -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') == True ]]
}

dns_is_ready() {
    [[ $(k -n kube-system get deployment cluster-dns --request-timeout=5s -o 'jsonpath={.status.readyReplicas}') == 1 ]]
}

# Changes nothing of what is there already.
create_dns() {
    sed "s/DNS_IP/$DNS_IP/" "$HERE/lib/dns.yaml" | k apply --validate=false -f -
}

crd_folder() {
    if [[ -n ${MICROK8S_TEST_CRDS:-} ]]; then
        echo "$MICROK8S_TEST_CRDS"
    elif [[ -d $HERE/../../../shared/crds ]]; then
        (cd "$HERE/../../../shared/crds" && pwd)
    else
        echo "$HERE/crds"
    fi
}

# Published definitions are too large for "apply"; of those that are there already nothing changes.
create_crds() {
    local folder
    folder=$(crd_folder)
    ls "$folder"/*.yaml >/dev/null
    k create --validate=false -f "$folder"
    # A definition without any status yet is an error to "wait", hence the tries.
    wait_for "custom resource definitions" /dev/null \
        k wait --for=condition=Established --timeout=30s crd --all
}

# A user with few rights: may read three kinds of objects in one namespace.
create_limited_user() {
    k create --validate=false -f - <<'EOF'
apiVersion: v1
kind: Namespace
metadata: {name: limited-view}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: limited-view, namespace: limited-view}
rules:
- {apiGroups: [""], resources: [pods, services], verbs: [get, list, watch]}
- {apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: limited-view, namespace: limited-view}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: limited-view}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: limited}
EOF
}

# The proof: a pod with a readiness probe runs.
run_first_pod() {
    wait_for "default service account" "$RUN/logs/kube-controller-manager.log" k get serviceaccount default
    k create --validate=false -f - <<'EOF'
apiVersion: v1
kind: Pod
metadata: {name: first-pod}
spec:
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 0
  containers:
  - name: web
    image: shop/web:v1.0
    readinessProbe: {periodSeconds: 1, httpGet: {path: /ready, port: 8080}}
EOF
    k wait --for=condition=Ready --timeout="${START_LIMIT}s" pod/first-pod
    k delete pod first-pod --wait=false
}
