#Requires -Version 7.4
# Runs those of the test files that no other process has begun, in this process. The results: "passed failed skipped" on
# the first line, then a line "seconds<tab>name" for every test.
param(
    [string] $Pester,
    [string] $ResultsPath,
    [string] $Begun,
    [string] $RenderMode,
    [Parameter(ValueFromRemainingArguments)] [string[]] $Path
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$passed = $failed = $skipped = 0
$times = foreach ($file in $Path) {
    # Only one process can make it.
    if (-not (New-Item (Join-Path $Begun (Split-Path $file -Leaf)) -ErrorAction Ignore)) { continue }
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $file
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $configuration.Output.RenderMode = $RenderMode
    $result = Invoke-Pester -Configuration $configuration

    # A file or block that cannot even start counts as a failure, else it would vanish from the counts.
    $passed += $result.PassedCount
    $failed += $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    $skipped += $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
    foreach ($test in $result.Tests) {
        "$($test.Duration.TotalSeconds.ToString('0.000', [cultureinfo]::InvariantCulture))`t$($test.ExpandedPath)"
    }
}

Set-Content $ResultsPath (@("$passed $failed $skipped") + $times)
