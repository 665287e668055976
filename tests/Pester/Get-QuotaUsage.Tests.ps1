BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: v1
kind: ResourceQuota
metadata: {name: team}
spec: {hard: {configmaps: "4", requests.memory: 8Gi}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults}
spec: {limits: [{type: Container, default: {cpu: 500m}, defaultRequest: {cpu: 50m}, max: {cpu: "2"}}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: some}
'@
    Wait-TestCondition { (Get-TestObject resourcequota team $namespace).status.used.configmaps -ge 1 }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-QuotaUsage' {
    It 'tells used, hard and percent as numbers' {
        $usage = Get-QuotaUsage configmaps
        $used = [int] (Get-TestObject resourcequota team $namespace).status.used.configmaps
        $usage.Used, $usage.Hard, $usage.Percent | Should -Be $used, 4, ($used * 25)
        (Get-QuotaUsage requests.*).Hard | Should -Be 8GB
    }

    It 'tells the defaults and bounds of limit ranges' {
        $range = Get-QuotaUsage | Where-Object Kind -eq LimitRange
        $range.DefaultLimit, $range.DefaultRequest, $range.Max, $range.AppliesTo | Should -Be 0.5, 0.05, 2, Container
    }

    It 'looks in all namespaces' {
        (Get-QuotaUsage -AllNamespaces).Namespace | Should -Contain $namespace
        { Get-QuotaUsage -Namespace no-such -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,*'
        Get-QuotaUsage -Namespace default | Should -BeNullOrEmpty
    }
}
