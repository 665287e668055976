# shellcheck shell=bash
# What the cluster is made of. Part of the cache's key: a change here builds anew.

export KUBERNETES_VERSION=v1.20.2
# Debian's source package; any Debian revision of it will do, the upstream tree is checked.
export KUBERNETES_SOURCE=1.20.5+really1.20.2
export KUBERNETES_TREE_SHA256=b83c0780efb182d928dc63d46488a847f161f04e40a94b96bf5247dd671ecdfc
export GO_VERSION=1.19
# The vendored 1.0.1 crashes the API server under Go 1.18+ at the first custom resource.
export REFLECT2_VERSION=1.0.2

# The pods' images: see images.
export IMAGE_VERSIONS="v1.0 v1.1 v2.0"
export PAUSE_IMAGE=docker.io/shop/pause:v1.0

RUN_PACKAGES=(etcd-server containerd runc containernetworking-plugins iptables
    conntrack iproute2 openssl)
BUILD_PACKAGES=(golang-1.19-go golang-github-modern-go-reflect2-dev dpkg-dev xz-utils)
IMAGE_PACKAGES=(golang-1.19-go busybox-static)
export RUN_PACKAGES BUILD_PACKAGES IMAGE_PACKAGES
