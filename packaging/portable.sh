#!/bin/sh
# Makes hlviz for Linux without installing: sh packaging/portable.sh, into build/hlviz-VERSION-linux-ARCH.tar.xz, a folder that runs
# where it is unpacked, and build/hlviz.AppDir, of which appimagetool makes an AppImage (its runtime is on no package registry).
. "$(dirname -- "$0")/freeze.sh"
. "$(dirname -- "$0")/linux/desktop_files.sh"
setup_freezer
freeze frozen-portable

ARCH=$(uname -m)
name=hlviz-$VERSION-linux-$ARCH
tree=build/portable
rm -rf "$tree"
mkdir -p "$tree"
cp -R build/frozen-portable/hlviz "$tree/$name"
desktop_files "$tree/$name"
cp CHANGELOG.md "$tree/$name/"
cat >"$tree/$name/README.txt" <<EOF
hlviz $VERSION for Linux ($ARCH)

Start it with ./hlviz. It needs nothing installed but the drivers of the screen, libegl1 and libgl1, which every desktop has
(Debian, Ubuntu: sudo apt-get install libegl1 libgl1), and a C library of version 2.35 or later: Debian 12, Ubuntu 22.04 and what
came after them.

To have it in your menu, and .hlviz files opened by it, with a link to ./hlviz in a folder of your PATH, such as ~/.local/bin:

    ln -s "\$PWD/hlviz" ~/.local/bin/hlviz
    mkdir -p ~/.local/share && cp -R share/. ~/.local/share/
    update-mime-database ~/.local/share/mime && update-desktop-database ~/.local/share/applications

Licences are in the folder licences.
EOF
tidy "$tree"
tar -C "$tree" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=gnu -cf - "$name" |
    pack >"build/$name.tar.xz"
say "build/$name.tar.xz: $(stat -c %s "build/$name.tar.xz" | awk '{ printf "%.1f MB", $1 / 1e6 }')"
sha256sum "build/$name.tar.xz"

app=build/hlviz.AppDir
rm -rf "$app"
mkdir -p "$app/usr/bin" "$app/usr/lib"
cp -R build/frozen-portable/hlviz "$app/usr/lib/hlviz"
ln -s ../lib/hlviz/hlviz "$app/usr/bin/hlviz"
desktop_files "$app/usr"
ln -s usr/bin/hlviz "$app/AppRun"
cp "$app/usr/share/applications/hlviz.desktop" "$app/hlviz.desktop"
cp "$app/usr/share/icons/hicolor/256x256/apps/hlviz.png" "$app/hlviz.png"
ln -s hlviz.png "$app/.DirIcon"
tidy "$app"
"$app/AppRun" --version
