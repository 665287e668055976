BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = Invoke-TestKubectl create deployment web --image=shop/web:v1.0 --namespace $namespace
    $null = Invoke-TestKubectl annotate deployment/web kubernetes.io/change-cause=first --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace --timeout=180s
    $null = Invoke-TestKubectl annotate deployment/web kubernetes.io/change-cause=second --overwrite --namespace $namespace
    $null = Invoke-TestKubectl set image deployment/web web=shop/web:v2.0 --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace --timeout=180s
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-RolloutHistory' {
    It 'lists the revisions, the newest first' {
        $history = Get-RolloutHistory web
        $history.Revision | Should -Be 2, 1
        $history.IsCurrent | Should -Be $true, $false
        $history.Version | Should -Be 'v2.0', 'v1.0'
        $history.Image | Should -Be 'shop/web:v2.0', 'shop/web:v1.0'
        $history[0].ChangeCause | Should -Be 'second'
    }

    It 'names the digest that the nodes run' {
        (Get-RolloutHistory web -Revision 2).Images[0].Digests | Should -BeLike 'sha256:*'
    }

    It 'takes services from the pipeline' {
        (Get-MicroService web | Get-RolloutHistory).Count | Should -Be 2
        ([pscustomobject]@{ Name = 'web'; Kind = 'Deployment' } | Get-RolloutHistory -Revision 1).Revision | Should -Be 1
    }

    It 'lists the known revisions when one is not there' {
        Get-RolloutHistory web -Revision 7 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'RevisionNotFound,MicroK8s.Commands.Rollouts.GetRolloutHistoryCommand'
        $problem.Exception.Message | Should -BeLike '*1 (shop/web:v1.0)*'
    }

    It 'says so when there is no such service' {
        Get-RolloutHistory nothing -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'ResourceNotFound,MicroK8s.Commands.Rollouts.GetRolloutHistoryCommand'
    }

    It 'completes the revisions, the current one too' {
        $line = 'Get-RolloutHistory web -Revision '
        (Get-TestCompletion $line).CompletionText | Should -Be '2', '1'
    }

    It 'shows a table and a list' {
        $text = Get-RolloutHistory web | Out-String -Width 140
        $text | Should -Match "Workload: Deployment $namespace/web"
        $text | Should -Match 'Revision +Current +Ready +Version +Age +Image +ChangeCause'
        Get-RolloutHistory web -Revision 2 | Format-List | Out-String | Should -Match 'Images +: \{shop/web:v2.0 \(sha256:'
    }
}
