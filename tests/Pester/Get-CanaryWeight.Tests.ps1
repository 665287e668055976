BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: web}
spec:
  hosts: [web]
  http:
  - name: main
    route:
    - {destination: {host: web, subset: stable}, weight: 9}
    - {destination: {host: web, subset: canary}, weight: 1}
  - route:
    - destination: {host: legacy}
'@
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-CanaryWeight' {
    It 'reports every route of every service' {
        (Get-CanaryWeight).Name | Should -Be 'web', 'legacy'
    }

    It 'tells relative weights in percent' {
        $split = Get-CanaryWeight web
        $split.CanaryWeight | Should -Be 10
        $split.CanarySubset | Should -Be 'canary'
        $split.Destinations.RawWeight | Should -Be 9, 1
        $split.Destinations.Weight | Should -Be 90, 10
    }

    It 'tells that a destination alone has everything' {
        (Get-CanaryWeight legacy).Destinations.Weight | Should -Be 100
        (Get-CanaryWeight legacy).CanaryWeight | Should -BeNullOrEmpty
    }

    It 'takes wildcards and the pipeline' {
        (Get-CanaryWeight we*).Name | Should -Be 'web'
        ('web', 'legacy' | Get-CanaryWeight).Count | Should -Be 2
        Get-CanaryWeight nothing* | Should -BeNullOrEmpty
    }

    It 'reports a service without a route' {
        Get-CanaryWeight nothing -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'RouteNotFound,MicroK8s.Commands.Traffic.GetCanaryWeightCommand'
    }

    It 'has a table and a list' {
        Get-CanaryWeight web | Out-String -Width 120 |
            Should -Match '(?m)^web +canary +10% +\{stable 90%, canary 10%\} +main +web\s*$'
        Get-CanaryWeight web | Format-List | Out-String | Should -Match '(?m)^HeaderMatchesCanary +: False\s*$'
    }

    It 'shows hostile names clean, and takes them as shown' {
        New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: hostile}
spec:
  hosts: [hostile]
  http:
  - name: "ma\e[31min\a##vso[task.complete]"
    route:
    - {destination: {host: hostile, subset: "sta\u202Eble"}, weight: 90}
    - {destination: {host: hostile, subset: "can\u200Bary"}, weight: 10}
'@
        New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: hostile}
spec:
  host: hostile
  subsets: [{name: "sta\u202Eble", labels: {track: stable}}, {name: "can\u200Bary", labels: {track: canary}}]
'@
        $split = Get-CanaryWeight hostile
        $split.Route | Should -BeExactly 'main# #vso[task.complete]'
        $split.Destinations.Subset | Should -BeExactly 'stable', 'canary'
        $split | Set-CanaryWeight -Weight 20 -Subset canary -Force -WhatIf -ErrorVariable problem
        $problem | Should -BeNullOrEmpty
        $null = Invoke-TestKubectl delete virtualservice hostile --namespace $namespace
    }

    It 'completes names' {
        $line = 'Get-CanaryWeight -Name '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'legacy', 'web'
    }
}
