BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = Invoke-TestKubectl create deployment web --image=shop/web:v1.0 --namespace $namespace
    $null = Invoke-TestKubectl expose deployment web --port=80 --target-port=8080 --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace
    function Get-Answer($Forward) {
        (Invoke-WebRequest "http://127.0.0.1:$($Forward.LocalPort)/" -MaximumRetryCount 20 -RetryIntervalSec 1).Content
    }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Start-MicroServicePortForward' {
    It 'leads to the service until it is disposed, whatever becomes of the connection' {
        $forward = Start-MicroServicePortForward web -Port :80
        try {
            $null = Disconnect-Cluster
            Get-Answer $forward | Should -BeLike 'version v1.0 on web-*'
            $forward.State | Should -Be 'Ready'
            $forward.RemotePort | Should -Be 8080
        }
        finally {
            $forward.Dispose()
            $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace $namespace
        }
        $forward.State | Should -Be 'Closed'
        { Invoke-WebRequest "http://127.0.0.1:$($forward.LocalPort)/" } | Should -Throw
    }

    It 'opens the first port of each service of the pipeline' {
        $forward = Get-MicroService web | Start-MicroServicePortForward
        try { $forward.RemotePort | Should -Be 8080 }
        finally { $forward.Dispose() }
    }

    It 'refuses what is no port' {
        { Start-MicroServicePortForward web -Port 1:2:3 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Start-MicroServicePortForward web -Port :nothing -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
    }

    It 'opens nothing with -WhatIf' {
        Start-MicroServicePortForward web -WhatIf | Should -BeNullOrEmpty
    }

    It 'has a table and a list' {
        $forward = Start-MicroServicePortForward web
        try {
            $forward | Out-String -Width 140 | Should -Match '(?m)^web +127\.0\.0\.1 +\d+ +8080 Ready +web-\S+\s*$'
            $forward | Format-List | Out-String | Should -Match '(?m)^RemotePort +: 8080\s*$'
        }
        finally { $forward.Dispose() }
    }

    It 'does not keep a process from ending' {
        $port = Invoke-Shell -Command (
            "Import-Module '$module'; `$forward = Start-MicroServicePortForward web -Namespace $namespace " +
            "-KubeConfig '$TestKubeConfig' -Context $TestContext; `$forward.LocalPort")
        $port | Should -BeGreaterThan 0
        { Invoke-WebRequest "http://127.0.0.1:$port/" } | Should -Throw
    }
}
