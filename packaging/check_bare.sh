#!/bin/sh
# Installs hlviz on systems that have nothing and drives it there: sh packaging/check_bare.sh [SUITE...]   (bookworm and trixie unless given)
# As root, with debootstrap; HLVIZ_ROOTS names a folder of roots that were made before. build/hlviz_*.deb and, where it is there, build/hlviz-*-linux-*.tar.xz are what is looked at.
set -eu
ROOT=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT"
mirror=${HLVIZ_MIRROR:-}
[ $# -gt 0 ] || set -- bookworm trixie
deb=$(ls build/hlviz_*.deb)
folder=$(ls build/hlviz-*-linux-*.tar.xz 2>/dev/null || :)
root=
end() {
    [ -z "$root" ] || { umount "$root/proc" 2>/dev/null || :; rm -rf --one-file-system "$root"; }
}
trap end EXIT
trap 'exit 130' INT TERM

# files of a root, but for what a package manager keeps of its own
listed() { chroot "$root" find / -xdev \( -path /proc -o -path /tmp -o -path /run -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache -o -path /var/log -o -path /root \) -prune -o -print | sort; }
apt() { chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -y --no-install-recommends "$@" >>"$root/tmp/apt.log" 2>&1 || { tail -20 "$root/tmp/apt.log"; exit 1; }; }

for suite in "$@"; do
    printf '\n== %s\n' "$suite"
    root=$(mktemp -d)
    if [ -d "${HLVIZ_ROOTS:-}/$suite/bin" ]; then
        cp -a "$HLVIZ_ROOTS/$suite/." "$root/"
    else
        debootstrap --variant=minbase "$suite" "$root" $mirror >"build/$suite.log" 2>&1 || { tail "build/$suite.log"; exit 1; }
    fi
    mount -t proc proc "$root/proc"
    # the machine's own way to the packages, where it has one
    for file in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/*registry*; do [ ! -e "$file" ] || cp "$file" "$root/etc/apt/apt.conf.d/"; done
    cp /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || :
    mkdir "$root/tmp/packaging"
    cp packaging/check_frozen.sh packaging/with_display.sh "$root/tmp/packaging/"
    apt update

    if [ -n "$folder" ]; then
        apt install libegl1 libgl1 xz-utils
        mkdir "$root/tmp/portable"
        tar -C "$root/tmp/portable" --strip-components=1 -xf "$folder"
        chroot "$root" /tmp/portable/hlviz --version
        chroot "$root" /tmp/portable/hlviz picture --preset circle --epochs 20 --out /tmp/portable.png
        cp "$root/tmp/portable.png" "build/portable-$suite.png"
        echo "ok    the folder runs with libegl1 and libgl1 alone, and draws"
    fi
    apt install xvfb xauth openbox xdotool xdg-utils shared-mime-info desktop-file-utils libfile-mimeinfo-perl
    if [ -n "$folder" ]; then
        chroot "$root" sh /tmp/packaging/check_frozen.sh /tmp/portable/hlviz
        rm -rf "$root/tmp/portable"
    fi
    listed >"build/$suite-before"
    chroot "$root" dpkg-query -W -f '${Package}\n' | sort >"$root/tmp/had"
    cp "$deb" "$root/tmp/hlviz.deb"
    start=$(date +%s)
    apt install /tmp/hlviz.deb
    echo "ok    installed in $(($(date +%s) - start)) s with $(chroot "$root" dpkg-query -W -f '${Package}\n' | sort | comm -13 "$root/tmp/had" - | wc -l) packages"
    chroot "$root" dpkg -V hlviz
    chroot "$root" sh /tmp/packaging/check_frozen.sh hlviz
    new=$(chroot "$root" dpkg-query -W -f '${Package}\n' | sort | comm -13 "$root/tmp/had" -)
    apt purge $new
    listed >"build/$suite-after"
    left=$(comm -13 "build/$suite-before" "build/$suite-after" | grep -i hlviz || :)
    [ -z "$left" ] || { printf 'FAIL  left behind:\n%s\n' "$left"; exit 1; }
    echo "ok    purged without a trace"
    umount "$root/proc"
    rm -rf --one-file-system "$root"
    root=
done
printf '\nall good\n'
