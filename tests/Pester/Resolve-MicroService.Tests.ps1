BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Port http:80:8080 -Wait
    $null = New-MicroService worker shop/web:v1.0 -Replicas 0
    $null = Invoke-TestKubectl create service nodeport front --tcp=80:8080 --namespace $namespace
    $null = Invoke-TestKubectl set selector service front app=web --namespace $namespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Resolve-MicroService' {
    It 'tells names, ports and endpoints of every Service that selects the pods' {
        $found = Resolve-MicroService web
        $found.Service | Should -Be 'front', 'web'
        $found[1].DnsNames | Should -Be 'web', "web.$namespace", "web.$namespace.svc", "web.$namespace.svc.cluster.local"
        $found[1].Ports[0].Port | Should -Be 80
        $found[1].Ready.Pod | Should -Be (Get-MicroServicePod web).Pod
    }

    It 'tells the address of a node for its port' {
        (Resolve-MicroService web).ExternalAddresses | Should -Match '^[\d.]+:3\d{4}$'
    }

    It 'takes what comes down the pipeline, and the domain' {
        (Get-MicroService web | Resolve-MicroService -ClusterDomain example.org)[0].DnsNames[-1] |
            Should -Be "front.$namespace.svc.example.org"
    }

    It 'reports a service that nothing leads to' {
        { Resolve-MicroService worker -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'has a table and a list' {
        Resolve-MicroService web | Out-String -Width 200 | Should -Match '(?m)^front\.\S+\.svc +NodePort +1/1 '
        Resolve-MicroService web | Format-List | Out-String | Should -Match '(?m)^Type +: NodePort\s*$'
    }
}
