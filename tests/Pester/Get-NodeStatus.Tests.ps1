BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Nodes.ps1
    $namespace = New-TestNamespace
    $node = New-TestNode
    New-TestNodePod one $node $namespace
}

AfterAll {
    Remove-TestNode $node
    Remove-TestNamespace $namespace
}

Describe 'Get-NodeStatus' {
    It 'tells status, reason, roles, taints and what is reserved' {
        $status = Get-NodeStatus $node
        $status.Reason | Should -Match 'DiskPressure is True: the disk is full'
        $status.Roles | Should -Be worker
        "$($status.Taints)" | Should -Match 'pester=own:NoSchedule'
        $status.Pods, $status.RequestedCpu, $status.AllocatableCpu, $status.RequestedCpuPercent | Should -Be 1, 0.5, 2, 25
        $status.RequestedMemory | Should -Be 256MB
    }

    It 'finds nodes by wildcards and from the pipeline' {
        (Get-NodeStatus "$($node.Substring(0, 15))*").Name | Should -Contain $node
        (@{ Name = $node } | ForEach-Object { [pscustomobject] $_ } | Get-NodeStatus).Name | Should -Be $node
        (Get-NodeStatus).Count | Should -BeGreaterThan 1
    }

    It 'reports what is not there' {
        { Get-NodeStatus no-such-node -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
        { Get-NodeStatus '[' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
    }

    It 'completes names' {
        $line = "Get-NodeStatus $($node.Substring(0, 15))"
        (Get-TestCompletion $line).CompletionText | Should -Contain $node
    }

    It 'shows a table of one line for each node' {
        Get-NodeStatus $node | Format-Table | Out-String -Width 80 | Should -Match "$node +\S+ +worker"
    }
}
