BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Nodes.ps1
    $namespace = New-TestNamespace
    $node = New-TestNode
    function Test-Cordon { [bool] (Get-TestObject node $node default).spec.unschedulable }
}

AfterAll {
    Remove-TestNode $node
    Remove-TestNamespace $namespace
}

Describe 'Suspend-NodeScheduling' {
    It 'shows the field with -WhatIf and writes nothing' {
        $shown = Invoke-Shell -Command "Import-Module '$module'; Suspend-NodeScheduling $node -WhatIf -KubeConfig '$TestKubeConfig' -Context $TestContext" | Out-String
        $shown | Should -Match 'spec.unschedulable: \(none\) → true'
        Test-Cordon | Should -BeFalse
    }

    It 'cordons, says nothing, and says when there is nothing to do' {
        Get-NodeStatus $node | Suspend-NodeScheduling | Should -BeNullOrEmpty
        Test-Cordon | Should -BeTrue
        Suspend-NodeScheduling $node 6>&1 | Should -BeLike '*is cordoned already; nothing is written.'
    }

    It 'emits the node with -PassThru' {
        $status = Suspend-NodeScheduling $node -PassThru 6>$null
        $status.SchedulingDisabled | Should -BeTrue
        $status.Reason | Should -Match Cordoned
    }

    It 'refuses wildcards and reports what is not there' {
        { Suspend-NodeScheduling * -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Suspend-NodeScheduling no-such-node -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }
}
