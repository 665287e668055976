#Requires -Version 7.4
# Situations that people met with other tools, each with its report.

BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace

    function Get-ContainerField([string] $Deployment, [string] $Field) {
        (Get-TestObject deployment $Deployment $namespace).spec.template.spec.containers[0].$Field
    }
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'A port of the node (kubernetes#97227, #126879)' {
    BeforeAll {
        $port = Get-Random -Minimum 18000 -Maximum 19000
        $edge = @"
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge }
spec:
  replicas: 1
  strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }
  selector: { matchLabels: { app: edge } }
  template:
    metadata: { labels: { app: edge } }
    spec:
      terminationGracePeriodSeconds: 10
      containers:
      - name: web
        image: shop/web:v1.0
        lifecycle: { preStop: { exec: { command: [ sh, -c, "sleep 8" ] } } }
        ports: [ { containerPort: 8080, hostPort: $port } ]
        readinessProbe: { httpGet: { path: /ready, port: 8080 }, periodSeconds: 1 }
"@
        $null = $edge | Publish-MicroService -Wait
    }

    It 'is waited for until the old pod, which leaves slowly, is gone' {
        Set-MicroService edge -Image shop/web:v2.0 -Wait -RollbackOnFailure -Timeout 240 -ErrorAction Stop
        (Get-MicroService edge).Version | Should -Be 'v2.0'
    }

    It 'is named in the advice when old and new pod need it at once' {
        Set-MicroService edge -MaxSurge 1 -MaxUnavailable 0
        Set-MicroService edge -Image shop/web:v1.1 -Wait -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'Unschedulable,*'
        $problem[0].ErrorDetails.RecommendedAction |
            Should -BeLike '*Set-MicroService edge -MaxSurge 0 -MaxUnavailable 1, or -UpdateStrategy Recreate.*'
        (Get-MicroService edge).Failure | Should -Be 'Unschedulable'
    }
}

Describe 'A variable that stands twice (kubernetes#58477, #106809)' {
    BeforeEach {
        $manifest = @'
apiVersion: apps/v1
kind: Deployment
metadata: { name: envs }
spec:
  replicas: 0
  selector: { matchLabels: { app: envs } }
  template:
    metadata: { labels: { app: envs } }
    spec:
      containers:
      - name: web
        image: shop/web:v1.0
        env: [ { name: STAGE, value: qa }, { name: REGION, value: eu }, { name: STAGE, value: qa } ]
'@
        New-TestObject -Namespace $namespace -Manifest $manifest
    }

    AfterEach { $null = Invoke-TestKubectl delete deployment envs --namespace $namespace }

    It 'becomes one with the new value' {
        Set-MicroService envs -Environment @{ STAGE = 'x' }
        (Get-ContainerField envs env).ForEach{ "$($_.name)=$($_.value)" } | Should -Be 'STAGE=x', 'REGION=eu'
    }

    It 'goes as a whole' {
        Set-MicroService envs -Environment @{ STAGE = $null }
        (Get-ContainerField envs env).name | Should -Be 'REGION'
    }

    It 'is named when a manifest cannot be merged with it' {
        $manifest.Replace(', { name: STAGE, value: qa } ]', ' ]') |
            Publish-MicroService -ErrorVariable problem -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidSpec,*'
        $problem[0].Exception.Message | Should -BeLike '*.env: duplicate entries for key `[name="STAGE"`]*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*Set-MicroService NAME -Environment*'
    }
}

Describe 'Replicas that an autoscaler sets (kubernetes#25238, website#29739)' {
    BeforeAll {
        $load = @'
apiVersion: apps/v1
kind: Deployment
metadata: { name: load }
spec:
  replicas: 1
  selector: { matchLabels: { app: load } }
  template:
    metadata: { labels: { app: load } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [ { name: web, image: 'shop/web:v1.0', resources: { requests: { cpu: 10m } } } ]
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: { name: load }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: load }, minReplicas: 3, maxReplicas: 5 }
'@
        $null = $load | Publish-MicroService
        $null = Watch-TestService load { $_.Desired -eq 3 }
    }

    It 'stay when the manifest no longer names them' {
        $null = $load.Replace("  replicas: 1`n", '').Replace('v1.0', 'v1.1') | Publish-MicroService -WarningVariable warning
        $warning | Should -BeNullOrEmpty
        (Get-MicroService load).Desired | Should -Be 3
        (Get-MicroService load).Version | Should -Be 'v1.1'
    }

    It 'are warned of when a manifest or Set-MicroService names them' {
        $words = "HorizontalPodAutoscaler $namespace/load controls the replicas of Deployment $namespace/load (3–5) and will override this value."
        $null = $load | Publish-MicroService -WhatIf -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -Be $words
        Set-MicroService load -Replicas 2 -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -Be $words
    }
}

