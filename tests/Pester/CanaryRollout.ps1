#Requires -Version 7.4
# What the Pester files of Invoke-CanaryRollout share, after Cluster.ps1: two services, a fast rollout, what is expected
# of both.

$namespace = New-TestNamespace
foreach ($name in 'web', 'two') { $null = New-MicroService $name shop/web:v1.0 -Port 80:8080 -Replicas 2 -Wait }
$id = 'MicroK8s.Commands.Traffic.InvokeCanaryRolloutCommand'

# No mesh routes in the test cluster; pods share the traffic of a Service.
$fast = @{ Provider = 'ReplicaRatio'; StepDuration = '1s'; Interval = '1s'; Steps = 50, 100 }

function Get-Image([string] $Name = 'web') {
    (Get-TestObject deployment $Name $namespace).spec.template.spec.containers[0].image
}

# Nothing of a canary is left, and stable has its pods.
function Assert-NoCanary([string[]] $Name = @('web', 'two')) {
    foreach ($one in $Name) {
        Get-TestObject deployment "$one-canary" $namespace | Should -BeNullOrEmpty
        (Get-TestObject deployment $one $namespace).spec.replicas | Should -Be 2
    }
}

# The error id of a rollout that must fail; the records are in $records, the error in $fault.
function Invoke-Failing([scriptblock] $Rollout) {
    $ErrorActionPreference = 'Continue'
    $all = @(& $Rollout 2>&1)
    $script:records = $all.Where{ $_ -isnot [Management.Automation.ErrorRecord] }
    $script:fault = $all.Where{ $_ -is [Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -like "*,$id" }[-1]
    $fault.FullyQualifiedErrorId -replace ",$id"
}
