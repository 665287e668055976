BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Wait
    function Get-TestStamp {
        (Get-TestObject deployment web $namespace).spec.template.metadata.annotations.'kubectl.kubernetes.io/restartedAt'
    }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Restart-MicroService' {
    It 'writes nothing with -WhatIf' {
        Restart-MicroService web -WhatIf
        Get-TestStamp | Should -BeNullOrEmpty
    }

    It 'replaces the pods and says nothing' {
        Get-MicroService web | Restart-MicroService -Wait | Should -BeNullOrEmpty
        Get-TestStamp | Should -Not -BeNullOrEmpty
        Invoke-TestKubectl rollout history deployment/web --namespace $namespace | Should -Contain '2         restart'
    }

    It 'emits the service with -PassThru' {
        (Restart-MicroService web -Wait -PassThru).Status | Should -Be 'Healthy'
    }

    It 'refuses what cannot be restarted' {
        Suspend-Rollout web
        { Restart-MicroService web -ErrorAction Stop } | Should -Throw -ErrorId 'RolloutPaused,*'
        { Restart-MicroService nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
        { Restart-MicroService w* -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
    }

    It 'completes names and kinds' {
        $line = 'Restart-MicroService w'
        (Get-TestCompletion $line).CompletionText | Should -Be 'web'
        $line = 'Restart-MicroService web -Kind S'
        (Get-TestCompletion $line).CompletionText | Should -Be 'StatefulSet'
    }
}
