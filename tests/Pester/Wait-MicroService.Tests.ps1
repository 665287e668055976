BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace

    function New-TestSet {
        param([string] $Kind, [string] $Name, [string] $Image)
        New-TestObject -Namespace $namespace -Manifest @"
apiVersion: apps/v1
kind: $Kind
metadata: { name: $Name }
spec:
  $(if ($Kind -eq 'StatefulSet') { "serviceName: $Name" })
  selector: { matchLabels: { app: $Name } }
  template:
    metadata: { labels: { app: $Name } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [ { name: web, image: '$Image' } ]
"@
    }

    New-TestSet StatefulSet db shop/web:v1.0
    New-TestSet DaemonSet agent shop/web:v1.0
    New-TestSet DaemonSet broken shop/nothing:v9
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Wait-MicroService' {
    It 'waits for services of any kind and emits each when it is ready' {
        $services = 'db', 'agent' | Wait-MicroService -Timeout 3m
        $services.Name | Sort-Object | Should -Be 'agent', 'db'
        $services.Available | Should -Be 1, 1
    }

    It 'takes what Get-MicroService emits, kind and all' {
        New-TestSet StatefulSet agent shop/web:v1.0
        { Wait-MicroService agent -ErrorAction Stop } |
            Should -Throw -ErrorId 'AmbiguousWorkload,MicroK8s.Commands.Rollouts.WaitMicroServiceCommand'
        $services = Get-MicroService agent* | Wait-MicroService -Timeout 00:03:00
        $services.Kind | Sort-Object | Should -Be 'StatefulSet', 'DaemonSet'
    }

    It 'says why a service will never be ready, and waits for the others' {
        $services = Wait-MicroService broken, db -Timeout ([timespan]::FromMinutes(3)) -ErrorVariable problem -ErrorAction SilentlyContinue
        $services.Name | Should -Be 'db'
        $problem.FullyQualifiedErrorId | Should -Be 'ImagePullFailed,MicroK8s.Commands.Rollouts.WaitMicroServiceCommand'
        $problem[0].TargetObject.Pod | Should -BeLike 'broken-*'
        $problem[0].TargetObject | Out-String | Should -Match 'Event +: (Failed|ErrImagePull|ImagePullBackOff): '
    }

    It 'ends with RolloutTimeout when the time is over' {
        $null = Invoke-TestKubectl patch statefulset db --namespace $namespace --patch (
            '{"spec":{"template":{"spec":{"schedulerName":"none-such"}}}}')
        { Wait-MicroService db -Timeout 2 -ErrorAction Stop } |
            Should -Throw -ErrorId 'RolloutTimeout,MicroK8s.Commands.Rollouts.WaitMicroServiceCommand'
    }

    It 'completes the names of services' {
        $line = 'Wait-MicroService d'
        (Get-TestCompletion $line).CompletionText | Should -Contain 'db'
    }

    It 'completes the kinds' {
        $line = 'Wait-MicroService db -Kind S'
        (Get-TestCompletion $line).CompletionText | Should -Contain 'StatefulSet'
    }

    It 'shows a table' {
        Wait-MicroService broken, agent -Kind DaemonSet -ErrorAction SilentlyContinue | Out-String -Width 140 |
            Should -Match 'agent +1/1 +Healthy'
    }
}
