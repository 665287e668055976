<#
.SYNOPSIS
    The life of a small shop: deployed, looked into, rolled forward, caught failing, rolled back, shifted, checked.
.DESCRIPTION
    Two services, as in the README: api-gateway with two replicas, user-service with three and both probes. Every line
    that is run is shown before its output, so that it can be typed by hand.
.PARAMETER Image
    The image of the first version. It must answer /health and /ready on the port.
.PARAMETER NextImage
    The image of the next version.
.PARAMETER BadImage
    An image that cannot be run; the default names a version that nobody built.
.PARAMETER Pace
    Seconds to wait before each line, for showing it to people.
.EXAMPLE
    ./examples/shop.ps1 -Context staging -Namespace sandbox -Image registry.example.com/user:1.0 -NextImage registry.example.com/user:2.0
#>
[CmdletBinding()]
param(
    [string] $KubeConfig,
    [string] $Context,
    [string] $Namespace = 'default',
    [string] $Image = 'shop/web:v1.0',
    [string] $NextImage = 'shop/web:v2.0',
    [string] $BadImage = ($Image -replace ':[^:/]+$', ':v0.0-not-built'),
    [int] $Port = 8080,
    [double] $Pace = 0
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' 'out' 'MicroK8s' 'MicroK8s.psd1')

function Show-Title([string] $Text) {
    Write-Host "`n== $Text"
}

# Shows a line as it would be typed, with the values of its variables, and runs it.
function Invoke-Line([scriptblock] $Line) {
    $shown = $ExecutionContext.InvokeCommand.ExpandString("$Line".Trim()) -replace '\r?\n\s*', "`n        "
    Write-Host "`nPS> $shown"
    Start-Sleep -Seconds $Pace
    & $Line | Out-Host
}

$where = [ordered]@{ Namespace = $Namespace }
if ($Context) { $where.Context = $Context }
if ($KubeConfig) { $where.KubeConfig = $KubeConfig }
Connect-Cluster @where | Out-Host

Show-Title 'Deploy two services and wait until they are ready'
Invoke-Line {
    New-MicroService api-gateway -Image $Image -Replicas 2 -Port 80:$Port -Request @{ cpu = '10m'; memory = '16Mi' } -Limit @{ cpu = '200m'; memory = '64Mi' } -Wait
}
Invoke-Line {
    New-MicroService user-service -Image $Image -Replicas 3 -Port $Port -LivenessProbe /health:$Port -ReadinessProbe /ready:$Port -Wait
}

Show-Title 'What runs, where, and what it says'
Invoke-Line { Get-MicroService }
Invoke-Line { Get-MicroServicePod user-service }
Invoke-Line { Resolve-MicroService user-service }
Invoke-Line { Get-MicroServiceLog user-service -Tail 3 }
try {
    Invoke-Line { 'from a pipeline' | Invoke-MicroServiceCommand user-service cat }
}
catch {
    if ($_.FullyQualifiedErrorId -notlike 'CommandFailed,*') { throw }
    Write-Host "This image holds no such program: $_"
}

Show-Title 'Roll out the next version: look first, then do it'
Invoke-Line { Set-MicroService user-service -Image $NextImage -Environment @{ LOG_LEVEL = 'debug' } -WhatIf }
Invoke-Line { Set-MicroService user-service -Image $NextImage -Environment @{ LOG_LEVEL = 'debug' } -Wait -PassThru }

Show-Title 'Roll out a bad version: the wait ends as soon as failure is certain, and says why'
try {
    Invoke-Line { Set-MicroService user-service -Image $BadImage -Wait }
    throw 'The bad version was not caught.'
}
catch {
    if (-not $_.TargetObject) { throw }
    Write-Host "$_" -ForegroundColor Red
    Write-Host "`nPS> `$Error[0].TargetObject"
    $_.TargetObject | Out-Host
}

Show-Title 'Roll back: the previous version never stopped serving'
Invoke-Line { Invoke-Rollback user-service }

Show-Title 'Both in one line: a bad version that goes back by itself'
try {
    Invoke-Line { Set-MicroService api-gateway -Image $BadImage -Wait -RollbackOnFailure }
    throw 'The bad version was not caught.'
}
catch {
    if (-not $_.TargetObject) { throw }
    Write-Host "$_" -ForegroundColor Red
}
Invoke-Line { Get-RolloutHistory user-service }
Invoke-Line { Compare-RolloutRevision user-service 1 3 }

Show-Title 'A canary: 10 percent of the traffic, then 50'
try {
    Invoke-Line { New-Canary user-service -Image $Image -Weight 10 -Wait }
    Invoke-Line { Set-CanaryWeight user-service -Weight 50 -PassThru }
    Invoke-Line { Get-CanaryWeight }
}
catch {
    if ($_.FullyQualifiedErrorId -notlike 'KindNotSupported,*') { throw }
    Write-Host "This cluster has no Istio: $_"
}

Show-Title 'The mesh for user-service: limits and a circuit breaker'
try {
    Invoke-Line { Set-TrafficPolicy user-service -MaxRequestsPerConnection 5 -ConsecutiveErrors 3 -OutlierInterval 10s -EjectionTime 30s -MaxEjectionPercent 50 }
    Invoke-Line { Get-TrafficPolicy user-service }
}
catch {
    if ($_.FullyQualifiedErrorId -notlike 'KindNotSupported,*') { throw }
    Write-Host "This cluster has no Istio: $_"
}

Show-Title 'Who may call user-service? First everyone, then api-gateway alone'
Invoke-Line { Get-MicroServiceAccess user-service }
Invoke-Line { Grant-MicroServiceAccess user-service -From api-gateway -Network -Force }
Invoke-Line { Get-MicroServiceAccess user-service }
Invoke-Line { Test-MicroServiceAccess user-service -From api-gateway }
Invoke-Line { Revoke-MicroServiceAccess user-service -From api-gateway -Force }

Show-Title 'Take the service away as YAML, and bring it back: nothing differs'
Invoke-Line { Export-MicroService user-service | Publish-MicroService }

Show-Title 'Which nodes carry it, and what does it use?'
Invoke-Line { Get-NodeStatus }
try {
    Invoke-Line { Get-PodUsage -FromKubelet }
}
catch {
    if ($_.FullyQualifiedErrorId -notlike 'AccessDenied,*') { throw }
    Write-Host "Kubelets may not be asked here: $_"
}

Show-Title 'What would a drain move, and what would block it?'
Invoke-Line { Get-NodeStatus | Select-Object -First 1 | Invoke-NodeDrain -Force -DeleteEmptyDirData -WhatIf }

Show-Title 'Is the cluster well? All of it, and as a page to keep'
Invoke-Line { Test-ClusterHealth -Namespace $Namespace }
$page = Join-Path ([IO.Path]::GetTempPath()) "shop-health-$PID.html"
Invoke-Line { Test-ClusterHealth -Namespace $Namespace | Export-ClusterHealthReport -Path $page -Force -PassThru }

Show-Title 'Try next'
Write-Host @"
  Import-Module ./out/MicroK8s/MicroK8s.psd1
  Connect-Cluster $(($where.Keys | ForEach-Object { "-$_ $($where.$_)" }) -join ' ')
  Get-MicroService -AllNamespaces
  Set-MicroService user-service -Image $NextImage -WhatIf
  Get-Help Set-CanaryWeight -Examples
  Get-Help about_MicroK8s
"@
