BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = Invoke-TestKubectl create deployment web --image=shop/web:v1.0 --replicas=0 --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace --timeout=180s
    $null = Invoke-TestKubectl set image deployment/web web=shop/web:v2.0 --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace --timeout=180s
    $null = Invoke-TestKubectl set env deployment/web LEVEL=debug --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace --timeout=180s
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Compare-RolloutRevision' {
    It 'compares the previous revision with the current one' {
        $difference = Compare-RolloutRevision web
        $difference.Path | Should -Be 'template.spec.containers[web].env[LEVEL].value'
        $difference.FromRevision | Should -Be 2
        $difference.ToRevision | Should -Be 3
    }

    It 'shows values only when asked for' {
        (Compare-RolloutRevision web).To | Should -Be '(hidden)'
        (Compare-RolloutRevision web -ShowValue).To | Should -Be 'debug'
    }

    It 'takes two revisions by position' {
        $difference = Compare-RolloutRevision web 2 1
        $difference.From | Should -Be 'shop/web:v2.0'
        $difference.To | Should -Be 'shop/web:v1.0'
    }

    It 'gives nothing for two that are the same' {
        Compare-RolloutRevision web 2 2 | Should -BeNullOrEmpty
    }

    It 'takes services from the pipeline' {
        (Get-MicroService web | Compare-RolloutRevision -FromRevision 1).Count | Should -Be 2
    }

    It 'lists the known revisions when one is not there' {
        Compare-RolloutRevision web 9 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'RevisionNotFound,MicroK8s.Commands.Rollouts.CompareRolloutRevisionCommand'
        $problem.Exception.Message | Should -BeLike '*3 (shop/web:v2.0) now*'
    }

    It 'completes the revisions' {
        $line = 'Compare-RolloutRevision web 1 -ToRevision '
        (Get-TestCompletion $line).CompletionText | Should -Be '3', '2', '1'
    }

    It 'shows a table and a list' {
        $text = Compare-RolloutRevision web 1 2 | Out-String -Width 140
        $text | Should -Match "Comparison: Deployment $namespace/web, revision 1 → 2"
        $text | Should -Match 'Path +From +To'
        Compare-RolloutRevision web 1 2 | Format-List | Out-String | Should -Match 'To +: shop/web:v2.0'
    }
}
