BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: v1
kind: Service
metadata: {name: user-service}
spec: {selector: {app: user-service}, ports: [{port: 80}]}
'@
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Set-TrafficPolicy' {
    It 'sets what the article writes by hand, with the names of today' {
        Set-TrafficPolicy user-service -ConsecutiveErrors 3 -OutlierInterval 10s -EjectionTime 30s -MaxRequestsPerConnection 5 `
            -LoadBalancer LEAST_CONN -RequestTimeout 15s -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*LEAST_REQUEST*'
        $policy = (Get-TestObject destinationrule user-service $namespace).spec.trafficPolicy
        $policy.outlierDetection.consecutive5xxErrors | Should -Be 3
        $policy.connectionPool.http.maxRequestsPerConnection | Should -Be 5
        $policy.loadBalancer.simple | Should -Be 'LEAST_REQUEST'
        (Get-TestObject virtualservice user-service $namespace).spec.http[0].timeout | Should -Be '15s'
    }

    It 'writes nothing with -WhatIf, and says nothing when it is so already' {
        Set-TrafficPolicy user-service -RequestTimeout 1s -WhatIf
        (Get-TrafficPolicy user-service).RequestTimeout | Should -Be '00:00:15'
        Set-TrafficPolicy user-service -RequestTimeout 15s -Verbose 4>&1 | Where-Object { $_ -like '*it is so already*' } | Should -HaveCount 1
    }

    It 'tells what is wrong before it writes' {
        { Set-TrafficPolicy user-service -MaxEjectionPercent 0 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-TrafficPolicy user-service -Port 81 -MaxConnections 1 -ErrorAction Stop } | Should -Throw '*is no port of Service*'
        { Set-TrafficPolicy nothing -MaxConnections 1 -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
        { Set-TrafficPolicy user-service -ErrorAction Stop } | Should -Throw '*Nothing to change*'
    }

    It 'shares requests among localities' {
        Set-TrafficPolicy user-service -LocalityDistribution @{ 'eu-west/*' = @{ 'eu-west/*' = 80; 'eu-north/*' = 20 } }
        $locality = (Get-TestObject destinationrule user-service $namespace).spec.trafficPolicy.loadBalancer.localityLbSetting
        $locality.distribute[0].to.'eu-north/*' | Should -Be 20
        (Get-TrafficPolicy user-service).LocalityDistribution | Should -Be 'eu-west/*: eu-north/* 20%, eu-west/* 80%'
        { Set-TrafficPolicy user-service -LocalityDistribution @{ a = @{ a = 80 } } -ErrorAction Stop } | Should -Throw '*add up to 80.'
    }

    It 'says where TLS can be set that the Gateway API does not have' {
        { Set-TrafficPolicy user-service -Provider GatewayApi -TlsMode Mutual -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
        { Set-TrafficPolicy user-service -TlsMode Simple -TlsCaConfigMap ca -ErrorAction Stop } | Should -Throw '*cannot be set with Istio*'
    }

    It 'completes words' {
        $line = 'Set-TrafficPolicy user-service -LoadBalancer L'
        (Get-TestCompletion $line).CompletionText | Should -Be 'LeastRequest'
    }
}
