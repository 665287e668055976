BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $real = @(Get-MicroServicePod -Namespace kube-system)[0].Node
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-NodeUsage' {
    It 'names the remedy where there is no metrics API' {
        { Get-NodeUsage -ErrorAction Stop } | Should -Throw -ErrorId 'MetricsUnavailable,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-FromKubelet*'
        $Error[0].CategoryInfo.Category | Should -Be ResourceUnavailable
    }

    It 'asks the kubelet itself, in numbers' {
        $usage = Get-NodeUsage $real -FromKubelet
        $usage.Cpu | Should -BeOfType decimal
        $usage.Cpu | Should -BeGreaterThan 0
        $usage.Memory | Should -BeGreaterThan 1MB
        $usage.MemoryPercent | Should -BeIn (1..100)
        $usage.RequestedCpu | Should -Be (Get-NodeStatus $real).RequestedCpu
        $usage.Source | Should -Be Kubelet
    }

    It 'emits again at an interval' {
        $usages = Get-NodeUsage $real -FromKubelet -Watch -Interval 1s | Select-Object -First 2
        $usages.Count | Should -Be 2
        { Get-NodeUsage -Interval 0s -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'has units in the table only' {
        Get-NodeUsage $real -FromKubelet | Format-Table | Out-String -Width 80 | Should -Match "$real +\d+m +\d+ +\d+m +\d+[MG]i"
    }
}
