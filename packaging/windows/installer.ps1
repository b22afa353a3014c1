# Makes build\hlviz-VERSION-windows-x86_64-setup.exe on Windows: powershell -File packaging\windows\installer.ps1
#
# Untried: it was written where there is no Windows. The compiled path needs the package ziglang or a C compiler in PATH.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot "..\..")
$py = if ($env:HLVIZ_PYTHON) { $env:HLVIZ_PYTHON } else { ".venv\Scripts\python.exe" }
function Run { & $args[0] $args[1..($args.Length - 1)]; if ($LASTEXITCODE -ne 0) { throw "$args ended with $LASTEXITCODE" } }

$version = & $py -c "import hlviz; print(hlviz.__version__)"
$env:PYTHONHASHSEED = "1"
$env:PYINSTALLER_ZLIB_COMPRESSION_LEVEL = "0" # the installer compresses it better
$env:SOURCE_DATE_EPOCH = git log -1 --format=%ct
Run $py hatch_build.py
Run $py packaging\icons.py build\icons
Run $py -m PyInstaller --noconfirm --log-level WARN --distpath build\frozen-windows --workpath build\frozen-windows.work packaging\hlviz.spec
Run $py packaging\licences.py build\frozen-windows\hlviz
Run build\frozen-windows\hlviz\hlviz.exe train --preset circle --epochs 20
Run build\frozen-windows\hlviz\hlviz.exe picture --preset circle --epochs 5 --out build\circle.png
$makensis = (Get-Command makensis -ErrorAction SilentlyContinue).Source
if (-not $makensis) { $makensis = "${env:ProgramFiles(x86)}\NSIS\makensis.exe" }
$out = "$PWD\build\hlviz-$version-windows-x86_64-setup.exe"
Run $makensis /V2 "/DVERSION=$version" "/DFOLDER=$PWD\build\frozen-windows\hlviz" "/DICONS=$PWD\build\icons" "/DOUT=$out" packaging\windows\hlviz.nsi
Get-FileHash -Algorithm SHA256 $out
