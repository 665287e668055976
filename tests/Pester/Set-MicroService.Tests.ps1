BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    'api-a', 'api-b', 'web' | ForEach-Object { $null = New-MicroService $_ shop/web:v1.0 -Replicas 0 }
    function Get-TestContainer { (Get-TestObject deployment web $namespace).spec.template.spec.containers[0] }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Set-MicroService' {
    It 'shows old and new with -WhatIf and writes nothing' {
        $before = (Get-TestObject deployment web $namespace).metadata.generation
        Set-MicroService web -Image shop/web:v2.0 -Port 80:8080 -WhatIf
        (Get-TestObject deployment web $namespace).metadata.generation | Should -Be $before
        Get-TestObject service web $namespace | Should -BeNullOrEmpty
    }

    It 'rolls several changes out as one revision and says nothing' {
        $before = (Get-TestObject deployment web $namespace).metadata.generation
        Set-MicroService web -Image shop/web:v2.0 -Replicas 1 -Port http:80:8080 -ReadinessProbe /ready -Wait `
            -Environment @{ LOG_LEVEL = 'debug'; SECRET = 'x' } -Request @{ cpu = '10m' } | Should -BeNullOrEmpty
        $deployment = Get-TestObject deployment web $namespace
        $deployment.metadata.generation | Should -Be ($before + 1)
        $deployment.metadata.annotations.'kubernetes.io/change-cause' |
            Should -BeLike '*image shop/web:v2.0*environment LOG_LEVEL, SECRET*'
        $deployment.spec.template.metadata.labels.version | Should -Be 'v2.0'
        (Get-TestObject service web $namespace).spec.ports[0].targetPort | Should -Be 8080
        (Get-MicroService web).Status | Should -Be 'Healthy'
    }

    It 'removes what is given $null and leaves the rest' {
        Set-MicroService web -Environment @{ SECRET = $null } -ReadinessProbe $null
        $container = Get-TestContainer
        $container.env.name | Should -Be 'LOG_LEVEL'
        $container.PSObject.Properties.Name | Should -Not -Contain 'readinessProbe'
        $container.resources.requests.cpu | Should -Be '10m'
    }

    It 'changes what comes down the pipeline' {
        (Get-MicroService api* | Set-MicroService -Image shop/web:v2.0 -PassThru).Version | Should -Be 'v2.0', 'v2.0'
    }

    It 'writes nothing when it is so already' {
        $before = (Get-TestObject deployment web $namespace).metadata.generation
        Set-MicroService web -Image shop/web:v2.0 -Request @{ cpu = '0.01' } -Verbose 4>&1 |
            Select-Object -Last 1 | Should -BeLike '*nothing is written*'
        (Get-TestObject deployment web $namespace).metadata.generation | Should -Be $before
    }

    It 'goes back by itself when the rollout fails' {
        Set-MicroService web -Image shop/nothing:v9 -Replicas 2 -Wait -RollbackOnFailure `
            -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId |
            Should -Be 'ImagePullFailed,MicroK8s.Commands.Services.SetMicroServiceCommand'
        $problem[0].TargetObject | Out-String | Should -Match 'Recovery +: Rolled back'
        (Get-TestContainer).image | Should -Be 'shop/web:v2.0'
        (Get-TestObject deployment web $namespace).spec.replicas | Should -Be 1
    }

    It 'makes, changes and removes an autoscaler and a disruption budget' {
        Set-MicroService web -Autoscale @{ Min = 1; Max = 3 } -DisruptionBudget @{ MaxUnavailable = 1 }
        (Get-TestObject hpa web $namespace).spec.maxReplicas | Should -Be 3
        (Get-TestObject pdb web $namespace).spec.maxUnavailable | Should -Be 1
        Set-MicroService web -Autoscale Max=5
        $autoscaler = Get-TestObject hpa web $namespace
        $autoscaler.spec.minReplicas, $autoscaler.spec.maxReplicas | Should -Be 1, 5
        Set-MicroService web -Autoscale $null -DisruptionBudget $null
        Get-TestObject hpa web $namespace | Should -BeNullOrEmpty
        Get-TestObject pdb web $namespace | Should -BeNullOrEmpty
        { Set-MicroService web -Autoscale Max=3 -Replicas 2 -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidSpec,*'
    }

    It 'takes no hashtable for a name, and says what to write' {
        @{ Name = 'web' } | Set-MicroService -Replicas 1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentTransformationError,MicroK8s.Commands.Services.SetMicroServiceCommand'
        "$problem" | Should -BeLike "*'Name'. '@{Name}' is a hashtable*"
    }

    It 'refuses what makes no sense' {
        { Set-MicroService web -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-MicroService web -Image 'a b' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-MicroService w* -Replicas 1 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-MicroService web -PodLabel @{ app = 'x' } -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-MicroService nothing -Replicas 1 -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'completes names and words' {
        $line = 'Set-MicroService ap'
        (Get-TestCompletion $line).CompletionText | Should -Be 'api-a', 'api-b'
        $line = 'Set-MicroService web -UpdateStrategy R'
        (Get-TestCompletion $line).CompletionText | Should -Be 'RollingUpdate', 'Recreate'
    }
}
