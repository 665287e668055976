BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Nodes.ps1
    $namespace = New-TestNamespace
    $node = New-TestNode
    New-TestNodePod bare $node $namespace
    New-TestNodePod cache $node $namespace -Spec 'volumes: [{name: data, emptyDir: {}}]'
}

AfterAll {
    Remove-TestNode $node
    Remove-TestNamespace $namespace
}

# Budgets and a comparison with kubectl are in InvokeNodeDrainTests.cs: they need pods that run.
Describe 'Invoke-NodeDrain' {
    It 'lists what keeps it from draining, and changes nothing' {
        { Invoke-NodeDrain $node -ErrorAction Stop } | Should -Throw '*bare*cache*' -ErrorId 'ProtectedObject,*'
        { Invoke-NodeDrain $node -Force -ErrorAction Stop } | Should -Throw '*cache has data in an emptyDir*' -ErrorId 'ProtectedObject,*'
        (Get-TestObject node $node default).spec.unschedulable | Should -BeNullOrEmpty
    }

    It 'lists every pod with -WhatIf' {
        $shown = Invoke-Shell -Command "Import-Module '$module'; Invoke-NodeDrain $node -Force -DeleteEmptyDirData -WhatIf -KubeConfig '$TestKubeConfig' -Context $TestContext" | Out-String
        $shown | Should -Match "Drain node ${node}: cordon it, evict 2 pods"
        $shown | Should -Match "evict $namespace/bare: nobody makes it again"
    }

    It 'evicts only the pods that are selected' {
        $pods = Invoke-NodeDrain $node -Force -PodSelector app=bare -Timeout 2m
        $pods.Pod, $pods.Outcome, $pods.Node | Should -Be 'bare', 'Evicted', $node
        Get-TestObject pod cache $namespace | Should -Not -BeNullOrEmpty
    }

    It 'continues where it ended, leaves the node cordoned, and has nothing to do then' {
        $pods = Get-NodeStatus $node | Invoke-NodeDrain -Force -DeleteEmptyDirData -GracePeriodSeconds 0 -Timeout 120
        "$pods" | Should -Be "$namespace/cache: Evicted"
        (Get-NodeStatus $node).SchedulingDisabled | Should -BeTrue
        Invoke-NodeDrain -Selector "pester=$node" | Should -BeNullOrEmpty
    }

    It 'refuses wildcards and no time at all' {
        { Invoke-NodeDrain '*' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Invoke-NodeDrain no-such-node -Timeout 0s } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'asks unless it is told not to' {
        (Get-Command Invoke-NodeDrain).ImplementingType.GetCustomAttributes($false).ConfirmImpact | Should -Contain High
    }
}
