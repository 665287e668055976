#Requires -Version 7.4
<#
.SYNOPSIS
    Runs all Pester tests. Fails if anything failed or was skipped.
.DESCRIPTION
    In several processes at once, because most of the time goes into waiting for the cluster. Not in runspaces: the
    environment, $PSStyle and the connection, which tests change, belong to the process.
.PARAMETER Pester
    The manifest of Pester. By default that of the packages folder, where the build puts it, else what PowerShell finds.
.PARAMETER ResultsPath
    A file for the caller: "passed failed skipped", then a line "seconds<tab>name" for every test.
#>
param(
    [string] $Pester,
    [string] $ResultsPath,
    [int] $Processes = 6
)

$ErrorActionPreference = 'Stop'
if (-not $Pester) {
    $packages = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME .nuget packages)
    $found = @(Get-ChildItem (Join-Path $packages pester * tools Pester.psd1) -ErrorAction Ignore | ForEach-Object FullName) +
        @(Get-Module Pester -ListAvailable | Where-Object Version -GE 5.5 | ForEach-Object Path)
    if (-not $found) { throw 'Pester 5.5 or later is missing. Build first: the build downloads it.' }
    $Pester = $found[0]
}

# Short-lived shells: recompiling at a higher tier takes a quarter of their processor time and never pays off.
$env:DOTNET_TC_CallCounting = 0

# Each process takes the next file when it is done with one. Those that wait the longest are begun first, then the largest.
$longest = 'Invoke-CanaryRollout', 'Complete-Canary', 'CanaryRolloutOutcomes', 'Examples'
$files = @(Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1 | Sort-Object -Descending -Property @(
        { $longest -contains ($_.Name -replace '\.Tests\.ps1$') }, 'Length') | ForEach-Object FullName)
$mode = [Console]::IsOutputRedirected ? 'Plaintext' : 'Ansi'
$folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
$begun = New-Item -ItemType Directory (Join-Path $folder begun)
$env:MICROK8S_TEST_KUBECTL_CACHE = Join-Path $folder kubectl
try {
    1..$Processes | ForEach-Object -ThrottleLimit $Processes -Parallel {
        . $using:PSScriptRoot/Shell.ps1
        $files = $using:files
        Invoke-Shell -File $using:PSScriptRoot/Invoke-Share.ps1 $using:Pester $using:folder/$_ $using:begun $using:mode @files
    }
    $results = Get-ChildItem $folder -File | ForEach-Object { , @(Get-Content $_) }
    if ($results.Count -lt $Processes) { throw 'A part of the Pester tests left no results.' }
}
finally {
    # kubectl keeps hidden folders.
    Remove-Item $folder -Recurse -Force
}

$counts = foreach ($place in 0..2) { ($results | ForEach-Object { [int] $_[0].Split(' ')[$place] } | Measure-Object -Sum).Sum }
$times = $results | ForEach-Object { $_ | Select-Object -Skip 1 }
if ($ResultsPath) { Set-Content $ResultsPath (@("$counts") + $times) }
$passed, $failed, $skipped = $counts
"$passed passed, $failed failed, $skipped skipped"
exit [int]($failed -gt 0 -or $skipped -gt 0 -or $passed -eq 0)
