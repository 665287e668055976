BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Replicas 0
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Suspend-Rollout' {
    It 'writes nothing with -WhatIf' {
        Suspend-Rollout web -WhatIf
        (Get-TestObject deployment web $namespace).spec.paused | Should -BeNullOrEmpty
    }

    It 'pauses what comes down the pipeline and says nothing' {
        Get-MicroService web | Suspend-Rollout | Should -BeNullOrEmpty
        (Get-TestObject deployment web $namespace).spec.paused | Should -BeTrue
    }

    It 'writes nothing when it is so already' {
        Suspend-Rollout web -Verbose 4>&1 | Where-Object { $_ -like '*nothing is written*' } | Should -HaveCount 1
        (Suspend-Rollout web -PassThru).Status | Should -Be 'Paused'
    }

    It 'refuses other kinds' {
        New-TestObject -Namespace $namespace -Manifest '{
            "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": { "name": "store" },
            "spec": {
                "replicas": 0, "serviceName": "store", "selector": { "matchLabels": { "app": "store" } },
                "template": {
                    "metadata": { "labels": { "app": "store" } },
                    "spec": { "containers": [ { "name": "store", "image": "shop/web:v1.0" } ] }
                }
            }
        }'
        { Suspend-Rollout store -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Suspend-Rollout web -Kind DaemonSet -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }
}
