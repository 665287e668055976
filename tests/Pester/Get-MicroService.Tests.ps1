BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = Invoke-TestKubectl create deployment web --image=shop/web:v1.0 --namespace $namespace
    $null = Invoke-TestKubectl create deployment worker --image=shop/web:v2.0 --namespace $namespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-MicroService' {
    It 'lists what others deployed' {
        (Get-MicroService).Name | Should -Be 'web', 'worker'
    }

    It 'takes wildcards and several names' {
        (Get-MicroService wo*).Name | Should -Be 'worker'
        (Get-MicroService web, worker).Count | Should -Be 2
    }

    It 'selects by label' {
        (Get-MicroService -LabelSelector 'app in (web)').Name | Should -Be 'web'
    }

    It 'reads names from the pipeline' {
        ('web' | Get-MicroService).Images | Should -Be 'shop/web:v1.0'
    }

    It 'finds its way back by the properties of its output' {
        Disconnect-Cluster
        try { $services = Get-MicroService web -Namespace $namespace -KubeConfig $TestKubeConfig -Context $TestContext }
        finally { $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace $namespace }
        ($services | Get-MicroService).Name | Should -Be 'web'
    }

    It 'reports a name that is not there and goes on' {
        $services = Get-MicroService nothing, web -ErrorVariable problem -ErrorAction SilentlyContinue
        $services.Name | Should -Be 'web'
        $problem.FullyQualifiedErrorId | Should -Be 'ResourceNotFound,MicroK8s.Commands.Services.GetMicroServiceCommand'
    }

    It 'says nothing when a wildcard matches nothing' {
        Get-MicroService nothing* | Should -BeNullOrEmpty
    }

    It 'shows all namespaces' {
        (Get-MicroService web -AllNamespaces).Namespace | Should -Contain $namespace
    }

    It 'lists every kind of workload, or one' {
        New-TestObject -Namespace $namespace -Manifest @'
{ "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": { "name": "db" },
  "spec": { "serviceName": "db", "replicas": 0, "selector": { "matchLabels": { "app": "db" } },
    "template": { "metadata": { "labels": { "app": "db" } },
      "spec": { "containers": [ { "name": "db", "image": "shop/web:v1.0" } ] } } } }
'@
        (Get-MicroService).Kind | Should -Be 'StatefulSet', 'Deployment', 'Deployment'
        (Get-MicroService -Kind StatefulSet).Name | Should -Be 'db'
        $null = Invoke-TestKubectl delete statefulset db --namespace $namespace
    }

    It 'gives lists of which one can take an item' {
        $service = Get-MicroService web
        $service.Containers[0] | Should -BeOfType string
        $service.Images[0] | Should -BeOfType string
    }

    It 'says of a service that will not start what a wait said' {
        New-MicroService bad shop/web:v9 -Wait -Timeout 180 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'ImagePullFailed,*'
        $listed = Get-MicroService bad
        $listed.Status, $listed.Failure | Should -Be 'Failing', 'ImagePullFailed'
        $listed.Reason | Should -BeLike "Image 'shop/web:v9' of container 'bad' of pod bad-* does not exist in the registry."
        $problem[0].Exception.Message | Should -BeLike "*$($listed.Reason.Substring(1))*"
        Remove-MicroService bad
    }

    It 'watches until it has seen enough' {
        (Watch-TestService -First 2).Name | Should -Be 'web', 'worker'
    }

    It 'tells a namespace that does not exist' {
        { Get-MicroService -Namespace no-such-namespace -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceNotFound,*'
    }

    It 'has a table and a list' {
        Get-MicroService web | Out-String | Should -Match '(?m)^web +\d/1 +\w+ +v1\.0 '
        Get-MicroService web | Format-List | Out-String | Should -Match '(?m)^Selector +: app=web\s*$'
    }

    It 'completes names' {
        $line = 'Get-MicroService w'
        (Get-TestCompletion $line).CompletionText | Should -Be 'web', 'worker'
    }
}
