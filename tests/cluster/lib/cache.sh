# shellcheck shell=bash
# The cache outside the checkout: folders named after the checksum of what they are made from.

kubernetes_cache() {
    echo "$CACHE/kubernetes-$(checksum_of "$HERE/build" "$HERE/lib/go.sh" "$HERE/lib/versions.sh")"
}

images_cache() {
    echo "$CACHE/images-$(checksum_of "$HERE/images" "$HERE"/programs/*/*.go "$HERE/lib/go.sh" "$HERE/lib/versions.sh")"
}

prometheus_cache() {
    echo "$CACHE/prometheus-$(checksum_of "$HERE/prometheus")"
}

checksum_of() {
    cat "$@" | sha256sum | cut -c1-16
}

# make_work_folder NAME: for something in the making. What an interrupted one left is removed;
# there is only one at a time, see take_lock.
make_work_folder() {
    rm -rf "$CACHE/$1".??????
    mktemp -d "$CACHE/$1.XXXXXX"
}

# seal FROM TO: adds the sums and gives the folder its final name, so that a folder with that
# name is always whole.
seal() {
    (cd "$1" && sha256sum -- * >"$CACHE/sums.$$" && mv "$CACHE/sums.$$" SHA256SUMS)
    chmod 755 "$1"
    rm -rf "$2"
    mv "$1" "$2"
}

# is_sealed FOLDER: there, and every file as it was when it was made.
is_sealed() {
    [[ -f $1/SHA256SUMS ]] && (cd "$1" && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1)
}
