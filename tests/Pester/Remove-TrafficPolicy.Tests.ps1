BeforeAll {
    . $PSScriptRoot/Cluster.ps1
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
  trafficPolicy: {tls: {mode: DISABLE}, outlierDetection: {consecutive5xxErrors: 3}, connectionPool: {tcp: {maxConnections: 5}}}
'@
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Remove-TrafficPolicy' {
    It 'writes nothing with -WhatIf' {
        Remove-TrafficPolicy web -WhatIf
        (Get-TrafficPolicy web).Settings.Count | Should -Be 3
    }

    It 'removes the named parts and keeps the others' {
        $left = Remove-TrafficPolicy web -Setting Outlier, Tls -Confirm:$false -PassThru
        $left.Settings | Should -Be 'MaxConnections=5'
    }

    It 'removes the rest and keeps the rule of others' {
        Get-TrafficPolicy web | Remove-TrafficPolicy -Confirm:$false
        $rule = Get-TestObject destinationrule web $namespace
        $rule.spec.host | Should -Be web
        $rule.spec.trafficPolicy | Should -BeNullOrEmpty
        Remove-TrafficPolicy web -Confirm:$false -Verbose 4>&1 | Where-Object { $_ -like '*nothing is written.' } | Should -HaveCount 1
    }
}
