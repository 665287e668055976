BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Canary.ps1
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
            Should -Match '(?m)^web +canary +10% +main +stable 90%, canary 10%\s*$'
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
        (Get-TestCompletion $line).CompletionText | Should -Be 'legacy', 'web'
    }
}

Describe 'Get-CanaryWeight with <_>' -ForEach 'GatewayApi', 'IngressNginx', 'ReplicaRatio' {
    BeforeAll {
        $provider = $_
        $name = 'user-service'
        $space = New-TestNamespace
        New-TestService $name $_ $space -Replicas 3
        $null = New-Canary $name shop/web:v2.0 -Weight 33 -Provider $_ -WarningAction SilentlyContinue
        # The share is that of ready pods; the one that is taken away for it needs a moment to go.
        if ($_ -eq 'ReplicaRatio') { $null = Watch-TestService $name -Where { $_.Ready -eq 2 } }
        $split = Get-CanaryWeight $name
    }

    AfterAll { Remove-TestNamespace $space }

    It 'says who shares what' {
        $split.Provider | Should -Be $_
        $split.Canary | Should -Be 'user-service-canary'
        $split.Weight | Should -Be 33
        $split.CanaryWeight | Should -Be 33
        $split.Destinations.Weight | Should -Be 67, 33
        Get-CanaryWeight $name -Provider $_ | ConvertTo-Json -Depth 5 | Should -Be ($split | ConvertTo-Json -Depth 5)
    }

    It 'reads one provider only' {
        Get-CanaryWeight -Provider Istio | Should -BeNullOrEmpty
        { Get-CanaryWeight $name -Provider Istio -ErrorAction Stop } | Should -Throw -ErrorId 'RouteNotFound,*'
    }

    It 'shows names whole at 80 columns, and what the labels say are properties' {
        $lines = ($split | Out-String -Width 80) -split '\r?\n'
        @($lines -match '^user-service +user-service-canary +33% ').Count | Should -Be 1
        $labels = -split @($lines -match '^Name ')[0]
        $labels | ForEach-Object { $split.PSObject.Properties[$_] | Should -Not -BeNullOrEmpty -Because $_ }
    }
}
