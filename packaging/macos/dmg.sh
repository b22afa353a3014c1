#!/bin/sh
# Makes build/hlviz-VERSION-macos-ARCH.dmg on a Mac: sh packaging/macos/dmg.sh
#
# Signed where HLVIZ_SIGN names an identity ("Developer ID Application: …") of the keychain, and notarised where HLVIZ_NOTARY names a
# profile that `xcrun notarytool store-credentials` has made. Without them macOS asks the person to allow it in its settings.
#
# Untried: it was written where there is no Mac.
set -eu
cd "$(dirname -- "$0")/../.."
py=${HLVIZ_PYTHON:-.venv/bin/python}
version=$("$py" -c 'import hlviz; print(hlviz.__version__)')
out=build/hlviz-$version-macos-$(uname -m).dmg
app=build/frozen-macos/hlviz.app

"$py" hatch_build.py
"$py" packaging/icons.py build/icons
rm -rf build/frozen-macos "$out"
"$py" -m PyInstaller --noconfirm --log-level WARN --distpath build/frozen-macos --workpath build/frozen-macos.work packaging/hlviz.spec
cp build/icons/document.icns "$app/Contents/Resources/"
"$py" packaging/licences.py build/frozen-macos/hlviz
cp -R build/frozen-macos/hlviz/licences "$app/Contents/Resources/licences"

if [ -n "${HLVIZ_SIGN:-}" ]; then
    # from the inside out: a signature covers those of what it holds
    find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
        xargs -0 -n 1 codesign --force --timestamp --options runtime --sign "$HLVIZ_SIGN"
    codesign --force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist --sign "$HLVIZ_SIGN" "$app"
    codesign --verify --deep --strict "$app"
else
    codesign --force --deep --sign - "$app" # Apple's processors run nothing without any
fi
"$app/Contents/MacOS/hlviz" train --preset xor --epochs 20
"$py" -m dmgbuild -s packaging/macos/dmg.py -D app="$app" hlviz "$out"
if [ -n "${HLVIZ_SIGN:-}" ]; then
    codesign --force --timestamp --sign "$HLVIZ_SIGN" "$out"
fi
if [ -n "${HLVIZ_NOTARY:-}" ]; then
    xcrun notarytool submit "$out" --keychain-profile "$HLVIZ_NOTARY" --wait
    xcrun stapler staple "$out"
fi
shasum -a 256 "$out"
