"""What macOS is told of hlviz.app: its name, what it opens. Read by packaging/hlviz.spec."""

IDENTIFIER = "io.github.hlviz.hlviz"
TYPE = f"{IDENTIFIER}.project"


def information(version: str) -> dict[str, object]:
    """The app's Info.plist, but for what PyInstaller writes itself."""
    return {
        "CFBundleDisplayName": "hlviz",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.education",
        "LSMinimumSystemVersion": "13.0",  # Qt 6.11's own floor
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": "The hlviz developers, MIT licence",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "hlviz project",
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": "document.icns",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [TYPE],
            },
            {
                "CFBundleTypeName": "Table",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.comma-separated-values-text"],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": TYPE,
                "UTTypeDescription": "hlviz project",
                "UTTypeIconFile": "document.icns",
                "UTTypeConformsTo": ["public.data", "public.content"],
                "UTTypeTagSpecification": {"public.filename-extension": ["hlviz"]},
            }
        ],
    }
