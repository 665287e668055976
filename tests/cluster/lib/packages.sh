# shellcheck shell=bash
# Debian packages: install what is missing, fetch a package or a source package.

POLICY=/usr/sbin/policy-rc.d

is_installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# install_packages NAME...: only what is missing, and none of the packages' own services starts.
install_packages() {
    local name missing=() log=$CACHE/logs/apt.log
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    ((${#missing[@]})) || return 0
    step "installing ${missing[*]}"
    ((EUID == 0)) || fail "not root; please run: apt-get install ${missing[*]}"
    mkdir -p "$CACHE/logs"
    forbid_services
    apt_install "${missing[@]}" >"$log" 2>&1 ||
        { apt-get update -q && apt_install "${missing[@]}"; } >>"$log" 2>&1 ||
        fail "apt-get install ${missing[*]}" "$log"
    allow_services
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@"
}

# Debian asks this file before it starts a service. One that is there already is not ours to change.
forbid_services() {
    [[ ! -e $POLICY ]] || return 0
    printf '#!/bin/sh\n# Made by microk8s-powershell for one apt-get.\nexit 101\n' >"$POLICY"
    chmod +x "$POLICY"
    at_exit allow_services
}

allow_services() {
    if grep -qs 'Made by microk8s-powershell' "$POLICY"; then
        rm -f "$POLICY"
    fi
}

# fetch_package NAME FOLDER: downloads the package alone, without what it depends on, and installs nothing.
fetch_package() {
    mkdir -p "$2"
    (cd "$2" && { apt_download "$1" || { apt-get update -q && apt_download "$1"; }; })
}

apt_download() {
    apt-get download -q -o APT::Sandbox::User=root "$1"
}

# private_apt FOLDER: an apt configuration of our own that knows source packages, from the mirrors
# that this system itself uses. Only those of its own release: others may have no sources at all.
private_apt() {
    local folder=$1 release file
    # shellcheck disable=SC1091
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")
    mkdir -p "$folder/lists/partial" "$folder/parts"
    for file in /etc/apt/sources.list.d/*.sources; do
        [[ -e $file ]] || continue
        awk -v RS= -v ORS='\n\n' -v release="$release" '
            /(^|\n)Enabled: *no/ { next }
            $0 ~ "(^|\n)Suites:[^\n]*" release { gsub(/(^|\n)Types:[^\n]*/, "\nTypes: deb-src"); print }
        ' "$file" >"$folder/parts/${file##*/}"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [[ -e $file ]] || continue
        sed -n "/^deb .*$release/s/^deb /deb-src /p" "$file" >"$folder/parts/$(basename "$file" .list).list"
    done
    cat >"$folder/apt.conf" <<EOF
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$folder/parts";
Dir::State::lists "$folder/lists";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root";
Acquire::Languages "none";
EOF
}

# fetch_source PACKAGE VERSION FOLDER: downloads the newest Debian revision of that version.
fetch_source() {
    local package=$1 version=$2 folder=$3 found
    private_apt "$folder/apt"
    export APT_CONFIG=$folder/apt/apt.conf
    apt-get update -q || echo "apt-get update failed; going on with what it got"
    found=$(apt-cache showsrc "$package" | sed -n 's/^Version: //p' | grep -F "$version-" | sort -V | tail -n 1)
    [[ -n $found ]] || { echo "no source package $package $version in this system's apt sources"; return 1; }
    (cd "$folder" && apt-get source -q --download-only "$package=$found")
    unset APT_CONFIG
}
