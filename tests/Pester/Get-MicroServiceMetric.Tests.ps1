BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Port 80:8080
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-MicroServiceMetric' {
    It 'says why there are no figures, and never 0' {
        $figures = Get-MicroService web | Get-MicroServiceMetric -PrometheusUri http://127.0.0.1:9
        $figures.ReasonCode | Should -Be 'PrometheusAway'
        $figures.Requests, $figures.ErrorRate, $figures.P99, $figures.Cpu | Should -Be $null, $null, $null, $null
        $figures.Window | Should -Be ([timespan]'00:05:00')
        $figures | Format-Table | Out-String | Should -Match 'web .*127.0.0.1'
    }

    It 'takes wildcards and durations' {
        (Get-MicroServiceMetric w* -Window 90s -PrometheusUri http://127.0.0.1:9).Window.TotalSeconds | Should -Be 90
        { Get-MicroServiceMetric nothing -PrometheusUri http://127.0.0.1:9 -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'refuses what cannot be' {
        { Get-MicroServiceMetric web -Window 1s } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Get-MicroServiceMetric web -PrometheusUri http://a -PrometheusService b/c -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Get-MicroServiceMetric web -PrometheusService wrong -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
    }

    It 'shows the trend as blocks' {
        [MicroK8s.Monitoring.MetricText]::OfTrend([long[]](0, 7, 14)) | Should -Be ([string][char]0x2581 + [char]0x2585 + [char]0x2588)
    }
}
