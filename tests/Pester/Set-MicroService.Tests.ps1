BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    'api-a', 'api-b', 'web' | ForEach-Object { $null = New-MicroService $_ shop/web:v1.0 -Replicas 0 }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Set-MicroService' {
    It 'shows old and new with -WhatIf and writes nothing' {
        $before = (Get-TestObject deployment web $namespace).metadata.generation
        Set-MicroService web -Image shop/web:v2.0 -WhatIf
        (Get-TestObject deployment web $namespace).metadata.generation | Should -Be $before
    }

    It 'rolls out a new image and says nothing' {
        Set-MicroService web -Image shop/web:v2.0 -Replicas 1 -Wait | Should -BeNullOrEmpty
        $deployment = Get-TestObject deployment web $namespace
        $deployment.metadata.annotations.'kubernetes.io/change-cause' | Should -Be 'image shop/web:v2.0'
        $deployment.spec.template.metadata.labels.version | Should -Be 'v2.0'
        (Get-MicroService web).Status | Should -Be 'Healthy'
    }

    It 'changes what comes down the pipeline' {
        (Get-MicroService api* | Set-MicroService -Image shop/web:v2.0 -PassThru).Version | Should -Be 'v2.0', 'v2.0'
    }

    It 'writes nothing when it is so already' {
        $before = (Get-TestObject deployment web $namespace).metadata.generation
        Set-MicroService web -Image shop/web:v2.0 -Verbose 4>&1 | Should -BeLike '*nothing is written*'
        (Get-TestObject deployment web $namespace).metadata.generation | Should -Be $before
    }

    It 'refuses what makes no sense' {
        { Set-MicroService web -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-MicroService web -Image 'a b' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-MicroService w* -Replicas 1 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-MicroService nothing -Replicas 1 -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'completes names' {
        $line = 'Set-MicroService ap'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'api-a', 'api-b'
    }
}
