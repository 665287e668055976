BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Port 80:8080
    $null = Invoke-TestKubectl patch service web --namespace $namespace --type json --patch '[{"op":"remove","path":"/spec/ports/0/name"}]'
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Disable-MicroServiceMonitoring' {
    It 'leaves nothing of what was enabled' {
        $before = (Get-TestObject service web $namespace).spec | ConvertTo-Json -Depth 9
        Enable-MicroServiceMonitoring web -Port 9090 -WarningAction Ignore
        (Get-TestObject service web $namespace).spec.ports.name | Should -Be main, metrics
        Get-MicroService web | Disable-MicroServiceMonitoring -Force
        Get-TestObject servicemonitor web $namespace | Should -BeNullOrEmpty
        $after = Get-TestObject service web $namespace
        $after.spec | ConvertTo-Json -Depth 9 | Should -Be $before
        $after.metadata.annotations.'microk8s-powershell/before-monitoring' | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf, and nothing where nothing was made' {
        Enable-MicroServiceMonitoring web -WarningAction Ignore
        Disable-MicroServiceMonitoring web -WhatIf
        Get-TestObject servicemonitor web $namespace | Should -Not -BeNullOrEmpty
        Disable-MicroServiceMonitoring web -Confirm:$false
        Disable-MicroServiceMonitoring web -Force | Should -BeNullOrEmpty
        { Disable-MicroServiceMonitoring nothing -Force -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'names the monitor of someone else and leaves it' {
        New-TestObject "apiVersion: monitoring.coreos.com/v1`nkind: ServiceMonitor`nmetadata: { name: theirs }`nspec: { selector: { matchLabels: { app: web } }, endpoints: [ { port: http } ] }" $namespace
        Disable-MicroServiceMonitoring web -Force -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'ServiceMonitor .*/theirs of someone else'
        Get-TestObject servicemonitor theirs $namespace | Should -Not -BeNullOrEmpty
    }
}
