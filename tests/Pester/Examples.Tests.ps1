BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'examples/canary.ps1' {
    It 'promotes the good canary, takes the bad one back, and leaves nothing' {
        $script = Join-Path $PSScriptRoot '..' '..' 'examples' 'canary.ps1'
        $connection = @('-KubeConfig', $TestKubeConfig, '-Context', $TestContext, '-Namespace', $namespace)
        $shown = Invoke-Shell -File $script @connection -StepDuration 1s 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $shown
        $shown = $shown -replace '\e\[[\d;]*m'
        $shown | Should -Match 'Outcome +: Promoted'
        $shown | Should -Match 'The canary of .*/canary-demo was rolled back: Gate'
        Invoke-TestKubectl get 'deployments,services' --namespace $namespace --output name | Should -BeNullOrEmpty
    }
}
