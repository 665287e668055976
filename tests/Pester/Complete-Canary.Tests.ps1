BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    . $PSScriptRoot/Canary.ps1
    $namespace = New-TestNamespace

    # All but the Deployment, which is to change.
    function Get-Rest([string] $Name) { Get-TestState $Name $namespace | Where-Object { $_ -notlike 'Deployment/*' } }
    function Get-Image([string] $Name) {
        (Get-TestObject deployment $Name $namespace).spec.template.spec.containers[0].image
    }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Complete-Canary' {
    Context 'with <_>' -ForEach 'Istio', 'GatewayApi', 'IngressNginx', 'ReplicaRatio' {
        BeforeAll {
            $name = $_.ToLowerInvariant()
            New-TestService $name $_ $namespace -Replicas 2
            $rest = Get-Rest $name
            $null = New-Canary $name shop/web:v2.0 -Weight 50 -Provider $_ -WarningAction SilentlyContinue
        }

        It 'shows every step with -WhatIf and makes none' {
            $with = Get-TestState $name $namespace
            Complete-Canary $name -WhatIf
            Get-TestState $name $namespace | Should -Be $with
        }

        It 'makes the canary the service and leaves nothing of it behind' {
            Complete-Canary $name -WarningVariable warnings | Should -BeNullOrEmpty
            $warnings | Should -BeNullOrEmpty
            Get-Rest $name | Should -Be $rest
            Get-TestObject deployment "$name-canary" $namespace | Should -BeNullOrEmpty
            Get-TestCanaryPod $name $namespace | Should -BeNullOrEmpty
            $service = Get-MicroService $name
            $service.Status | Should -Be 'Healthy'
            $service.Ready | Should -Be 2
            $service.Images | Should -Be 'shop/web:v2.0'
            $service.Version | Should -Be 'v2.0'
            $service.Track | Should -Be 'stable'
        }

        It 'is a revision, and the one before can come back' {
            (Get-RolloutHistory $name)[0].ChangeCause | Should -BeLike 'promoted canary, image shop/web:v2.0*'
            (Invoke-Rollback $name).ToImage | Should -Be 'shop/web:v1.0'
        }
    }

    Context 'whatever the provider' {
        BeforeAll { New-TestService web Istio $namespace }

        BeforeEach {
            if (Get-TestObject deployment web-canary $namespace) { Remove-Canary web -Force }
            $null = New-Canary web shop/web:v2.0 -Wait
        }

        It 'takes a service of the pipeline, and emits it on request' {
            $done = Get-MicroService web | Complete-Canary -PassThru
            $done | Should -BeOfType MicroK8s.Services.MicroService
            $done.Name | Should -Be 'web'
            $done.Images | Should -Be 'shop/web:v2.0'
            Set-MicroService web -Image shop/web:v1.0 -Wait
        }

        It 'puts the template back when its pods cannot start, and keeps the canary' {
            # The canary's ready pod is of the image before.
            $null = Invoke-TestKubectl set image deployment/web-canary web=shop/web:v0.0-not-built --namespace $namespace
            { Complete-Canary web -ErrorAction Stop } |
                Should -Throw -ErrorId 'ImagePullFailed,MicroK8s.Commands.Traffic.CompleteCanaryCommand'
            Get-Image web | Should -Be 'shop/web:v1.0'
            Get-TestObject deployment web-canary $namespace | Should -Not -BeNullOrEmpty
            Get-TestObject virtualservice web $namespace | Should -Not -BeNullOrEmpty
        }

        It 'refuses a canary without a ready pod' {
            # The status of the Deployment still tells of the pod that goes.
            $null = Invoke-TestKubectl scale deployment web-canary --replicas 0 --namespace $namespace
            { Complete-Canary web -ErrorAction Stop } |
                Should -Throw -ErrorId 'SubsetNotReady,MicroK8s.Commands.Traffic.CompleteCanaryCommand'
            Get-Image web | Should -Be 'shop/web:v1.0'
        }

        It 'refuses a paused rollout' {
            Suspend-Rollout web
            try {
                { Complete-Canary web -ErrorAction Stop } |
                    Should -Throw -ErrorId 'RolloutPaused,MicroK8s.Commands.Traffic.CompleteCanaryCommand'
            }
            finally { Resume-Rollout web }
            Get-Image web | Should -Be 'shop/web:v1.0'
        }

        It 'refuses a Deployment that a controller owns' {
            $null = Invoke-TestKubectl label deployment web kustomize.toolkit.fluxcd.io/name=apps --namespace $namespace
            { Complete-Canary web -ErrorAction Stop } |
                Should -Throw -ErrorId 'OwnedByController,MicroK8s.Commands.Traffic.CompleteCanaryCommand'
            $null = Invoke-TestKubectl label deployment web kustomize.toolkit.fluxcd.io/name- --namespace $namespace
            Get-Image web | Should -Be 'shop/web:v1.0'
        }

        It 'completes the names of services with a canary' {
            $line = 'Complete-Canary -Name '
            (Get-TestCompletion $line).CompletionText | Should -Be 'web'
        }
    }

    It 'goes on with the next service after an error' {
        New-TestService last ReplicaRatio $namespace
        $null = New-Canary last shop/web:v2.0 -Weight 50 -Provider ReplicaRatio
        'nothing', 'last' | Complete-Canary -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'ResourceNotFound,MicroK8s.Commands.Traffic.CompleteCanaryCommand'
        Get-Image last | Should -Be 'shop/web:v2.0'
    }

    It 'refuses a service without a canary' {
        { Complete-Canary last -ErrorAction Stop } |
            Should -Throw -ErrorId 'ResourceNotFound,MicroK8s.Commands.Traffic.CompleteCanaryCommand'
    }
}
