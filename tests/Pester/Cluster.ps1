#Requires -Version 7.4
# What every Pester file of this folder starts with: `BeforeAll { . $PSScriptRoot/Cluster.ps1 }`. It imports the module
# that was built, and knows the one cluster that tests may write to.

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Shell.ps1

$module = $env:MICROK8S_MODULE
if (-not $module) { $module = Join-Path $PSScriptRoot '../../out/MicroK8s/MicroK8s.psd1' }
Import-Module $module -Force

if (-not $env:MICROK8S_TEST_KUBECONFIG) {
    throw 'MICROK8S_TEST_KUBECONFIG names no kubeconfig. Bring the test cluster up with tests/cluster/up, then: $env:MICROK8S_TEST_KUBECONFIG = tests/cluster/status --kubeconfig'
}

# Tests create and delete; a context that is not the test cluster's own must have been named.
$TestContext = $env:MICROK8S_TEST_CONTEXT ? $env:MICROK8S_TEST_CONTEXT : 'microk8s-test'
$TestKubeConfig = $env:MICROK8S_TEST_KUBECONFIG
if (-not (Get-Cluster -KubeConfig $TestKubeConfig).Where{ $_.Name -eq $TestContext }) {
    throw "The kubeconfig $TestKubeConfig has no context '$TestContext'. Another cluster is used only when MICROK8S_TEST_CONTEXT names its context."
}

# Nobody answers here; tests of the question ask in a session of their own.
$ConfirmPreference = 'None'

# kubectl arranges what the module has no cmdlets for, and looks behind those that it has.
function Invoke-TestKubectl {
    $kubectl = (Get-Command kubectl -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
    if (-not $kubectl) {
        $cache = $env:XDG_CACHE_HOME ? $env:XDG_CACHE_HOME : (Join-Path $HOME '.cache')
        $kubectl = Join-Path $cache 'microk8s-powershell/kubectl/kubectl'
    }
    # kubectl remembers for hours what a cluster serves; what tests of broken APIs leave there makes each later call ask
    # for all groups anew. So a run of all files has a folder of its own.
    $discovery = $env:MICROK8S_TEST_KUBECTL_CACHE ? @('--cache-dir', $env:MICROK8S_TEST_KUBECTL_CACHE) : @()
    $output = & $kubectl --kubeconfig $TestKubeConfig --context $TestContext @discovery @args 2>&1
    if ($LASTEXITCODE -ne 0) { throw "kubectl $args failed: $output" }
    $output
}

# An object of the cluster, or nothing if it does not exist.
function Get-TestObject {
    param([string] $Kind, [string] $Name, [string] $Namespace)
    $json = Invoke-TestKubectl get $Kind $Name --namespace $Namespace --ignore-not-found --output json
    if ($json) { $json | Out-String | ConvertFrom-Json }
}

# Creates objects from JSON or YAML text. They are not validated: for that kubectl loads the schemas of all kinds, which
# takes four times what the rest of it does.
function New-TestObject {
    param([string] $Manifest, [string] $Namespace)
    $file = New-TemporaryFile
    try {
        Set-Content -Path $file -Value $Manifest
        $null = Invoke-TestKubectl create --validate=false --namespace $Namespace --filename $file
    }
    finally {
        Remove-Item $file
    }
}

# Asks until it is so. The limit is far longer than a loaded machine needs: only a test that fails waits so long.
function Wait-TestCondition {
    param([scriptblock] $Condition)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalMinutes -gt 2) { throw "Not within two minutes: $Condition" }
        Start-Sleep -Milliseconds 100
    }
}

# A namespace of its own, as the default of the session. Its name is the output; Remove-TestNamespace ends it.
function New-TestNamespace {
    $name = 'pester-' + [guid]::NewGuid().ToString('n').Substring(0, 8)
    $null = Invoke-TestKubectl create namespace $name
    # Pods are refused until the service account of the namespace is there, which no kubectl can wait for from 1.20 on.
    Wait-TestCondition { Get-TestObject serviceaccount default $name }
    $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace $name
    $name
}

# What Tab offers at the end of a line. Nothing may mean that a busy machine used up the time that a completer has; then
# Tab is pressed again, as a user would.
function Get-TestCompletion {
    param([string] $Line)
    foreach ($try in 1..5) {
        $found = (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
        if ($found) { return $found }
    }
}

# What a watch tells, in a job with a limit: the first so many services that meet a condition.
function Watch-TestService {
    param([string] $Name = '*', [scriptblock] $Where = { $true }, [int] $First = 1, [int] $Seconds = 120)
    $condition = "$Where"
    $job = Start-ThreadJob {
        Import-Module $using:module
        $filter = [scriptblock]::Create($using:condition)
        Get-MicroService $using:Name -Watch | Where-Object $filter | Select-Object -First $using:First
    }
    try {
        if (-not ($job | Wait-Job -Timeout $Seconds)) { throw "The watch of $Name did not tell it in $Seconds s." }
        $job | Receive-Job
    }
    finally {
        $job | Remove-Job -Force
    }
}

function Remove-TestNamespace {
    param([string] $Name)
    $null = Invoke-TestKubectl delete namespace $Name --wait=false
    Disconnect-Cluster
}
