BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Port 80:8080 -Wait
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'New-Canary' {
    It 'shows every object with -WhatIf and makes none' {
        New-Canary web shop/web:v2.0 -Weight 10 -WhatIf
        Get-TestObject deployment web-canary $namespace | Should -BeNullOrEmpty
        Get-TestObject virtualservice web $namespace | Should -BeNullOrEmpty
        Get-TestObject destinationrule web $namespace | Should -BeNullOrEmpty
    }

    It 'takes back a canary that cannot start, and says why' {
        { New-Canary web shop/nowhere:v9 -Wait -ErrorAction Stop } |
            Should -Throw -ErrorId 'ImagePullFailed,MicroK8s.Commands.Traffic.NewCanaryCommand'
        Get-TestObject deployment web-canary $namespace | Should -BeNullOrEmpty
        Get-TestObject virtualservice web $namespace | Should -BeNullOrEmpty
    }

    It 'gives a ready canary its share, which Set-CanaryWeight then changes' {
        $split = New-Canary web shop/web:v2.0 -Weight 10
        $split.CanaryWeight | Should -Be 10
        $split.StableSubset | Should -Be 'stable'
        (Get-TestObject deployment web-canary $namespace).status.availableReplicas | Should -Be 1
        Set-CanaryWeight web 50
        (Get-CanaryWeight web).CanaryWeight | Should -Be 50
    }

    It 'refuses a second canary' {
        { New-Canary web shop/web:v2.0 -ErrorAction Stop } |
            Should -Throw -ErrorId 'AlreadyExists,MicroK8s.Commands.Traffic.NewCanaryCommand'
    }

    It 'refuses a service that is not there' {
        { New-Canary nothing shop/web:v2.0 -ErrorAction Stop } |
            Should -Throw -ErrorId 'ResourceNotFound,MicroK8s.Commands.Traffic.NewCanaryCommand'
    }

    It 'refuses a Deployment that would select the canary''s pods too' {
        $null = Invoke-TestKubectl create deployment plain --image=shop/web:v1.0 --namespace $namespace
        $null = Invoke-TestKubectl expose deployment plain --port=80 --namespace $namespace
        { New-Canary plain shop/web:v2.0 -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidSpec,MicroK8s.Commands.Traffic.NewCanaryCommand'
        Get-TestObject virtualservice plain $namespace | Should -BeNullOrEmpty
    }
}
