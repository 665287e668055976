BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Test-ClusterHealth' {
    It 'has a finding for every check' {
        $expected = 'AggregatedApis', 'Api', 'Autoscalers', 'Budgets', 'Certificates', 'ControlLoops', 'CustomResources',
            'DeprecatedApis', 'Dns', 'Events', 'GatewayApi', 'Ingresses', 'Istio', 'IstioConfig', 'Jobs', 'LogCollector',
            'Metrics', 'Monitors', 'Namespaces', 'Nodes', 'Pods', 'Quotas', 'Services', 'Storage', 'SystemPods',
            'TrafficPolicies', 'Webhooks', 'Workloads'
        (Test-ClusterHealth).Check | Sort-Object -Unique | Should -Be $expected
    }

    It 'finds the control plane healthy' {
        $findings = Test-ClusterHealth Api, ControlLoops
        $findings.Status | Should -Be Healthy, Healthy, Healthy
        $findings.Target | Should -Contain 'kube-scheduler'
    }

    It 'is true when a namespace is well, and false when a pod cannot start' {
        Test-ClusterHealth Pods, Workloads -Namespace $namespace -Quiet | Should -BeTrue
        New-TestObject -Namespace $namespace -Manifest @'
apiVersion: v1
kind: Pod
metadata: {name: broken}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: main
    image: shop/web:v1.0
    imagePullPolicy: IfNotPresent
    envFrom: [{configMapRef: {name: no-such-map}}]
'@
        Wait-TestCondition { (Get-TestObject pod broken $namespace).status.containerStatuses.state.waiting.reason -eq 'CreateContainerConfigError' }

        $finding = Test-ClusterHealth Pods -Namespace $namespace
        $finding.Status | Should -Be Unhealthy
        $finding.Code | Should -Be MK413
        $finding.Kind, $finding.Namespace, $finding.Name | Should -Be Pod, $namespace, broken
        $finding.Target | Should -Be "Pod $namespace/broken"
        $finding.Evidence | Should -BeLike '*CreateContainerConfigError*no-such-map*'
        $finding.Remediation | Should -Be "Read the events of Pod $namespace/broken: nothing controls it, so it is not started anew"
        Test-ClusterHealth Pods, Workloads -Namespace $namespace -Quiet | Should -BeFalse
    }

    It 'sorts by severity' {
        $findings = Test-ClusterHealth -Namespace $namespace | Sort-Object Status -Descending
        $findings[0].Status | Should -Be Unhealthy
        ($findings | Where-Object Status -ge Warning).Status | Should -Not -Contain Healthy
    }

    It 'leaves checks out' {
        (Test-ClusterHealth -Exclude *pods, Istio*).Check | Should -Not -Contain 'Pods'
    }

    It 'refuses a check that does not exist' {
        { Test-ClusterHealth Nodez -ErrorAction Stop } |
            Should -Throw '*Nodez*' -ErrorId 'InvalidSpec,MicroK8s.Commands.Health.TestClusterHealthCommand'
    }

    It 'refuses a namespace that does not exist' {
        { Test-ClusterHealth -Namespace no-such-place -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceNotFound,MicroK8s.Commands.Health.TestClusterHealthCommand'
    }

    It 'says that a user with few rights leaves much unknown' {
        $limited = @{ KubeConfig = Join-Path (Split-Path $TestKubeConfig) kubeconfig-limited; Context = 'microk8s-test-limited' }
        $findings = Test-ClusterHealth Pods, Nodes @limited
        $findings.Status | Should -Not -Contain Healthy
        $findings[0].Evidence | Should -BeLike 'AccessDenied: not allowed to*'
        Test-ClusterHealth Pods -Quiet @limited | Should -BeFalse
    }

    It 'takes wildcards of namespaces, and refuses one that matches none' {
        (Test-ClusterHealth Pods -Namespace "$($namespace.Substring(0, $namespace.Length - 1))*").Target | Should -Contain "Pod $namespace/broken"
        { Test-ClusterHealth Pods -Namespace no-such-* -ErrorAction Stop } |
            Should -Throw -ErrorId 'NamespaceNotFound,MicroK8s.Commands.Health.TestClusterHealthCommand'
    }

    It 'emits only what is bad enough' {
        (Test-ClusterHealth Pods, Quotas -Namespace $namespace -MinimumStatus Warning).Code | Should -Be MK413
    }

    It 'has thresholds that are set by name, and refuses other names and values' {
        New-TestObject -Namespace $namespace -Manifest @'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  storageClassName: none
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Mi}}
'@
        (Test-ClusterHealth Storage -Namespace $namespace -MinimumStatus Warning).Status | Should -Be Warning
        (Test-ClusterHealth Storage -Namespace $namespace -MinimumStatus Warning -Threshold @{ claimgrace = '0s' }).Status | Should -Be Unhealthy
        { Test-ClusterHealth Storage -Threshold @{ Grace = 1 } -ErrorAction Stop } |
            Should -Throw "*no chosen check has a threshold 'Grace'*" -ErrorId 'InvalidSpec,MicroK8s.Commands.Health.TestClusterHealthCommand'
        { Test-ClusterHealth Storage -Threshold @{ ClaimGrace = 'soon' } -ErrorAction Stop } | Should -Throw "*ClaimGrace: 'soon' must be a duration*"
        { Test-ClusterHealth Quotas -Threshold @{ QuotaWarning = 101 } -ErrorAction Stop } | Should -Throw "*must be a percentage*"
    }

    It 'waits until all is well, and no longer than it is told' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Test-ClusterHealth Quotas -Namespace $namespace -Wait -Quiet | Should -BeTrue
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
        (Test-ClusterHealth Pods -Namespace $namespace -Wait -WaitTimeout 1).Code | Should -Be MK413
        { Test-ClusterHealth -WaitTimeout 5 -ErrorAction Stop } | Should -Throw "*needs -Wait*"
    }

    It 'runs an optional check only when it is named' {
        (Test-ClusterHealth Tls*, Certificates -Namespace $namespace -ErrorAction Ignore).Check | Should -Not -Contain TlsSecrets
        (Test-ClusterHealth TlsSecrets -Namespace $namespace).Check | Should -Be TlsSecrets
    }

    It 'sums up on the host, and not in the pipeline' {
        $all = Test-ClusterHealth Api, Pods -Namespace $namespace 6>&1
        "$($all[-1])" | Should -Match '^Unhealthy: 1 unhealthy, .*; Workloads: 1 unhealthy$'
        (Test-ClusterHealth Api 6>$null) | ForEach-Object { $_.GetType().Name } | Sort-Object -Unique | Should -Be HealthFinding
    }

    It 'has a table and a list' {
        Test-ClusterHealth Api | Out-String | Should -Match '(?m)^Healthy +Api +https'
        Test-ClusterHealth Api | Format-List | Out-String | Should -Match '(?m)^Category +: ControlPlane\s*$'
    }

    It 'completes checks' {
        $line = 'Test-ClusterHealth -Check Api,Is'
        (Get-TestCompletion $line).CompletionText | Should -Be 'Istio', 'IstioConfig'
    }
}
