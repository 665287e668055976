BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'New-MicroService' {
    It 'deploys the shop''s user service and waits for it' {
        $service = New-MicroService user-service shop/web:v1.0 -Port 8080 -Replicas 2 -ReadinessProbe /ready:8080 `
            -LivenessProbe @{ Path = '/health'; Port = 8080; InitialDelaySeconds = 30; PeriodSeconds = 10 } `
            -Request @{ cpu = '10m'; memory = '16Mi' } -Limit @{ memory = '64Mi' } -Wait
        $service.Status | Should -Be 'Healthy'
        $service.Ready | Should -Be 2
        (Get-TestObject service user-service $namespace).spec.selector.app | Should -Be 'user-service'
        $probe = (Get-TestObject deployment user-service $namespace).spec.template.spec.containers[0].livenessProbe
        $probe.initialDelaySeconds | Should -Be 30
    }

    It 'refuses an existing name and leaves it alone' {
        $service = New-MicroService user-service shop/web:v2.0 -ErrorVariable problem -ErrorAction SilentlyContinue
        $service | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'AlreadyExists,MicroK8s.Commands.Services.NewMicroServiceCommand'
        (Get-MicroService user-service).Version | Should -Be 'v1.0'
    }

    It 'makes services of the rows of a CSV file' {
        $rows = 'Name,Image,Port,Replicas,Environment',
            'a,shop/web:v1.0,80:8080,0,LEVEL=info;MODE=a=b',
            'b,shop/web:v2.0,,,'
        ($rows | ConvertFrom-Csv | New-MicroService | Sort-Object Name).Desired | Should -Be 0, 1
        (Get-TestObject deployment a $namespace).spec.template.spec.containers[0].env.value | Should -Be 'info', 'a=b'
        Get-TestObject service b $namespace | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        New-MicroService ghost shop/web:v1.0 -Port 80 -WhatIf | Should -BeNullOrEmpty
        Get-TestObject deployment ghost $namespace | Should -BeNullOrEmpty
        Get-TestObject service ghost $namespace | Should -BeNullOrEmpty
    }

    It 'ends the wait with the cause' {
        New-MicroService lost shop/none:v1.0 -Wait -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'ImagePullFailed,*'
        $problem.TargetObject.Image | Should -Be 'shop/none:v1.0'
    }

    It 'tells a pipeline''s log how the wait goes, and the Deployment which run made it' {
        $env:TF_BUILD, $env:BUILD_BUILDNUMBER = 'True', '20260102.3'
        try { $null = New-MicroService traced shop/web:v1.0 -Wait -InformationVariable lines 6>$null }
        finally { $env:TF_BUILD, $env:BUILD_BUILDNUMBER = $null, $null }
        "$($lines[0])" | Should -BeLike "*Rolling out $namespace/traced: *"
        $annotations = (Get-TestObject deployment traced $namespace).metadata.annotations
        $annotations.'azure-pipelines/run' | Should -Be '20260102.3'
        $annotations.'kubernetes.io/change-cause' | Should -Be 'image shop/web:v1.0, run 20260102.3'
    }

    It 'refuses <Said>' -ForEach @(
        @{ Said = "-Name 'Web'"; Arguments = @{ Name = 'Web' } }
        @{ Said = "-Image 'a b'"; Arguments = @{ Image = 'a b' } }
        @{ Said = "-Port '0'"; Arguments = @{ Port = '0' } }
        @{ Said = "-Replicas '-1'"; Arguments = @{ Replicas = -1 } }
        @{ Said = "-Request 'memory=64MB'"; Arguments = @{ Request = @{ memory = '64MB' } } }
        @{ Said = "-Label 'app'"; Arguments = @{ Label = @{ app = 'x' } } }
        @{ Said = "-LivenessProbe 'Peroid'"; Arguments = @{ LivenessProbe = @{ Tcp = 80; Peroid = 1 } } }
    ) {
        $parameters = @{ Name = 'bad'; Image = 'shop/web:v1.0' }
        foreach ($key in $Arguments.Keys) { $parameters[$key] = $Arguments[$key] }
        { New-MicroService @parameters -ErrorAction Stop } | Should -Throw "$Said*" -ErrorId 'InvalidSpec,*'
        Get-TestObject deployment bad $namespace | Should -BeNullOrEmpty
    }
}
