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

    It 'asks by itself, and -Force answers' {
        $null = New-MicroService web shop/web:v1.0 -Replicas 0
        $session = [powershell]::Create().AddScript('$ErrorActionPreference = "Stop"; Import-Module $args[0]; Remove-MicroService web').
            AddArgument($module)
        try { { $session.Invoke() } | Should -Throw '*prompt*' } finally { $session.Dispose() }
        Get-TestObject deployment web $namespace | Should -Not -BeNullOrEmpty
        Remove-MicroService web -Force -WhatIf
        Get-TestObject deployment web $namespace | Should -Not -BeNullOrEmpty
        Remove-MicroService web -Force
        Get-TestObject deployment web $namespace | Should -BeNullOrEmpty
    }

    It 'removes what others made, and what is the cluster''s own, only with -Force' {
        $null = Invoke-TestKubectl create deployment foreign --image shop/web:v1.0 --replicas 0 --namespace $namespace
        { Remove-MicroService foreign -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'ProtectedObject,*'
        Remove-MicroService foreign -Force
        Get-TestObject deployment foreign $namespace | Should -BeNullOrEmpty
        $system = @(Get-MicroService -AllNamespaces | Where-Object Namespace -EQ kube-system)
        $system | Should -Not -BeNullOrEmpty
        $system | Remove-MicroService -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be (@('ProtectedObject,MicroK8s.Commands.Services.RemoveMicroServiceCommand') * $system.Count)
    }

    It 'reports a name that is not there' {
        { Remove-MicroService nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }
}
