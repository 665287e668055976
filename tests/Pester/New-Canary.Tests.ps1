BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Canary.ps1
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

Describe 'New-Canary with <_>' -ForEach 'GatewayApi', 'IngressNginx', 'ReplicaRatio' {
    BeforeAll {
        $name = $_.ToLowerInvariant()
        New-TestService $name $_ $namespace -Replicas 3
        $before = Get-TestState $name $namespace
    }

    It 'shows every object with -WhatIf and makes none' {
        New-Canary $name shop/web:v2.0 -Weight 33 -Provider $_ -WhatIf -WarningAction SilentlyContinue
        Get-TestState $name $namespace | Should -Be $before
    }

    It 'takes back a canary that cannot start, and what it changed' {
        { New-Canary $name shop/nowhere:v9 -Weight 33 -Provider $_ -ErrorAction Stop -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'ImagePullFailed,MicroK8s.Commands.Traffic.NewCanaryCommand'
        Get-TestState $name $namespace | Should -Be $before
    }

    It 'gives a ready canary its share' {
        $split = New-Canary $name shop/web:v2.0 -Weight 33 -Provider $_ -WarningAction SilentlyContinue
        $split.Provider | Should -Be $_
        $split.Weight | Should -Be 33
        $split.Canary | Should -Be "$name-canary"
        (Get-MicroService "$name-canary").Ready | Should -Be 1
    }
}

Describe 'New-Canary and providers' {
    BeforeAll { $null = New-MicroService plain2 shop/web:v1.0 -Port 80:8080 -Replicas 0 }

    It 'finds the HTTPRoute that leads to the service, and says who does not follow it' {
        New-TestService found GatewayApi $namespace
        New-Canary found shop/web:v2.0 -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike "Calls to found.$namespace.svc inside the cluster do not pass HTTPRoute*"
        (New-Canary found shop/web:v2.0 -WarningAction SilentlyContinue).Provider | Should -Be 'GatewayApi'
    }

    It 'needs a route of the Gateway API or of ingress-nginx to be there' -ForEach 'GatewayApi', 'IngressNginx' {
        { New-Canary plain2 shop/web:v2.0 -Provider $_ -ErrorAction Stop } |
            Should -Throw -ErrorId 'RouteNotFound,MicroK8s.Commands.Traffic.NewCanaryCommand'
    }

    It 'refuses a number of pods that it would ignore' -ForEach @(
        @{ Arguments = @{ Provider = 'Istio'; MaxReplicas = 10 } }
        @{ Arguments = @{ Provider = 'ReplicaRatio'; Replicas = 2 } }
    ) {
        { New-Canary plain2 shop/web:v2.0 @Arguments -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidSpec,MicroK8s.Commands.Traffic.NewCanaryCommand'
        Get-TestObject deployment plain2-canary $namespace | Should -BeNullOrEmpty
    }

    It 'refuses a provider that it does not know' {
        { New-Canary plain2 shop/web:v2.0 -Provider Linkerd } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
