# What the API server takes as it is, looked at in every view that PowerShell has.

BeforeDiscovery {
    $looks = @(
        @{ Look = 'a list'; Script = { Get-MicroService bad | Format-List } }
        @{ Look = 'all properties'; Script = { Get-MicroService bad | Format-List * } }
        @{ Look = 'a table of a property'; Script = { Get-MicroService bad | Format-Table Name, Image -Wrap } }
        @{ Look = 'JSON'; Script = { Get-MicroService bad | ConvertTo-Json -Depth 5 } }
        @{ Look = 'CSV'; Script = { Get-MicroService bad | Select-Object Name, Image | ConvertTo-Csv } }
        @{ Look = 'the history'; Script = { Get-RolloutHistory bad | Format-List *; Get-RolloutHistory bad | Out-String } }
        @{ Look = 'the weights'; Script = { Get-CanaryWeight | Format-List *; Get-CanaryWeight | Out-String -Width 200 } }
        @{ Look = 'a waiting error'; Script = { Wait-MicroService bad -Timeout 180 } }
        @{ Look = 'Get-Error'; Script = { Wait-MicroService bad -Timeout 180; Get-Error } }
        @{ Look = 'an error as it is'; Script = { Wait-MicroService bad -Timeout 180; $Error[0] | Format-List * -Force } }
        @{ Look = 'what an error is about'; Script = { Wait-MicroService bad -Timeout 180; $Error[0].TargetObject | Format-List * } }
        @{ Look = 'an error as JSON'; Script = { Wait-MicroService bad -Timeout 180; $Error[0].TargetObject | ConvertTo-Json -Depth 4 } }
        @{ Look = 'the advice'; Script = { Set-CanaryWeight web 20 -Subset nothing; Get-Error } }
    )
}

BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'Ansi'
    $namespace = New-TestNamespace
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: bad
  annotations: {kubernetes.io/change-cause: "cau\e[31mse\a\u202E##vso[task.complete]#\u200B#[error]"}
spec:
  selector: {matchLabels: {app: bad}}
  template:
    metadata: {labels: {app: bad}}
    spec:
      containers: [{name: web, image: "shop/no\e[31mne\a:\u202Ev1\u200B##vso[task.complete]#\u200B#[error]x"}]
'@
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: web}
spec:
  host: web
  subsets:
  - {name: "sta\e[31mble\a##vso[x]", labels: {track: stable}}
  - {name: "can\u202Eary\u200B##[error]", labels: {track: canary}}
'@
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: web}
spec:
  hosts: [web]
  http:
  - name: "ma\e[31min\a##vso[x]"
    route:
    - {destination: {host: web, subset: "sta\e[31mble\a##vso[x]"}, weight: 90}
    - {destination: {host: web, subset: "can\u202Eary\u200B##[error]"}, weight: 10}
'@
}

AfterAll {
    Remove-Item Env:TF_BUILD -ErrorAction Ignore
    Remove-TestNamespace $namespace
}

Describe 'Hostile text of the cluster' {
    It 'is clean in <Look>, with TF_BUILD=<Build>' -ForEach @(
        foreach ($build in '', 'True') { foreach ($look in $looks) { $look + @{ Build = $build } } }
    ) {
        $env:TF_BUILD = $Build
        $ErrorActionPreference = 'Continue'
        $Error.Clear()

        # The colours are those of PowerShell's own views; the text's is none of them.
        $shown = (& $Script *>&1 | Out-String -Width 300) -replace '\e\[(0|[0-9]+;1(;3)?)m'
        $shown | Should -Match 'none:v1|main|stable|cause'
        $shown | Should -Not -Match '[\p{Cc}\p{Cf}-[\r\n]]'
        $shown | Should -Not -Match '##(vso)?\['
    }
}
