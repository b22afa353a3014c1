"""How the disk image looks: dmgbuild -s packaging/macos/dmg.py -D app=build/frozen-macos/hlviz.app hlviz OUT.dmg"""

import os.path

application = defines.get("app", "build/frozen-macos/hlviz.app")  # noqa: F821 - dmgbuild gives it
format = "ULFO"  # noqa: A001 - dmgbuild's own names
filesystem = "APFS"
files = [application]
symlinks = {"Applications": "/Applications"}
icon = "build/icons/hlviz.icns"
icon_locations = {os.path.basename(application): (140, 150), "Applications": (400, 150)}
window_rect = ((200, 200), (540, 330))
icon_size = 112
text_size = 13
