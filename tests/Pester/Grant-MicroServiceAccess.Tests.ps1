BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = New-MicroService backend shop/web:v1.0 -Port http:80:8080 -Replicas 0
    $null = 'frontend', 'batch' | ForEach-Object { New-MicroService $_ shop/web:v1.0 -Replicas 0 }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Grant-MicroServiceAccess' {
    It 'names whom the first grant shuts out, and writes nothing' {
        { Grant-MicroServiceAccess backend -From frontend -ErrorAction Stop } |
            Should -Throw '*batch*would lose access*' -ErrorId 'ReceivesTraffic,*'
        Grant-MicroServiceAccess backend -From frontend -Force -WhatIf 3>$null
        Invoke-TestKubectl get networkpolicies --namespace $namespace --output name | Should -BeNullOrEmpty
    }

    It 'refuses what could have no effect' {
        { Grant-MicroServiceAccess backend -From frontend -Method GET -ErrorAction Stop } |
            Should -Throw '-Method*needs the mesh*' -ErrorId 'InvalidSpec,*'
        { Grant-MicroServiceAccess backend -From frontend -Mesh -ErrorAction Stop } |
            Should -Throw '-To*no proxy of the mesh*' -ErrorId 'InvalidSpec,*'
        { Grant-MicroServiceAccess backend -From 'front*' -ErrorAction Stop } | Should -Throw '-From*' -ErrorId 'InvalidSpec,*'
        { Grant-MicroServiceAccess backend -From frontend -Everyone -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Grant-MicroServiceAccess backend -From Job/batch -ErrorAction Stop } | Should -Throw '*Kind/name*' -ErrorId 'InvalidSpec,*'
        { Grant-MicroServiceAccess backend -From nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'grants, has a table, and says that it is so already' {
        Get-MicroService backend | Grant-MicroServiceAccess -From frontend -Port http -Force -PassThru 3>$null | Out-String |
            Should -Match '(?m)^frontend +backend +NetworkIngress Granted +port http/TCP'
        (Get-TestObject networkpolicy "backend-from-$namespace.frontend" $namespace).spec.ingress[0].ports[0].port |
            Should -Be 'http'
        Grant-MicroServiceAccess backend -From frontend -Port http -Verbose 4>&1 | Where-Object { $_ -like '*nothing is written*' } | Should -HaveCount 1
        Test-MicroServiceAccess backend -From batch -Quiet | Should -BeFalse
    }

    It 'allows a part of it to everyone' {
        Grant-MicroServiceAccess backend -Everyone -Port http -PassThru | Out-String |
            Should -Match '(?m)^everyone +backend +NetworkIngress Granted +port http/TCP'
        (Get-TestObject networkpolicy 'backend-from-everyone' $namespace).spec.ingress[0].from | Should -BeNullOrEmpty
        Test-MicroServiceAccess backend -Port 80 -Quiet | Should -BeTrue
        (Get-MicroServiceAccess backend).Text -like 'backend takes no other connections: *' | Should -HaveCount 1
    }
}
