BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Test-ClusterHealth' {
    It 'has a finding for every check' {
        $expected = 'Api', 'ControlLoops', 'Dns', 'Istio', 'IstioConfig', 'Nodes', 'Pods', 'SystemPods', 'Workloads'
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
        foreach ($try in 1..300) {
            if ((Get-TestObject pod broken $namespace).status.containerStatuses.state.waiting.reason -eq 'CreateContainerConfigError') { break }
            Start-Sleep -Milliseconds 100
        }

        $finding = Test-ClusterHealth Pods -Namespace $namespace
        $finding.Status | Should -Be Unhealthy
        $finding.Target | Should -Be "Pod $namespace/broken"
        $finding.Evidence | Should -BeLike '*CreateContainerConfigError*no-such-map*'
        $finding.Remediation | Should -Be "kubectl describe pod broken -n $namespace"
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

    It 'has a table and a list' {
        Test-ClusterHealth Api | Out-String | Should -Match '(?m)^Healthy +Api +https'
        Test-ClusterHealth Api | Format-List | Out-String | Should -Match '(?m)^Category +: ControlPlane\s*$'
    }

    It 'completes checks' {
        $line = 'Test-ClusterHealth -Check Api,Is'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Istio', 'IstioConfig'
    }
}