Describe 'A choice whose old side the server filled in (kubernetes#24198, pulumi-kubernetes#2843)' {
    BeforeAll {
        $pay = @'
apiVersion: apps/v1
kind: Deployment
metadata: { name: pay }
spec:
  replicas: 0
  selector: { matchLabels: { app: pay } }
  template:
    metadata: { labels: { app: pay } }
    spec:
      containers:
      - name: web
        image: shop/web:v1.0
        livenessProbe: { httpGet: { path: /ready, port: 8080 }, periodSeconds: 3 }
        lifecycle: { preStop: { httpGet: { path: /ready, port: 8080 } } }
      volumes: [ { name: files, configMap: { name: files } } ]
'@
        $recreate = $pay.Replace('replicas: 0', "replicas: 0`n  strategy: { type: Recreate }")
    }

    BeforeEach { $null = $pay | Publish-MicroService }

    AfterEach { $null = Invoke-TestKubectl delete deployment pay --namespace $namespace }

    It 'goes with the new choice of a strategy: <_>' -ForEach '{ type: Recreate }', '{ type: Recreate, rollingUpdate: null }' {
        $manifest = $recreate.Replace('{ type: Recreate }', $_)
        ($manifest | Publish-MicroService).Action | Should -Be 'Configured'
        (Get-TestObject deployment pay $namespace).spec.strategy.PSObject.Properties.Name | Should -Be 'type'
        ($manifest | Publish-MicroService).Action | Should -Be 'Unchanged'
        ($pay | Publish-MicroService).Action | Should -Be 'Configured'
        (Get-TestObject deployment pay $namespace).spec.strategy.type | Should -Be 'RollingUpdate'
    }

    It 'goes with the new handler of a probe or hook, and the new source of a volume' {
        $manifest = $pay.Replace('livenessProbe: { httpGet: { path: /ready, port: 8080 }', 'livenessProbe: { tcpSocket: { port: 8080 }').
            Replace('preStop: { httpGet: { path: /ready, port: 8080 } }', 'preStop: { exec: { command: [ sleep, "1" ] } }').
            Replace('configMap: { name: files }', 'secret: { secretName: files }')
        ($manifest | Publish-MicroService).Action | Should -Be 'Configured'
        $pod = (Get-TestObject deployment pay $namespace).spec.template.spec
        $pod.containers[0].livenessProbe.PSObject.Properties.Name | Should -Not -Contain 'httpGet'
        $pod.containers[0].livenessProbe.tcpSocket.port | Should -Be 8080
        $pod.containers[0].livenessProbe.periodSeconds | Should -Be 3
        $pod.containers[0].lifecycle.preStop.PSObject.Properties.Name | Should -Be 'exec'
        $pod.volumes[0].PSObject.Properties.Name | Sort-Object | Should -Be 'name', 'secret'
        (Get-RolloutHistory pay).Count | Should -Be 2
        ($manifest | Publish-MicroService).Action | Should -Be 'Unchanged'
    }

    It 'is shown by -WhatIf' {
        $script = @"
            Import-Module '$module'
            `$null = Connect-Cluster -KubeConfig '$TestKubeConfig' -Context $TestContext -Namespace $namespace
            @'
$recreate
'@ | Publish-MicroService -WhatIf
"@
        $text = Invoke-Shell -Command $script | Out-String
        $text | Should -Match '(?m)^  spec\.strategy\.type: RollingUpdate → Recreate'
        $text | Should -Match '(?m)^  spec\.strategy\.rollingUpdate\.maxSurge: 25% → \(none\)'
    }
}

Describe 'A pod that a StatefulSet waits for for ever (kubernetes#88896, #60164)' {
    BeforeAll {
        $ring = @'
apiVersion: v1
kind: Service
metadata: { name: ring }
spec: { clusterIP: None, selector: { app: ring }, ports: [ { name: http, port: 8080 } ] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ring }
spec:
  serviceName: ring
  replicas: 2
  selector: { matchLabels: { app: ring } }
  template:
    metadata: { labels: { app: ring } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [ { name: web, image: 'shop/web:v1.0', ports: [ { name: http, containerPort: 8080 } ] } ]
'@
        $broken = $ring.Replace('shop/web:v1.0', 'shop/web:not-there')

        function Publish-Broken {
            $broken | Publish-MicroService -Wait -ErrorVariable problem -ErrorAction SilentlyContinue | Out-Null
            $problem.FullyQualifiedErrorId | Should -BeLike 'ImagePullFailed,*'
        }
    }

    BeforeEach { Publish-Broken }

    AfterAll { Remove-MicroService ring -Force -Confirm:$false -WarningAction SilentlyContinue }

    It 'is replaced by <_>' -ForEach @(
        'Set-MicroService ring -Image shop/web:v1.1 -Wait -Timeout 240'
        '$ring | Publish-MicroService -Wait -Timeout 240'
    ) {
        & ([scriptblock]::Create($_)) -ErrorAction Stop | Out-Null
        (Get-MicroService ring).Status | Should -Be 'Healthy'
    }

    It 'is replaced where the update strategy has no partition' {
        # Then a deleted pod is made as it was (kubernetes, pkg/controller/statefulset, newVersionedStatefulSetPod).
        $null = Invoke-TestKubectl delete statefulset ring --namespace $namespace
        $plain = $ring.Replace('replicas: 2', "replicas: 2`n  updateStrategy: { type: RollingUpdate }")
        $null = $plain.Replace('shop/web:v1.0', 'shop/web:not-there') |
            Publish-MicroService -Wait -ErrorAction SilentlyContinue
        $null = $plain | Publish-MicroService -Wait -Timeout 240 -ErrorAction Stop
        (Get-MicroService ring).Status | Should -Be 'Healthy'
    }

    It 'is shown by -WhatIf: <_>' -ForEach @(
        'Set-MicroService ring -Image shop/web:v1.1', 'Restart-MicroService ring', '$ring | Publish-MicroService'
    ) {
        $script = @"
            Import-Module '$module'
            `$null = Connect-Cluster -KubeConfig '$TestKubeConfig' -Context $TestContext -Namespace $namespace
            `$ring = @'
$ring
'@
            $_ -WhatIf
"@
        Invoke-Shell -Command $script | Out-String |
            Should -Match '(?m)^  then delete Pod \S+/ring-\d, which is not ready: StatefulSet would wait for it for ever'
    }
}

