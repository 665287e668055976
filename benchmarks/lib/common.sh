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
