BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Canary.ps1
    $namespace = New-TestNamespace
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: web}
spec:
  host: web
  subsets:
  - {name: stable, labels: {track: stable}}
  - {name: canary, labels: {track: canary}}
'@

    function Set-Route([string] $Stable, [string] $Canary) {
        $null = Invoke-TestKubectl delete virtualservice web --namespace $namespace --ignore-not-found
        New-TestObject -Namespace $namespace -Manifest @"
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: web}
spec:
  hosts: [web]
  http:
  - match: [{headers: {x-beta: {exact: 'yes'}}}]
    route:
    - destination: {host: web, subset: canary}
  - name: main
    timeout: 3s
    retries: {attempts: 2}
    headers: {request: {set: {x-version: '2'}}}
    route:
    - {destination: {host: web, subset: stable}, weight: $Stable}
    - {destination: {host: web, subset: canary}, weight: $Canary}
"@
    }

    function Get-Weight { (Get-TestObject virtualservice web $namespace).spec.http[1].route.weight }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Set-CanaryWeight' {
    BeforeEach { Set-Route 90 10 }

    It 'changes the two weights and leaves everything else' {
        $before = (Get-TestObject virtualservice web $namespace).spec
        Set-CanaryWeight web 50 -Force | Should -BeNullOrEmpty
        $after = (Get-TestObject virtualservice web $namespace).spec
        $after.http[1].route.weight | Should -Be 50, 50
        $before.http[1].route[0].weight = $before.http[1].route[1].weight = 50
        $after | ConvertTo-Json -Depth 20 | Should -Be ($before | ConvertTo-Json -Depth 20)
    }

    It 'emits the split on request' {
        (Set-CanaryWeight web 30 -Force -PassThru).CanaryWeight | Should -Be 30
    }

    It 'shows the change with -WhatIf and writes nothing' {
        Set-CanaryWeight web 50 -Force -WhatIf
        Get-Weight | Should -Be 90, 10
    }

    It 'refuses a subset without a ready pod' {
        { Set-CanaryWeight web 50 -ErrorAction Stop } |
            Should -Throw -ErrorId 'SubsetNotReady,MicroK8s.Commands.Traffic.SetCanaryWeightCommand'
        Get-Weight | Should -Be 90, 10
    }

    It 'refuses an unknown subset, service and route' -ForEach @(
        @{ Arguments = @{ Name = 'web'; Subset = 'blue' }; Id = 'SubsetNotFound' }
        @{ Arguments = @{ Name = 'nothing' }; Id = 'RouteNotFound' }
        @{ Arguments = @{ Name = 'web'; RouteName = 'nowhere' }; Id = 'RouteNotFound' }
        @{ Arguments = @{ Name = 'web'; RouteObject = 'nowhere' }; Id = 'RouteNotFound' }
        @{ Arguments = @{ Name = 'web'; VirtualService = 'nowhere' }; Id = 'RouteNotFound' }
        @{ Arguments = @{ Name = 'web'; Provider = 'GatewayApi' }; Id = 'RouteNotFound' }
        @{ Arguments = @{ Name = 'web'; MaxReplicas = 10 }; Id = 'InvalidSpec' }
    ) {
        { Set-CanaryWeight @Arguments -Weight 50 -ErrorAction Stop } |
            Should -Throw -ErrorId "$Id,MicroK8s.Commands.Traffic.SetCanaryWeightCommand"
    }

    It 'refuses an object of a GitOps manager, unless it is forced' {
        $null = Invoke-TestKubectl label virtualservice web kustomize.toolkit.fluxcd.io/name=apps --namespace $namespace
        { Set-CanaryWeight web 0 -ErrorAction Stop } |
            Should -Throw -ErrorId 'OwnedByController,MicroK8s.Commands.Traffic.SetCanaryWeightCommand'
        Set-CanaryWeight web 0 -Force -WarningAction SilentlyContinue
        Get-Weight | Should -Be 100, 0
    }

    It 'warns of a header match that still leads to the canary' {
        Set-CanaryWeight web 0 -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*route 0*header or cookie match*'
    }

    It 'sends requests with a header or cookie to the canary, copies others, and takes it all away again' {
        $before = (Get-TestObject virtualservice web $namespace).spec | ConvertTo-Json -Depth 20
        $split = Set-CanaryWeight web 10 -MatchHeader X-Team=red -MatchCookie beta=yes.1 -MirrorPercent 20 -Force -PassThru
        $split.MirrorPercent | Should -Be 20
        $http = (Get-TestObject virtualservice web $namespace).spec.http
        $http[1..2].name | Should -Be 'web-canary-match', 'main'
        $http[1].match[0].headers.'x-team'.exact | Should -Be red
        'a=b; beta=yes.1', 'beta=yes.1; c=d' | Should -Match $http[1].match[1].headers.cookie.regex
        'xbeta=yes.1', 'beta=yes11', 'beta=yes.12' | Should -Not -Match $http[1].match[1].headers.cookie.regex
        $http[1].route.destination.subset | Should -Be canary
        $http[1].timeout | Should -Be 3s
        $http[2].mirror.subset | Should -Be canary
        (Get-CanaryWeight web | Where-Object Route -EQ main).MirrorPercent | Should -Be 20

        Set-CanaryWeight web 10 -MatchHeader @() -MirrorPercent 0 -Force
        (Get-TestObject virtualservice web $namespace).spec | ConvertTo-Json -Depth 20 | Should -Be $before
    }

    It 'refuses <Arguments.Values>' -ForEach @(
        @{ Arguments = @{ MatchHeader = 'x-beta' }; Says = "-MatchHeader 'x-beta' must be NAME=VALUE*" }
        @{ Arguments = @{ MatchHeader = 'x beta=1' }; Says = "-MatchHeader 'x beta=1' must be NAME=VALUE*" }
        @{ Arguments = @{ MatchCookie = 'a=b;c' }; Says = "-MatchCookie 'a=b;c' contains a character*" }
    ) {
        { Set-CanaryWeight web 10 @Arguments -Force -ErrorAction Stop } | Should -Throw $Says
    }

    It 'takes what Get-CanaryWeight emits' {
        Get-CanaryWeight web | Where-Object Route -EQ main | Set-CanaryWeight -Weight 20 -Force
        Get-Weight | Should -Be 80, 20
    }
}

