# Sourced by deb.sh and portable.sh:
#
#   desktop_files PREFIX      the desktop entry, the metainfo, the type of .hlviz files and all icons, under PREFIX/share
desktop_files() {
    share=$1/share
    mkdir -p "$share/applications" "$share/metainfo" "$share/mime/packages" "$share/icons"
    cp packaging/linux/hlviz.desktop "$share/applications/hlviz.desktop"
    cp packaging/linux/mime.xml "$share/mime/packages/hlviz.xml"
    cp -R build/icons/hicolor "$share/icons/"
    sed -e "s/@VERSION@/$VERSION/" -e "s/@DATE@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" packaging/linux/metainfo.xml.in \
        >"$share/metainfo/io.github.hlviz.hlviz.metainfo.xml"
}
