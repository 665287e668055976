BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Remove-MicroService' {
    It 'removes nothing with -WhatIf' {
        $null = New-MicroService web shop/web:v1.0 -Port 80:8080 -Wait
        Remove-MicroService web -WhatIf
        Get-TestObject deployment web $namespace | Should -Not -BeNullOrEmpty
    }

    It 'removes both objects and waits until the pods are gone' {
        Remove-MicroService web -Wait
        Get-TestObject deployment web $namespace | Should -BeNullOrEmpty
        Get-TestObject service web $namespace | Should -BeNullOrEmpty
        Invoke-TestKubectl get pods --namespace $namespace --output name | Should -BeNullOrEmpty
    }

    It 'leaves a foreign Service with a warning' {
        $null = New-MicroService api shop/web:v1.0 -Replicas 0
        $null = Invoke-TestKubectl create service clusterip api --tcp=80 --namespace $namespace
        Remove-MicroService api -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeLike "Service $namespace/api stays*"
        Get-TestObject service api $namespace | Should -Not -BeNullOrEmpty
    }

    It 'removes what comes down the pipeline' {
        'a', 'b' | ForEach-Object { $null = New-MicroService $_ shop/web:v1.0 -Replicas 0 }
        Get-MicroService | Remove-MicroService
        Get-MicroService | Should -BeNullOrEmpty
    }

    It 'reports a name that is not there' {
        { Remove-MicroService nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }
}
