BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Port 80:8080
    $null = Invoke-TestKubectl patch service web --namespace $namespace --type json --patch '[{"op":"remove","path":"/spec/ports/0/name"}]'
    $null = New-MicroService plain shop/web:v1.0 -Port http:80:8080
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Enable-MicroServiceMonitoring' {
    It 'shows the fields and writes nothing with -WhatIf' {
        $shown = Invoke-Shell -Command "Import-Module '$module'; Enable-MicroServiceMonitoring web -Namespace $namespace -KubeConfig '$TestKubeConfig' -Context $TestContext -WhatIf" 6>&1 | Out-String
        $shown | Should -Match 'Create ServiceMonitor'
        Get-TestObject servicemonitor web $namespace | Should -BeNullOrEmpty
    }

    It 'names the port, makes the monitor, and says nothing more the second time' {
        $done = Enable-MicroServiceMonitoring web -PassThru -WarningAction Ignore
        $done.MonitorKind, $done.Port, $done.Path | Should -Be 'ServiceMonitor', 'metrics', '/metrics'
        (Get-TestObject servicemonitor web $namespace).spec.endpoints[0].port | Should -Be metrics
        (Get-TestObject service web $namespace).spec.ports[0].name | Should -Be metrics
        $version = (Get-TestObject service web $namespace).metadata.resourceVersion
        Get-MicroService web | Enable-MicroServiceMonitoring -WarningAction Ignore | Should -BeNullOrEmpty
        (Get-TestObject service web $namespace).metadata.resourceVersion | Should -Be $version
    }

    It 'annotates the Service where that is chosen' {
        Enable-MicroServiceMonitoring plain http -MonitorKind Annotations -Path /m -WarningAction Ignore
        $notes = (Get-TestObject service plain $namespace).metadata.annotations
        $notes.'prometheus.io/scrape', $notes.'prometheus.io/port', $notes.'prometheus.io/path' | Should -Be 'true', '8080', '/m'
        { Enable-MicroServiceMonitoring plain -MonitorKind ServiceMonitor -ErrorAction Stop } | Should -Throw -ErrorId 'AlreadyExists,*'
    }

    It 'refuses what cannot be' {
        { Enable-MicroServiceMonitoring web nothing -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Enable-MicroServiceMonitoring web -Path metrics -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Enable-MicroServiceMonitoring web -PrometheusUri http://localhost:9 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Enable-MicroServiceMonitoring nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'completes ports and kinds' {
        $line = 'Enable-MicroServiceMonitoring web -MonitorKind P'
        (Get-TestCompletion $line).CompletionText | Should -Be 'PodMonitor'
        $line = 'Enable-MicroServiceMonitoring plain -Port h'
        (Get-TestCompletion $line).CompletionText | Should -Be 'http'
    }

    It 'ends with the service' {
        Remove-MicroService web -Force
        Get-TestObject servicemonitor web $namespace | Should -BeNullOrEmpty
    }
}
