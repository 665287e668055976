BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Nodes.ps1
    $namespace = New-TestNamespace
    $node = New-TestNode
    $null = Invoke-TestKubectl taint node $node a=b:NoSchedule a=b:PreferNoSchedule node-role.kubernetes.io/master:NoSchedule node-role.kubernetes.io/control-plane:NoSchedule
    function Get-TestTaint { (Get-TestObject node $node default).spec.taints | ForEach-Object { "$($_.key):$($_.effect)" } }
}

AfterAll {
    Remove-TestNode $node
    Remove-TestNamespace $namespace
}

Describe 'Remove-NodeTaint' {
    It 'writes nothing with -WhatIf' {
        Remove-NodeTaint $node a -WhatIf
        Get-TestTaint | Should -Contain 'a:NoSchedule'
    }

    It 'removes one effect, then the whole key, and keeps the others' {
        Remove-NodeTaint $node a -Effect NoSchedule
        Get-TestTaint | Should -Contain 'a:PreferNoSchedule'
        Remove-NodeTaint $node a
        Get-TestTaint | Should -Not -Match '^a:'
        Get-TestTaint | Should -Contain 'pester:NoSchedule'
        Remove-NodeTaint $node a 6>&1 | Should -BeLike '*has no taint a; nothing is written.'
    }

    It 'removes the taint of the control plane under both names, and says so' {
        Remove-NodeTaint $node node-role.kubernetes.io/control-plane -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*node-role.kubernetes.io/master*removed too*'
        Get-TestTaint | Should -Not -Match 'node-role'
    }

    It 'completes keys' {
        $line = "Remove-NodeTaint $node p"
        (Get-TestCompletion $line).CompletionText | Should -Be pester
    }
}
