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
        Get-MicroServicePod worker | Out-String | Should -Match '(?m)^worker-\S+ +1/1 +0 +\S+ +Running\s*$'
        Get-MicroServicePod worker | Format-List | Out-String | Should -Match '(?m)^Revision +: 1\s*$'
    }

    It 'shows name and reason in full on a terminal of <_> columns' -ForEach 80, 120, 200 {
        $name = 'checkout-payment-reconciliation-worker-for-northern-europx7k2p'
        $reason = 'web:CrashLoopBackOff,lastendedOOMKilled(137)'
        $pods = 'web-7c9d8b6f5d-2xkqz', $name | ForEach-Object {
            [MicroK8s.Inspection.MicroServicePod]::new(
                $_, 'shop', 'web', 'Deployment', 'CrashLoopBackOff', 0, 1, 12, $null, [DateTimeOffset]::UtcNow, $null, $null,
                'test', $null)
        }
        [MicroK8s.Inspection.MicroServicePod].GetProperty('Reason').SetValue(
            $pods[1], 'web: CrashLoopBackOff, last ended OOMKilled (137)')
        $lines = ($pods | Out-String -Width $_).Split([Environment]::NewLine)
        $rule = $lines -match '^---' | Select-Object -First 1
        $rows = $lines[([array]::FindIndex($lines, [Predicate[string]] { $args[0] -like 'checkout*' }))..($lines.Count - 1)]
        $last = $rule.TrimEnd().LastIndexOf(' ') + 1
        -join ($rows | ForEach-Object { $_.PadRight($last).Substring($last) }) -replace '\s' | Should -Be $reason
        -join ($rows | ForEach-Object { $_.PadRight(29).Substring(0, 29).Trim() }) | Should -Be $name
    }
}
