# Sourced by deb.sh and portable.sh:
#
#   desktop_files PREFIX      the desktop entry, the metainfo, the type of .hlviz files and all icons, under PREFIX/share
desktop_files() {
    share=$1/share
    mkdir -p "$share/applications" "$share/metainfo" "$share/mime/packages" "$share/icons"
    cp packaging/linux/hlviz.desktop "$share/applications/hlviz.desktop"
    cp packaging/linux/mime.xml "$share/mime/packages/hlviz.xml"
    cp -R build/icons/hicolor "$share/icons/"
    size=$("$PY" -c 'import struct, sys; print(*struct.unpack(">II", open("docs/window.png", "rb").read(24)[16:]))')
    sed -e "s/@VERSION@/$VERSION/" -e "s/@DATE@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" \
        -e "s/@WIDTH@/${size% *}/" -e "s/@HEIGHT@/${size#* }/" packaging/linux/metainfo.xml.in \
        >"$share/metainfo/io.github.hlviz.hlviz.metainfo.xml"
}
