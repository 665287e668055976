BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Wait
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Resume-Rollout' {
    BeforeEach { Suspend-Rollout web }

    It 'writes nothing with -WhatIf' {
        Resume-Rollout web -WhatIf
        (Get-TestObject deployment web $namespace).spec.paused | Should -BeTrue
    }

    It 'rolls out what was changed meanwhile, and waits' {
        Set-MicroService web -Image shop/web:v2.0
        @(Invoke-TestKubectl get replicasets --namespace $namespace --output name).Count | Should -Be 1
        $service = Get-MicroService web | Resume-Rollout -Wait -PassThru
        $service.Status | Should -Be 'Healthy'
        $service.Version | Should -Be 'v2.0'
        @(Invoke-TestKubectl get replicasets --namespace $namespace --output name).Count | Should -Be 2
    }

    It 'writes nothing when it is not suspended' {
        Resume-Rollout web
        Resume-Rollout web -Verbose 4>&1 | Where-Object { $_ -like '*nothing is written*' } | Should -HaveCount 1
    }

    It 'reports what is not there' {
        { Resume-Rollout nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }
}
