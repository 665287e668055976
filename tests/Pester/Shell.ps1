#Requires -Version 7.4
# Runs this very PowerShell in a new process, with the arguments given. The .NET tool is a dll that dotnet runs.
function Invoke-Shell {
    $path = [Environment]::ProcessPath
    $program = (Split-Path $path -LeafBase) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()
    & $path @program -NoProfile -NonInteractive @args
}
