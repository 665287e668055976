BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Canary.ps1
    $namespace = New-TestNamespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Remove-Canary' {
    Context 'with <_>' -ForEach 'Istio', 'GatewayApi', 'IngressNginx', 'ReplicaRatio' {
        BeforeAll {
            $provider = $_
            $name = $_.ToLowerInvariant()
            New-TestService $name $_ $namespace
            $before = Get-TestState $name $namespace
            $null = New-Canary $name shop/web:v2.0 -Weight 50 -Provider $_ -WarningAction SilentlyContinue
        }

        It 'shows every step with -WhatIf and makes none' {
            $with = Get-TestState $name $namespace
            Remove-Canary $name -WhatIf
            Remove-Canary $name -Force -WhatIf
            Get-TestState $name $namespace | Should -Be $with
        }

        It 'leaves nothing behind, and the routes as they were' {
            Remove-Canary $name -WarningVariable warnings | Should -BeNullOrEmpty
            $warnings | Should -BeNullOrEmpty
            Get-TestState $name $namespace | Should -Be $before
            Get-TestCanaryPod $name $namespace | Should -BeNullOrEmpty
            (Get-CanaryWeight | Where-Object Name -EQ $name).Canary | Should -BeNullOrEmpty
        }

        It 'has no canary to remove after that' {
            { Remove-Canary $name -ErrorAction Stop } |
                Should -Throw -ErrorId 'ResourceNotFound,MicroK8s.Commands.Traffic.RemoveCanaryCommand'
        }
    }

    Context 'whatever the provider' {
        BeforeAll {
            New-TestService web GatewayApi $namespace
            $before = Get-TestState web $namespace
        }

        BeforeEach {
            if (-not (Get-TestObject deployment web-canary $namespace)) {
                $null = New-Canary web shop/web:v2.0 -WarningAction SilentlyContinue
            }
        }

        It 'completes the names of services with a canary' {
            $line = 'Remove-Canary -Name '
            (Get-TestCompletion $line).CompletionText | Should -Be 'web'
        }

        It 'asks by itself, and -Force answers' {
            $session = [powershell]::Create().AddScript('$ErrorActionPreference = "Stop"; Import-Module $args[0]; Remove-Canary web').
                AddArgument($module)
            try { { $session.Invoke() } | Should -Throw '*prompt*' } finally { $session.Dispose() }
            Get-TestObject deployment web-canary $namespace | Should -Not -BeNullOrEmpty
            Remove-Canary web -Force
            Get-TestState web $namespace | Should -Be $before
        }

        It 'takes what comes down the pipeline' -ForEach @(
            @{ What = 'a name'; Source = { 'web' } }
            @{ What = 'a service'; Source = { Get-MicroService web } }
            @{ What = 'a split'; Source = { Get-CanaryWeight web } }
        ) {
            & $Source | Remove-Canary
            Get-TestState web $namespace | Should -Be $before
        }

        It 'puts the route back when someone else has deleted the Deployment' {
            $null = Invoke-TestKubectl delete deployment web-canary --namespace $namespace
            Remove-Canary web
            Get-TestState web $namespace | Should -Be $before
        }

        It 'refuses a route that a controller owns, unless it is forced' {
            $null = Invoke-TestKubectl label httproute web kustomize.toolkit.fluxcd.io/name=apps --namespace $namespace
            { Remove-Canary web -Confirm:$false -ErrorAction Stop } |
                Should -Throw -ErrorId 'OwnedByController,MicroK8s.Commands.Traffic.RemoveCanaryCommand'
            Get-TestObject deployment web-canary $namespace | Should -Not -BeNullOrEmpty
            Remove-Canary web -Force
            $null = Invoke-TestKubectl label httproute web kustomize.toolkit.fluxcd.io/name- --namespace $namespace
            Get-TestState web $namespace | Should -Be $before
        }
    }

    It 'removes a canary that cannot start' {
        $null = New-MicroService broken shop/web:v1.0 -Port 80:8080 -Wait
        $null = New-Canary broken shop/web:v0.0-not-built -Provider Istio
        Wait-MicroService broken-canary -ErrorVariable cause -ErrorAction SilentlyContinue
        $cause.FullyQualifiedErrorId | Should -BeLike 'ImagePullFailed,*'
        Remove-Canary broken
        Get-TestObject deployment broken-canary $namespace | Should -BeNullOrEmpty
        Get-TestObject virtualservice broken $namespace | Should -BeNullOrEmpty
    }

    It 'removes a canary that others made only with -Force' {
        $null = New-MicroService api shop/web:v1.0 -Port 80:8080 -Wait
        $null = Invoke-TestKubectl create deployment api-canary --image shop/web:v2.0 --replicas 0 --namespace $namespace
        { Remove-Canary api -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'ProtectedObject,MicroK8s.Commands.Traffic.RemoveCanaryCommand'
        Remove-Canary api -Force
        Get-TestObject deployment api-canary $namespace | Should -BeNullOrEmpty
    }

    It 'refuses while no stable pod would serve' {
        $null = New-MicroService lone shop/web:v1.0 -Port 80:8080 -Wait
        $null = New-Canary lone shop/web:v2.0 -Provider Istio -Wait

        # The status of the Deployment still tells of the pod that goes.
        $null = Invoke-TestKubectl scale deployment lone --replicas 0 --namespace $namespace
        { Remove-Canary lone -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'SubsetNotReady,MicroK8s.Commands.Traffic.RemoveCanaryCommand'
        (Get-MicroService lone-canary).Ready | Should -Be 1
    }

    It 'refuses a namespace that is not there' {
        { Remove-Canary web -Namespace nowhere -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceNotFound,MicroK8s.Commands.Traffic.RemoveCanaryCommand'
    }
}
