BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Replicas 2 -Wait
    $null = New-MicroService worker shop/web:v2.0 -Wait
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-MicroServicePod' {
    It 'lists the pods of a service as kubectl does' {
        $pods = Get-MicroServicePod web
        $pods.Pod | Should -Be (Invoke-TestKubectl get pods --namespace $namespace --selector app=web --output 'jsonpath={.items[*].metadata.name}').Split(' ')
        $pods.Status | Should -Be 'Running', 'Running'
    }

    It 'lists the pods of all services' {
        (Get-MicroServicePod).Service | Sort-Object -Unique | Should -Be 'web', 'worker'
    }

    It 'takes wildcards and what comes down the pipeline' {
        (Get-MicroServicePod wo*).Service | Should -Be 'worker'
        (Get-MicroService worker | Get-MicroServicePod).Service | Should -Be 'worker'
        (Get-MicroServicePod worker -AllNamespaces).Namespace | Should -Contain $namespace
    }

    It 'tells every container' {
        (Get-MicroServicePod worker).Containers.State | Should -Be 'Running'
    }

    It 'reports a service that is not there' {
        { Get-MicroServicePod nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'has a table and a list' {
        Get-MicroServicePod worker | Out-String | Should -Match '(?m)^worker-\S+ +1/1 +Running +0 '
        Get-MicroServicePod worker | Format-List | Out-String | Should -Match '(?m)^Revision +: 1\s*$'
    }
}
