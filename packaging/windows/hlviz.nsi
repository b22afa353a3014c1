; The installer for Windows: makensis -DVERSION=… -DFOLDER=… -DICONS=… -DOUT=… packaging/windows/hlviz.nsi
; FOLDER is what PyInstaller made, ICONS what packaging/icons.py drew. For the person who runs it alone: no administrator is asked.
Unicode true
!ifndef TARGET
  !define TARGET amd64-unicode
!endif
Target ${TARGET}
SetCompressor /SOLID lzma
ManifestDPIAware true
!include "MUI2.nsh"
!include "FileFunc.nsh"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\hlviz"
!define CLASSES "Software\Classes"
Name "hlviz"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\hlviz"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "hlviz"
VIAddVersionKey "FileDescription" "hlviz setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The hlviz developers, MIT licence"
!define MUI_ICON "${ICONS}\hlviz.ico"
!define MUI_UNICON "${ICONS}\hlviz.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\hlviz-window.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

Section
  ; what an older version left would be loaded along with the new
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*"
  File "${ICONS}\document.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\hlviz.lnk" "$INSTDIR\hlviz-window.exe"
  WriteRegStr HKCU "${CLASSES}\.hlviz\OpenWithProgids" "hlviz.project" ""
  WriteRegStr HKCU "${CLASSES}\.hlviz" "" "hlviz.project"
  WriteRegStr HKCU "${CLASSES}\hlviz.project" "" "hlviz project"
  WriteRegStr HKCU "${CLASSES}\hlviz.project\DefaultIcon" "" "$INSTDIR\document.ico"
  WriteRegStr HKCU "${CLASSES}\hlviz.project\shell\open\command" "" '"$INSTDIR\hlviz-window.exe" "%1"'
  WriteRegStr HKCU "${KEY}" "DisplayName" "hlviz"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\hlviz-window.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The hlviz developers"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  ; by name, never the whole folder: a person may have chosen one that holds more
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\hlviz.exe"
  Delete "$INSTDIR\hlviz-window.exe"
  Delete "$INSTDIR\document.ico"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\hlviz.lnk"
  DeleteRegKey HKCU "${CLASSES}\hlviz.project"
  DeleteRegValue HKCU "${CLASSES}\.hlviz\OpenWithProgids" "hlviz.project"
  ReadRegStr $0 HKCU "${CLASSES}\.hlviz" ""
  StrCmp $0 "hlviz.project" 0 +2
  DeleteRegKey HKCU "${CLASSES}\.hlviz"
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
