BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Request @{ cpu = '10m'; memory = '2Gi' } -Limit @{ memory = '3Gi' } -Wait
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-PodUsage' {
    It 'names the remedy where there is no metrics API' {
        { Get-PodUsage -ErrorAction Stop } | Should -Throw -ErrorId 'MetricsUnavailable,*'
    }

    It 'takes pods of a microservice, beside requests and limits' {
        # A kubelet measures a pod for the first time some seconds after its start.
        Wait-TestCondition { (Get-MicroServicePod web | Get-PodUsage -FromKubelet).Memory }
        $usage = Get-MicroServicePod web | Get-PodUsage -FromKubelet
        $usage.Memory | Should -BeGreaterThan 0
        $usage.RequestedCpu, $usage.RequestedMemory, $usage.LimitMemory | Should -Be 0.01, 2GB, 3GB
        $usage.LimitCpu | Should -BeNullOrEmpty
        $usage.Advice | Should -BeLike '*of the 2048Mi memory that it requests: lower the request'
        $usage.Containers.Count | Should -Be 1
    }

    It 'finds pods by wildcards in all namespaces' {
        (Get-PodUsage w* -AllNamespaces -FromKubelet).Namespace | Should -Contain $namespace
        { Get-PodUsage nothing -FromKubelet -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
        { Get-PodUsage -AllNamespaces -Namespace x -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Get-PodUsage -Namespace no-such -FromKubelet -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,*'
    }
}
