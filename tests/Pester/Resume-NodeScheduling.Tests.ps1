BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Nodes.ps1
    $namespace = New-TestNamespace
    $node = New-TestNode
    $null = Invoke-TestKubectl cordon $node
}

AfterAll {
    Remove-TestNode $node
    Remove-TestNamespace $namespace
}

Describe 'Resume-NodeScheduling' {
    It 'writes nothing with -WhatIf' {
        Resume-NodeScheduling $node -WhatIf
        (Get-TestObject node $node default).spec.unschedulable | Should -BeTrue
    }

    It 'uncordons what kubectl has cordoned' {
        (Get-NodeStatus $node | Resume-NodeScheduling -PassThru).SchedulingDisabled | Should -BeFalse
        (Get-TestObject node $node default).spec.unschedulable | Should -BeNullOrEmpty
        Resume-NodeScheduling $node 6>&1 | Should -BeLike '*is not cordoned; nothing is written.'
    }

    It 'reports what is not there' {
        { Resume-NodeScheduling no-such-node -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }
}