Describe 'Set-CanaryWeight with <_>' -ForEach 'GatewayApi', 'IngressNginx' {
    BeforeAll {
        $name = $_.ToLowerInvariant()
        New-TestService $name $_ $namespace
        $null = New-Canary $name shop/web:v2.0 -Weight 10 -Provider $_ -WarningAction SilentlyContinue
        $before = Get-TestState $name $namespace
    }

    It 'writes the weight and nothing else' {
        Set-CanaryWeight $name 30 -WhatIf
        Get-TestState $name $namespace | Should -Be $before
        $split = Set-CanaryWeight $name 30 -PassThru
        $split.Provider | Should -Be $_
        $split.Weight | Should -Be 30
        $split.Canary | Should -Be "$name-canary"
        $split.Destinations.Weight | Should -Be 70, 30
        Set-CanaryWeight $name 10
        Get-TestState $name $namespace | Should -Be $before
    }

    It 'sends requests with a header to the canary, and takes that away again' {
        $split = Set-CanaryWeight $name 10 -MatchHeader x-beta=yes -PassThru
        $split.HeaderMatchesCanary | Should -BeTrue
        Get-TestState $name $namespace | Should -Not -Be $before
        @(Get-CanaryWeight $name).Weight | Should -Be 10
        Set-CanaryWeight $name 10 -MatchHeader x-beta=yes -Verbose 4>&1 | Where-Object { $_ -like '*has these weights already*' } |
            Should -HaveCount 1
        Set-CanaryWeight $name 10 -MatchHeader @()
        Get-TestState $name $namespace | Should -Be $before
    }

    if ($_ -eq 'GatewayApi') {
        It 'copies all requests to the canary' {
            (Set-CanaryWeight $name 10 -MirrorPercent 100 -PassThru).MirrorPercent | Should -Be 100
            $rule = (Get-TestObject httproute $name $namespace).spec.rules[0]
            $rule.filters.requestMirror.backendRef.name | Should -Be "$name-canary"
            Set-CanaryWeight $name 10 -MirrorPercent 0
            Get-TestState $name $namespace | Should -Be $before
        }
    }

    It 'refuses what the provider cannot do' {
        { Set-CanaryWeight $name 10 -MatchCookie beta=yes -ErrorAction Stop } | Should -Throw "-MatchCookie 'beta=yes'*"
        { Set-CanaryWeight $name 10 -MirrorPercent 20 -ErrorAction Stop } | Should -Throw "-MirrorPercent '20'*"
        Get-TestState $name $namespace | Should -Be $before
    }

    It 'takes the traffic away from what Get-CanaryWeight emits' {
        Get-CanaryWeight $name | Where-Object Weight -gt 0 | Set-CanaryWeight -Weight 0
        (Get-CanaryWeight $name).Weight | Should -Be 0
    }
}

Describe 'Set-CanaryWeight with ReplicaRatio' {
    BeforeAll {
        New-TestService pods ReplicaRatio $namespace -Replicas 3
        $null = New-Canary pods shop/web:v2.0 -Provider ReplicaRatio
        function Get-Replicas { 'pods', 'pods-canary' | ForEach-Object { (Get-MicroService $_).Desired } }
    }

    It 'gives what whole pods come to, and says so' {
        $split = Set-CanaryWeight pods 10 -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*1 of them, 33.3%*-MaxReplicas*'
        $split.Provider | Should -Be 'ReplicaRatio'
        $split.RouteObject | Should -Be 'pods-canary'
        $split.Weight | Should -Be 33
        Get-Replicas | Should -Be 2, 1
    }

    It 'comes closer with more pods, and goes back to the usual number' {
        (Set-CanaryWeight pods 20 -MaxReplicas 6 -PassThru -WarningVariable warnings).Weight | Should -Be 20
        $warnings | Should -BeNullOrEmpty
        Get-Replicas | Should -Be 4, 1
        Set-CanaryWeight pods 0
        Get-Replicas | Should -Be 3, 0
    }

    It 'refuses to tell requests apart' {
        { Set-CanaryWeight pods 30 -MatchHeader x-beta=yes -ErrorAction Stop } | Should -Throw "-MatchHeader 'x-beta=yes'*"
    }

    It 'shows the pods with -WhatIf and moves none' {
        Set-CanaryWeight pods 50 -WhatIf -WarningAction SilentlyContinue
        Get-Replicas | Should -Be 3, 0
    }

    It 'takes pods that cannot start away again, and says why' {
        $null = Invoke-TestKubectl set image deployment/pods-canary pods=shop/web:v0.0-not-built --namespace $namespace
        { Set-CanaryWeight pods 33 -ErrorAction Stop } |
            Should -Throw -ErrorId 'ImagePullFailed,MicroK8s.Commands.Traffic.SetCanaryWeightCommand'
        (Get-TestObject deployment pods-canary $namespace).spec.replicas | Should -Be 0
        (Get-TestObject deployment pods $namespace).spec.replicas | Should -Be 3
    }
}
