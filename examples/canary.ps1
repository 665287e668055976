<#
.SYNOPSIS
    Two rollouts by canary: one that is promoted, and one that its gate takes back.
.DESCRIPTION
    Makes the microservice canary-demo, rolls the next version out to it step by step with a script as the gate, then
    tries another rollout whose gate fails at the second step, and removes everything again. It needs no mesh: the share
    is that of the pods. Every line that is run is shown before its output, so that it can be typed by hand.
.PARAMETER Image
    The image of the first version. It must serve on the port.
.PARAMETER NextImage
    The image of the next version.
.PARAMETER StepDuration
    How long each step lasts at least. Real rollouts take minutes.
.EXAMPLE
    ./examples/canary.ps1 -Context staging -Namespace sandbox -Image registry.example.com/user:1.0 -NextImage registry.example.com/user:2.0
#>
[CmdletBinding()]
param(
    [string] $KubeConfig,
    [string] $Context,
    [string] $Namespace = 'default',
    [string] $Image = 'shop/web:v1.0',
    [string] $NextImage = 'shop/web:v2.0',
    [int] $Port = 8080,
    [string] $StepDuration = '5s'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' 'out' 'MicroK8s' 'MicroK8s.psd1')

function Show-Title([string] $Text) {
    Write-Host "`n== $Text"
}

# Shows a line as it would be typed, with the values of its variables, and runs it.
function Invoke-Line([scriptblock] $Line) {
    $braced = "$Line".Trim() -replace '\$(isReady|noMoreThan30)', '{$$$1}'
    $shown = $ExecutionContext.InvokeCommand.ExpandString($braced) -replace '\r?\n\s*', "`n        "
    Write-Host "`nPS> $shown"
    & $Line | Out-Host
}

$where = [ordered]@{ Namespace = $Namespace }
if ($Context) { $where.Context = $Context }
if ($KubeConfig) { $where.KubeConfig = $KubeConfig }
Connect-Cluster @where | Out-Host

# A gate gets Name, Namespace, Step, Weight, Started and Context. Ask whatever you trust: a smoke test, a query.
$isReady = { param($step) @(Get-MicroServicePod "$($step.Name)-canary").Where{ $_.Ready -eq $_.Total }.Count -gt 0 }
$noMoreThan30 = { param($step) $step.Weight -le 30 }

$made = $false
try {
    Show-Title 'A microservice with four pods'
    Invoke-Line { New-MicroService canary-demo -Image $Image -Replicas 4 -Port 80:$Port -Wait }
    $made = $true

    Show-Title 'What a rollout by canary would do'
    Invoke-Line { Invoke-CanaryRollout canary-demo $NextImage -Steps 25, 50, 100 -Provider ReplicaRatio -WhatIf }

    Show-Title 'A good canary: every step passes, and it is promoted'
    Invoke-Line {
        Invoke-CanaryRollout canary-demo $NextImage -Steps 25, 50, 100 -StepDuration $StepDuration -Provider ReplicaRatio -Gate $isReady
    }

    Show-Title 'A bad canary: the gate fails at the second step, and everything goes back'
    try {
        Invoke-Line {
            Invoke-CanaryRollout canary-demo $Image -Steps 25, 50, 100 -StepDuration $StepDuration -Provider ReplicaRatio -Gate $noMoreThan30
        }
        throw 'The bad canary was not caught.'
    }
    catch {
        if ($_.FullyQualifiedErrorId -notlike 'GateFailed,*') { throw }
        Write-Host "$_" -ForegroundColor Red
    }

    Show-Title 'The version before never stopped serving'
    Invoke-Line { Get-MicroService canary-demo* }
}
finally {
    if ($made) {
        Show-Title 'Clean up'
        Invoke-Line { Remove-MicroService canary-demo -Confirm:0 }
    }
}