Describe 'A rollback of what was published (kubernetes#50021)' {
    It 'warns that the next publish of the manifest undoes it, and it does' {
        $manifest = @'
apiVersion: apps/v1
kind: Deployment
metadata: { name: back }
spec:
  replicas: 0
  selector: { matchLabels: { app: back } }
  template:
    metadata: { labels: { app: back } }
    spec: { containers: [ { name: web, image: 'shop/web:v1.0' } ] }
'@
        $second = $manifest.Replace('v1.0', 'v2.0')
        $null = $manifest | Publish-MicroService -Wait
        $null = $second | Publish-MicroService -Wait
        $null = Invoke-Rollback back -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeLike '*the next publish of the same manifest undoes this rollback*'
        ($second | Publish-MicroService).Action | Should -Be 'Configured'
        (Get-ContainerField back image) | Should -Be 'shop/web:v2.0'
    }
}

Describe 'A Job (helm#5948, #9285)' {
    BeforeAll {
        function Get-Job([string] $Name, [string] $Script, [string] $Image = 'shop/web:v1.0') {
            @"
apiVersion: batch/v1
kind: Job
metadata: { name: $Name }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [ { name: main, image: '$Image', command: [ sh, -c, '$Script' ] } ]
"@
        }
    }

    It 'is waited for until it is complete' {
        (Get-Job good 'sleep 1' | Publish-MicroService -Wait).Action | Should -Be 'Created'
        (Get-TestObject job good $namespace).status.succeeded | Should -Be 1
        (Get-Job good 'sleep 1' | Publish-MicroService -Wait).Action | Should -Be 'Unchanged'
    }

    It 'that fails is an error with reason, pod, exit code and log' {
        Get-Job bad 'echo no such table; exit 3' |
            Publish-MicroService -Wait -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'JobFailed,*'
        $problem[0].Exception.Message | Should -BeLike '*BackoffLimitExceeded*exit code 3*no such table*'
        $problem[0].TargetObject.Pod | Should -BeLike 'bad-*'
        $problem[0].TargetObject.ExitCode | Should -Be 3
        $problem[0].TargetObject.Log | Should -Contain 'no such table'
    }

    It 'whose image does not exist is certain at once' {
        Get-Job lost true shop/none:v1 | Publish-MicroService -Wait -Timeout 120 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'ImagePullFailed,*'
    }

    It 'and what nothing can judge is named' {
        @'
apiVersion: v1
kind: Pod
metadata: { name: alone }
spec: { terminationGracePeriodSeconds: 0, containers: [ { name: web, image: 'shop/web:v1.0' } ] }
'@ | Publish-MicroService -Wait -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeLike "-Wait does not wait for Pod $namespace/alone*"
    }
}

Describe 'An object that the set no longer has' {
    BeforeAll {
        $one, $two = 'one', 'two' | ForEach-Object { "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: $_ }`n" }
        $script = @"
            Import-Module '$module'
            `$null = Connect-Cluster -KubeConfig '$TestKubeConfig' -Context $TestContext -Namespace $namespace
            @'
$one
'@ | Publish-MicroService -Application config -Prune
"@
    }

    BeforeEach { $null = "$one---`n$two" | Publish-MicroService -Application config }

    It 'is removed only when somebody answers' {
        (Invoke-Shell -Command $script 2>&1) -join "`n" | Should -Match 'NonInteractive'
        Get-TestObject configmap two $namespace | Should -Not -BeNullOrEmpty
    }

    It 'is removed unasked with <_>' -ForEach '-Force', '-Confirm:$false' {
        (Invoke-Shell -Command "$script $_" 2>&1) -join "`n" | Should -Not -Match 'NonInteractive'
        (Invoke-TestKubectl get configmap --namespace $namespace --output name) | Should -Not -Contain 'configmap/two'
    }
}
