BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace

    # A Deployment with a history: shop/web:v1.0, then v2.0, each rolled out.
    function New-TestHistory {
        param([string] $Name)
        $null = Invoke-TestKubectl create deployment $Name --image=shop/web:v1.0 --namespace $namespace
        $null = Invoke-TestKubectl rollout status "deployment/$Name" --namespace $namespace --timeout=180s
        $null = Invoke-TestKubectl set image "deployment/$Name" web=shop/web:v2.0 --namespace $namespace
        $null = Invoke-TestKubectl rollout status "deployment/$Name" --namespace $namespace --timeout=180s
    }

    function Get-TestImage {
        param([string] $Name)
        (Get-TestObject deployment $Name $namespace).spec.template.spec.containers[0].image
    }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Invoke-Rollback' {
    BeforeAll {
        New-TestHistory one
        New-TestHistory two
    }

    It 'shows what would change and changes nothing with -WhatIf' {
        Invoke-Rollback one -WhatIf | Should -BeNullOrEmpty
        Get-TestImage one | Should -Be 'shop/web:v2.0'
    }

    It 'completes the revisions that one can go back to' {
        $line = 'Invoke-Rollback one -ToRevision '
        $matches = Get-TestCompletion $line
        $matches.CompletionText | Should -Be '1'
        $matches.ToolTip | Should -BeLike 'shop/web:v1.0, *'
    }

    It 'completes versions and images that one can go back to' {
        foreach ($pair in @('-ToVersion', 'v1.0'), @('-ToImage', 'shop/web:v1.0')) {
            $line = "Invoke-Rollback one $($pair[0]) "
            (Get-TestCompletion $line).CompletionText | Should -Be $pair[1]
        }
    }

    It 'finds the revision by version or image' {
        Invoke-Rollback one -ToVersion v9 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'RevisionNotFound,MicroK8s.Commands.Rollouts.InvokeRollbackCommand'
        (Invoke-Rollback one -ToImage shop/web:v2.0).Outcome | Should -Be 'Unchanged'
    }

    It 'refuses the same service twice' {
        'one', 'one' | Invoke-Rollback -ToRevision 2 -ErrorVariable problem -ErrorAction SilentlyContinue | Out-Null
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidSpec,MicroK8s.Commands.Rollouts.InvokeRollbackCommand'
    }

    It 'takes several services from the pipeline, in the order given' {
        $results = Get-MicroService two, one | Sort-Object Name -Descending | Invoke-Rollback -Timeout 180
        $results.Name | Should -Be 'two', 'one'
        $results.Outcome | Should -Be 'RolledBack', 'RolledBack'
        $results.FromRevision | Should -Be 2, 2
        $results.FromImages | Should -Be 'shop/web:v2.0', 'shop/web:v2.0'
        $results.ToRevision | Should -Be 1, 1
        $results.ToImages | Should -Be 'shop/web:v1.0', 'shop/web:v1.0'
        $results.NewRevision | Should -Be 3, 3
        Get-TestImage one | Should -Be 'shop/web:v1.0'
        Get-TestImage two | Should -Be 'shop/web:v1.0'
        (Get-MicroService one, two).Status | Should -Be 'Healthy', 'Healthy'
        (Get-TestObject deployment one $namespace).status.availableReplicas | Should -Be 1
    }

    It 'lets several sessions go back to the same revision at once' {
        New-TestHistory many
        $arguments = @{ KubeConfig = $TestKubeConfig; Context = $TestContext; Namespace = $namespace }
        $module = (Get-Module MicroK8s).Path
        $results = 1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
            Import-Module $using:module
            $with = $using:arguments
            Invoke-Rollback many -ToRevision 1 -WarningAction SilentlyContinue -ErrorAction Stop @with
        }
        $results.Outcome | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" } |
            Should -Be 'RolledBack 1', 'Unchanged 5'
        Get-TestImage many | Should -Be 'shop/web:v1.0'
    }

    It 'warns when it goes forward again, and names the revision that -ToRevision would mean' {
        Invoke-Rollback many -WhatIf -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike '*brings the newer revision 2 (shop/web:v2.0) back. Use -ToRevision*'
    }

    It 'leaves a template alone that is in place already' {
        $before = (Get-TestObject deployment one $namespace).metadata.resourceVersion
        $result = Invoke-Rollback one -ToRevision 3
        $result.Outcome, $result.NewRevision | Should -Be 'Unchanged', 3
        (Get-TestObject deployment one $namespace).metadata.resourceVersion | Should -Be $before
    }

    It 'lists the known revisions when one is not there' {
        Invoke-Rollback one -ToRevision 99 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'RevisionNotFound,MicroK8s.Commands.Rollouts.InvokeRollbackCommand'
        $problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problem.Exception.Message | Should -BeLike '*3 (shop/web:v1.0) now*'
        $problem.Exception.Message | Should -BeLike '*2 (shop/web:v2.0)*'
    }

    It 'names the cause when the revision cannot run' {
        $null = Invoke-TestKubectl set image deployment/two web=shop/nothing:v9 --namespace $namespace
        $null = Invoke-TestKubectl set image deployment/two web=shop/web:v2.0 --namespace $namespace
        $null = Invoke-TestKubectl rollout status deployment/two --namespace $namespace --timeout=180s
        Invoke-Rollback two -ToRevision 4 -Timeout 180 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'ImagePullFailed,MicroK8s.Commands.Rollouts.InvokeRollbackCommand'
        $failure = $problem[0].TargetObject
        $failure.Image | Should -Be 'shop/nothing:v9'
        $failure | Out-String | Should -Match 'Event +: (Failed|ErrImagePull|ImagePullBackOff): '
    }

    It 'says that a canary keeps its share where shares are those of pods' {
        $null = New-MicroService shared shop/web:v1.0 -Port 80:8080 -Replicas 2 -Wait
        Set-MicroService shared -Image shop/web:v2.0 -Wait
        $null = New-Canary shared shop/web:v1.1 -Weight 50 -Provider ReplicaRatio
        Invoke-Rollback shared -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike ("Deployment $namespace/shared-canary keeps its share of Service shared, by 1 pod: " +
            "Remove-Canary shared -Namespace $namespace takes it away.")
        Remove-Canary shared -Confirm:$false
    }

    It 'shows a table and a list' {
        $result = Invoke-Rollback one -ToRevision 3
        $result | Out-String -Width 140 | Should -Match 'Name +Outcome +From +To +New +Duration +FromImage +ToImage'
        $result | Format-List | Out-String | Should -Match 'NewRevision +: 3'
    }
}
