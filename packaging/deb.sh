#!/bin/sh
# Makes the package for Debian and what comes of it: sh packaging/deb.sh, into build/hlviz_VERSION_ARCH.deb.
# The same commit, on the same release of Debian, gives the same bytes. `sh packaging/check_frozen.sh` looks whether it is any good.
. "$(dirname -- "$0")/freeze.sh"
. "$(dirname -- "$0")/linux/desktop_files.sh"
# Debian wants an address; one that ends so can never be anybody's, and says so
MAINTAINER='The hlviz developers <developers@hlviz.invalid>'
setup_freezer
freeze frozen-deb HLVIZ_SYSTEM_LIBRARIES=1

ARCH=$(dpkg --print-architecture)
package=build/hlviz_${VERSION}_$ARCH.deb
tree=build/deb
rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib" "$tree/usr/share/doc/hlviz" "$tree/usr/share/man/man1" \
    "$tree/usr/share/lintian/overrides"
cp -R build/frozen-deb/hlviz "$tree/usr/lib/hlviz"
ln -s ../lib/hlviz/hlviz "$tree/usr/bin/hlviz"
desktop_files "$tree/usr"
"$PY" packaging/manpage.py | gzip -9n >"$tree/usr/share/man/man1/hlviz.1.gz"
"$PY" packaging/licences.py "$tree/usr/lib/hlviz" "$tree/usr/share/doc/hlviz/copyright"
mv "$tree/usr/lib/hlviz/licences" "$tree/usr/share/doc/hlviz/licences"
rm "$tree/usr/share/doc/hlviz/licences/GPL-3.txt" "$tree/usr/share/doc/hlviz/licences/LGPL-3.txt"
gzip -9nc CHANGELOG.md >"$tree/usr/share/doc/hlviz/NEWS.gz"
printf 'hlviz (%s) unstable; urgency=medium\n\n  * What changed is told in NEWS.gz, beside this file.\n\n -- %s  %s\n' \
    "$VERSION" "$MAINTAINER" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$tree/usr/share/doc/hlviz/changelog.gz"
cp packaging/linux/lintian-overrides "$tree/usr/share/lintian/overrides/hlviz"

# what the files need of the system, by this release's names; then also by those that later releases have
asked=$(mktemp -d)
mkdir "$asked/debian"
printf 'Source: hlviz\n\nPackage: hlviz\nArchitecture: any\n' >"$asked/debian/control"
depends=$(cd "$asked" && find "$ROOT/$tree/usr/lib/hlviz" -type f \( -name '*.so*' -o -name hlviz \) -print0 | sort -z |
    xargs -0 dpkg-shlibdeps -O --ignore-missing-info "-l$ROOT/$tree/usr/lib/hlviz/_internal" \
        $(find "$ROOT/$tree/usr/lib/hlviz/_internal" -name '*.libs' -o -path '*Qt/lib' -type d | sort | sed 's/^/-l/') \
        2>"$ROOT/build/shlibdeps.log" |
    sed -n 's/^shlibs:Depends=//p' | sed -E 's/(libglib2\.0-0)( \([^)]*\))?/\1t64 | \1\2/g')
rm -rf "$asked"
[ -n "$depends" ] || { cat build/shlibdeps.log >&2; exit 1; }

tidy "$tree"
size=$(find "$tree/usr" -type f -printf '%s\n' | awk '{ kb += int(($1 + 1023) / 1024) } END { print kb }')
cat >"$tree/DEBIAN/control" <<EOF
Package: hlviz
Version: $VERSION
Architecture: $ARCH
Maintainer: $MAINTAINER
Installed-Size: $size
Section: education
Priority: optional
Depends: $depends
Recommends: hicolor-icon-theme, shared-mime-info, desktop-file-utils
Description: see what hidden layers do while a neural network learns
 Drag hidden layers and neurons into a neural network, press Play, and watch
 activations, weights and loss move while it learns. Every neuron shows what it
 makes of its input; a timeline shows any moment of the training again.
 .
 For learners, for teachers, and for everyone with data of their own. It trains
 and draws from the command line, too, and talks to no network.
EOF
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
tidy "$tree"
rm -rf build/hlviz_*.deb build/deb.parts
# dpkg-deb looks whether all is in order and puts the names in theirs; it knows no filters for programs, so packing comes after it
mkdir build/deb.parts
dpkg-deb --root-owner-group -Znone --build "$tree" build/deb.parts/plain.deb >/dev/null
(cd build/deb.parts && ar x plain.deb && pack <data.tar >data.tar.xz && pack <control.tar >control.tar.xz &&
    ar rcD "$ROOT/$package" debian-binary control.tar.xz data.tar.xz)
rm -rf build/deb.parts
say "$package: $(stat -c %s "$package" | awk '{ printf "%.1f MB", $1 / 1e6 }'), $((size / 1024)) MB installed"
sha256sum "$package"
