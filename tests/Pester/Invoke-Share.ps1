#Requires -Version 7.4
# Runs the test files named, in this process. The results: "passed failed skipped" on the first line, then a line
# "seconds<tab>name" for every test.
param(
    [string] $Pester,
    [string] $ResultsPath,
    [string] $RenderMode,
    [Parameter(ValueFromRemainingArguments)] [string[]] $Path
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = $RenderMode
$result = Invoke-Pester -Configuration $configuration

# A file or block that cannot even start counts as a failure, else it would vanish from the counts.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
$times = foreach ($test in $result.Tests) {
    "$($test.Duration.TotalSeconds.ToString('0.000', [cultureinfo]::InvariantCulture))`t$($test.ExpandedPath)"
}
$skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
Set-Content $ResultsPath (@("$($result.PassedCount) $failed $skipped") + $times)
