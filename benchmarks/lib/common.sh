# shellcheck shell=bash disable=SC2034  # the variables are for those who source this
# What every benchmark on a cluster begins with: the cluster, the module that is built, the PowerShell and the kubectl.

KUBECONFIG=${MICROK8S_TEST_KUBECONFIG:-$(tests/cluster/status --kubeconfig)}

# What kubectl remembers of the cluster: tests of broken APIs leave things in the usual place that slow each call.
export KUBECONFIG KUBECACHEDIR=$PWD/out/kubectl
KUBECTL=$(command -v kubectl || echo "${XDG_CACHE_HOME:-$HOME/.cache}/microk8s-powershell/kubectl/kubectl")

MODULE=$PWD/out/MicroK8s/MicroK8s.psd1
[[ -f $MODULE ]] || { echo "build first: ./build.sh build" >&2 && exit 1; }
# shellcheck disable=SC2016  # PowerShell expands it
POWERSHELL=$(tests/pwsh -NoProfile -Command '"PowerShell $($PSVersionTable.PSVersion) in $PSHOME"')

# Makes a namespace in which pods can run: they are refused until its default service account is there.
create_namespace() {
    local try
    "$KUBECTL" create namespace "$1" >/dev/null
    for ((try = 0; try < 600; try++)); do
        "$KUBECTL" get serviceaccount default --namespace "$1" >/dev/null 2>&1 && return
        sleep 0.1
    done
    echo "namespace $1 has no default service account" >&2 && exit 1
}
