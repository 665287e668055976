# shellcheck shell=bash
# The certificate authority of the cluster, one certificate per component, and kubeconfigs.

PKI=$RUN/pki
API=https://$NODE_IP:6443

# The signature of the authority is checked with each request of a client that has a certificate; for RSA that is a
# small part of the work.
make_ca() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/CN=microk8s-test-ca" \
        -keyout "$PKI/ca.key" -out "$PKI/ca.crt" 2>/dev/null
}

# make_cert FILE SUBJECT [ALTERNATIVE NAMES]: client and server in one, each key used by one component.
make_cert() {
    local file=$PKI/$1 subject=$2 names=${3:-}
    {
        echo 'keyUsage=critical,digitalSignature,keyEncipherment'
        echo 'extendedKeyUsage=clientAuth,serverAuth'
        [[ -z $names ]] || echo "subjectAltName=$names"
    } >"$file.ext"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$subject" \
        -keyout "$file.key" 2>/dev/null |
        openssl x509 -req -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -set_serial "0x$(openssl rand -hex 8)" \
            -days 365 -extfile "$file.ext" -out "$file.crt" 2>/dev/null
    rm "$file.ext"
}

# make_kubeconfig FILE USER CERTIFICATE [CONTEXT [NAMESPACE]]: with everything inside the file.
make_kubeconfig() {
    local file=$1 user=$2 cert=$PKI/$3 context=${4:-$CONTEXT} namespace=${5:-default}
    (umask 077 && cat >"$file") <<EOF
apiVersion: v1
kind: Config
current-context: $context
clusters:
- name: $CONTEXT
  cluster:
    server: $API
    certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")
contexts:
- name: $context
  context: {cluster: $CONTEXT, user: $user, namespace: $namespace}
users:
- name: $user
  user:
    client-certificate-data: $(base64 -w0 "$cert.crt")
    client-key-data: $(base64 -w0 "$cert.key")
EOF
}

# make_identity NAME SUBJECT: a certificate and the component's own kubeconfig.
make_identity() {
    make_cert "$1" "$2"
    make_kubeconfig "$RUN/config/$1.kubeconfig" "$1" "$1"
}

make_certs() {
    (umask 077 && mkdir -p "$PKI")
    make_ca
    openssl ecparam -genkey -name prime256v1 -noout -out "$PKI/service-account.key"
    make_cert etcd "/CN=etcd" "IP:$LOCAL_IP" &
    make_cert apiserver "/CN=kube-apiserver" \
        "IP:$NODE_IP,IP:$KUBERNETES_IP$(printf ',DNS:kubernetes%s' '' .default{,.svc{,.cluster.local}})" &
    make_cert apiserver-client "/O=system:masters/CN=kube-apiserver-client" &
    make_cert front-proxy "/CN=front-proxy" &
    make_cert kubelet-server "/O=system:nodes/CN=system:node:$NODE" "IP:$NODE_IP,DNS:$NODE" &
    make_identity kube-controller-manager "/CN=system:kube-controller-manager" &
    make_identity kube-scheduler "/CN=system:kube-scheduler" &
    make_identity kube-proxy "/CN=system:kube-proxy" &
    make_identity kubelet "/O=system:nodes/CN=system:node:$NODE" &
    make_cert admin "/O=system:masters/CN=admin" &
    make_cert limited "/CN=limited" &
    wait
    make_kubeconfig "$RUN/kubeconfig" admin admin
    make_kubeconfig "$RUN/kubeconfig-limited" limited limited "$CONTEXT-limited" limited-view
}
