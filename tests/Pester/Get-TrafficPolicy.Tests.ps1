BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
'@
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: web}
spec:
  host: web
  trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}
  subsets: [{name: v1, labels: {version: v1}, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3, interval: 10s}}}]
'@
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-TrafficPolicy' {
    It 'reports services and subsets, with what a subset takes from its service' {
        $policies = Get-TrafficPolicy
        $policies.Subset | Should -Be $null, 'v1'
        $policies[1].LoadBalancer | Should -Be 'LeastRequest'
        $policies[1].ConsecutiveErrors | Should -Be 3
        $policies[1].OutlierInterval | Should -Be '00:00:10'
        $policies.Rule | Select-Object -Unique | Should -Be "$namespace/web"
    }

    It 'takes wildcards and the pipeline, and reports what is not there' {
        ('web' | Get-TrafficPolicy).Count | Should -Be 2
        Get-TrafficPolicy none* | Should -BeNullOrEmpty
        { Get-TrafficPolicy nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'has a table whose labels are properties, and a list' {
        $lines = (Get-TrafficPolicy web | Out-String -Width 80) -split '\r?\n'
        @($lines -match '^web +v1 ').Count | Should -Be 1
        -split @($lines -match '^Name ')[0] | ForEach-Object { (Get-TrafficPolicy web)[0].PSObject.Properties[$_] | Should -Not -BeNullOrEmpty -Because $_ }
        Get-TrafficPolicy web | Format-List | Out-String | Should -Match '(?m)^ConsecutiveErrors +: 3\s*$'
    }
}
