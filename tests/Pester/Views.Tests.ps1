BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    foreach ($name in 'one', 'two') { $null = New-MicroService $name shop/chatty:v1.0 -Port 80:8080 -Wait }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Views' {
    # A view that measures its columns by what comes holds the first object back until the second is there.
    It 'show each object when it comes: <_>' -ForEach @(
        'Get-MicroService', 'Get-MicroService -Watch', 'Get-MicroServicePod', 'Get-MicroServiceEvent',
        'Get-MicroServiceLog one -Tail 2', 'Test-ClusterHealth', 'Get-RolloutHistory one, two',
        'Resolve-MicroService one, two', 'Restart-MicroService one, two -PassThru'
    ) {
        $script = @"
            Import-Module '$module'
            `$null = Connect-Cluster -KubeConfig '$TestKubeConfig' -Context $TestContext -Namespace $namespace
            [Console]::Out.WriteLine('begin')
            $_ | Select-Object -First 2 | ForEach-Object { `$_; [Console]::Out.WriteLine('shown') }
"@
        $lines = Invoke-Shell -Command $script | Where-Object { "$_".Trim() }
        $lines[0] | Should -Be 'begin'
        $lines[1] | Should -Not -Be 'shown'
        @($lines -eq 'shown').Count | Should -Be 2
    }
}
