BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService backend shop/web:v1.0 -Port http:80:8080 -Replicas 0
    $null = 'frontend', 'batch' | ForEach-Object { New-MicroService $_ shop/web:v1.0 -Replicas 0 }
    Grant-MicroServiceAccess backend -From frontend, batch -Force 3>$null
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Revoke-MicroServiceAccess' {
    It 'takes back one caller, and nothing with -WhatIf' {
        Revoke-MicroServiceAccess backend -From batch -WhatIf
        Test-MicroServiceAccess backend -From batch -Quiet | Should -BeTrue
        Get-MicroService backend | Revoke-MicroServiceAccess -From batch | Should -BeNullOrEmpty
        Test-MicroServiceAccess backend -From batch -Quiet | Should -BeFalse
        Test-MicroServiceAccess backend -From frontend -Quiet | Should -BeTrue
    }

    It 'takes back what everyone was allowed' {
        Grant-MicroServiceAccess backend -Everyone -Port http
        Test-MicroServiceAccess backend -Port 80 -Quiet | Should -BeTrue
        Revoke-MicroServiceAccess backend -Everyone -Confirm:$false | Should -BeNullOrEmpty
        Test-MicroServiceAccess backend -Port 80 -Quiet | Should -BeFalse
        Test-MicroServiceAccess backend -From frontend -Quiet | Should -BeTrue
    }

    It 'does not open the service unasked' {
        { Revoke-MicroServiceAccess backend -From frontend -ErrorAction Stop } | Should -Throw -ErrorId 'ProtectedObject,*'
        { Revoke-MicroServiceAccess backend -From frontend -KeepClosed -Force -ErrorAction Stop } |
            Should -Throw '-KeepClosed*' -ErrorId 'InvalidSpec,*'
        Revoke-MicroServiceAccess backend -From frontend -KeepClosed 3>$null
        Test-MicroServiceAccess backend -From frontend -Quiet | Should -BeFalse
    }

    It 'opens it with -Force' {
        Revoke-MicroServiceAccess backend -From * -Force 3>$null
        Test-MicroServiceAccess backend -From batch -Quiet | Should -BeTrue
        { Revoke-MicroServiceAccess backend -From frontend -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }
}
