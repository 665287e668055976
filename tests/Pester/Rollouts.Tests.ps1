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
