BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Wait
    $null = New-MicroService worker shop/web:v1.0 -Replicas 0
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-MicroServiceEvent' {
    It 'lists what happened to a service and its pods, the newest last' {
        $events = Get-MicroServiceEvent web
        $events.Reason | Should -Contain 'ScalingReplicaSet'
        $events.Reason | Should -Contain 'SuccessfulCreate'
        $events.Service | Sort-Object -Unique | Should -Be 'web'
        $events[-1].Last | Should -BeGreaterOrEqual $events[0].Last
    }

    It 'selects by type and time' {
        (Get-MicroServiceEvent web -Type Normal).Type | Sort-Object -Unique | Should -Be 'Normal'
        Get-MicroServiceEvent web -Since 0s | Should -BeNullOrEmpty
        Get-MicroServiceEvent web -Since (New-TimeSpan -Hours 1) | Should -Not -BeNullOrEmpty
        Get-MicroServiceEvent web -Since 1h30m | Should -Not -BeNullOrEmpty
    }

    It 'tells that a service is not there' {
        { Get-MicroServiceEvent nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'has a table and a list' {
        Get-MicroServiceEvent web | Out-String -Width 200 | Should -Match '(?m)\d +Normal +Deployment/web +ScalingReplicaSet +Scaled up'
        Get-MicroServiceEvent web | Format-List | Out-String | Should -Match '(?m)^Target +: Deployment/web\s*$'
    }
}
