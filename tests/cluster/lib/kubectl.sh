# shellcheck shell=bash
# kubectl: the machine's own, else the one of Debian's package, unpacked into the cache.

find_kubectl() {
    local folder=$CACHE/kubectl
    KUBECTL=$(command -v kubectl || true)
    [[ -z $KUBECTL ]] || return 0
    KUBECTL=$folder/kubectl
    [[ ! -x $KUBECTL ]] || return 0
    step "fetching kubectl"
    logged "fetching kubectl" "$CACHE/logs/kubectl.log" fetch_kubectl "$folder"
}

fetch_kubectl() {
    local work
    work=$(mktemp -d "$CACHE/kubectl.XXXXXX")
    cd "$work" || return
    apt-get download kubernetes-client || { apt-get update -q && apt-get download kubernetes-client; }
    dpkg-deb -x ./*.deb unpacked
    mkdir -p "$1"
    mv unpacked/usr/bin/kubectl "$1/kubectl"
    cd /
    rm -rf "$work"
}

# k ARGUMENT...: kubectl on this cluster and no other, without the user's cache and settings.
k() {
    env -u KUBECONFIG HOME="$RUN/tmp" "$KUBECTL" --kubeconfig "$RUN/kubeconfig" "$@"
}
