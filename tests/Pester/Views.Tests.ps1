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

    # PowerShell writes a list in a cell with braces, and an empty one as "{}".
    It 'have no list in a cell of a table' {
        $cells = foreach ($data in Get-FormatData 'MicroK8s.*') {
            $record = [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetType($data.TypeName) }) | Select-Object -First 1
            foreach ($row in $data.FormatViewDefinition.Control.Where({ $_ -is [Management.Automation.TableControl] }).Rows) {
                foreach ($name in $row.Columns.DisplayEntry.Where({ $_.ValueType -eq 'Property' }).Value) {
                    $property = $record.GetProperty($name)
                    if ($property) { [pscustomobject]@{ Cell = "$($data.TypeName).$name"; Type = $property.PropertyType } }
                }
            }
        }
        $cells.Count | Should -BeGreaterThan 100
        $cells.Where({ $_.Type -ne [string] -and $_.Type.IsAssignableTo([Collections.IEnumerable]) }).Cell | Should -BeNullOrEmpty
    }
}
