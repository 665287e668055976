BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Nodes.ps1
    $namespace = New-TestNamespace
    $node = New-TestNode
    function Get-TestTaint { (Get-TestObject node $node default).spec.taints | ForEach-Object { "$($_.key)=$($_.value):$($_.effect)" } }
}

AfterAll {
    Remove-TestNode $node
    Remove-TestNamespace $namespace
}

Describe 'Set-NodeTaint' {
    It 'writes nothing with -WhatIf' {
        Set-NodeTaint $node a=b:NoSchedule -WhatIf
        Get-TestTaint | Should -Not -Contain 'a=b:NoSchedule'
    }

    It 'adds taints, replaces one of the same key and effect, and keeps the others' {
        Set-NodeTaint $node a=b:NoSchedule, a:PreferNoSchedule
        Set-NodeTaint $node -Key a -Value c -Effect NoSchedule
        $taints = Get-TestTaint
        $taints | Should -Contain 'pester=own:NoSchedule'
        $taints | Should -Contain 'a=c:NoSchedule'
        $taints | Should -Contain 'a=:PreferNoSchedule'
        $taints | Should -Not -Contain 'a=b:NoSchedule'
        Set-NodeTaint $node a=c:NoSchedule 6>&1 | Should -BeLike '*already; nothing is written.'
    }

    It 'names the pods that NoExecute would evict, before it asks' {
        New-TestNodePod victim $node $namespace
        Set-NodeTaint $node x=y:NoExecute -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*Pod $namespace/victim is evicted*"
    }

    It 'says that the control plane has two names' {
        Set-NodeTaint $node node-role.kubernetes.io/master:NoSchedule
        Set-NodeTaint $node node-role.kubernetes.io/control-plane:NoSchedule -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*node-role.kubernetes.io/master, the old name*'
    }

    It 'refuses <_>' -ForEach 'a', 'a=b:Never', 'a/b/c:NoSchedule', 'a:NoSchedule-' {
        { Set-NodeTaint $node $_ -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
    }
}
