BeforeAll {
    . $PSScriptRoot/Cluster.ps1
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

    It 'takes what Get-CanaryWeight emits' {
        Get-CanaryWeight web | Where-Object Route -EQ main | Set-CanaryWeight -Weight 20 -Force
        Get-Weight | Should -Be 80, 20
    }
}
