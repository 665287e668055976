#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
# Runs all Pester tests; -CountsPath gets "passed failed skipped" for the caller. Fails if anything failed or was skipped.
param([string] $CountsPath)

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

# A file or block that cannot even start counts as a failure, else it would vanish from the counts.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
if ($CountsPath) {
    Set-Content -Path $CountsPath -Value "$($result.PassedCount) $failed $($result.SkippedCount + $result.NotRunCount)"
}
exit [int]($failed -gt 0 -or $result.SkippedCount -gt 0 -or $result.PassedCount -eq 0)
