BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'New-MicroService' {
    It 'deploys the shop''s user service and waits for it' {
        $service = New-MicroService user-service shop/web:v1.0 -Port 8080 -Replicas 2 -ReadinessProbe /ready:8080 `
            -LivenessProbe @{ Path = '/health'; Port = 8080; InitialDelaySeconds = 30; PeriodSeconds = 10 } `
            -Request @{ cpu = '10m'; memory = '16Mi' } -Limit @{ memory = '64Mi' } -Wait
        $service.Status | Should -Be 'Healthy'
        $service.Ready | Should -Be 2
        (Get-TestObject service user-service $namespace).spec.selector.app | Should -Be 'user-service'
        $probe = (Get-TestObject deployment user-service $namespace).spec.template.spec.containers[0].livenessProbe
        $probe.initialDelaySeconds | Should -Be 30
    }

    It 'refuses an existing name and leaves it alone' {
        $service = New-MicroService user-service shop/web:v2.0 -ErrorVariable problem -ErrorAction SilentlyContinue
        $service | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'AlreadyExists,MicroK8s.Commands.Services.NewMicroServiceCommand'
        (Get-MicroService user-service).Version | Should -Be 'v1.0'
    }

    It 'completes a service that was left incomplete, and only with the same parameters' {
        $wanted = @{ Name = 'half'; Image = 'shop/web:v1.0'; Port = '80:8080'; Replicas = 0; Limit = @{ memory = '0.5Gi' } }
        New-MicroService @wanted | Out-Null
        $null = Invoke-TestKubectl delete service half --namespace $namespace
        New-MicroService half shop/web:v2.0 -Port 80:8080 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'AlreadyExists,*'
        "$problem" | Should -BeLike "*Deployment $namespace/half exists, Service $namespace/half is missing*"
        Get-TestObject service half $namespace | Should -BeNullOrEmpty
        (New-MicroService @wanted -WarningVariable said -WarningAction SilentlyContinue).Name | Should -Be 'half'
        "$said" | Should -BeLike "*is completed now. Missing: Service $namespace/half.*"
        Get-TestObject service half $namespace | Should -Not -BeNullOrEmpty
        { New-MicroService @wanted -ErrorAction Stop } | Should -Throw -ErrorId 'AlreadyExists,*'
    }

    It 'makes services of the rows of a CSV file' {
        $rows = 'Name,Image,Port,Replicas,Environment',
            'a,shop/web:v1.0,80:8080,0,LEVEL=info;MODE=a=b',
            'b,shop/web:v2.0,,,'
        ($rows | ConvertFrom-Csv | New-MicroService | Sort-Object Name).Desired | Should -Be 0, 1
        (Get-TestObject deployment a $namespace).spec.template.spec.containers[0].env.value | Should -Be 'info', 'a=b'
        Get-TestObject service b $namespace | Should -BeNullOrEmpty
    }

    It 'makes the services of a CSV file at once, and tells of a wrong row and of a wrong column' {
        $file = Join-Path $TestDrive services.csv
        Set-Content $file 'Name,Image,Port,Replicas,ReadinessProbe,Environment',
            'slow,shop/web:v1.0,80:8080,1,/ready,SLOW_START_SECONDS=5',
            'many,shop/web:v1.0,,several,,',
            'c1,shop/web:v1.0,80:8080,1,/ready,', 'c2,shop/web:v1.0,80:8080,1,/ready,', 'c3,shop/web:v2.0,,,,'
        $made = Import-Csv $file |
            New-MicroService -Wait -ThrottleLimit 4 -ErrorVariable problem -ErrorAction SilentlyContinue
        ($made.Name | Sort-Object) -join ' ' | Should -Be 'c1 c2 c3 slow'
        $made.Status | Should -Be (@('Healthy') * 4)
        "$problem" | Should -BeLike "Input 2 ('many'): -Replicas 'several' is not a whole number*"

        'Name,Image,Replica', 'x,shop/web:v1.0,2' | ConvertFrom-Csv |
            New-MicroService -ErrorVariable problem -ErrorAction SilentlyContinue
        "$problem" | Should -Be "Input 1 ('x'): 'Replica' is not a field of a microservice. Did you mean 'replicas'?"
        Get-TestObject deployment x $namespace | Should -BeNullOrEmpty
    }

    It 'makes services of JSON' {
        $json = '[{ "name": "j1", "image": "shop/web:v1.0", "replicas": 0, "port": ["http:80:8080"],
            "readinessProbe": { "path": "/ready", "port": "http", "periodSeconds": 2 } },
            { "name": "j2", "image": "shop/web:v1.0", "replicas": 0, "environment": { "A": 1, "B": true } }]'
        ($json | ConvertFrom-Json | New-MicroService | Sort-Object Name).Name | Should -Be 'j1', 'j2'
        $probe = (Get-TestObject deployment j1 $namespace).spec.template.spec.containers[0].readinessProbe
        $probe.periodSeconds | Should -Be 2
        (Get-TestObject deployment j2 $namespace).spec.template.spec.containers[0].env.value | Should -Be '1', 'true'
    }

    It 'makes the services of YAML files, or none if one is wrong' {
        $good = Join-Path $TestDrive good.yaml
        Set-Content $good 'name: y1', 'image: shop/web:v1.0', 'replicas: 0', '---', 'name: y2', 'image: shop/web:v1.0', 'replicas: 0'
        $bad = Join-Path $TestDrive bad.yaml
        Set-Content $bad 'name: y3', 'image: shop/web:v1.0', 'livenessProbe:', '  path: /health', '  peroid: 3'
        Get-ChildItem $TestDrive -Filter *.yaml |
            New-MicroService -ErrorVariable problem -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
            Should -BeNullOrEmpty
        "$problem" | Should -BeLike "*bad.yaml, line 5, column 3: livenessProbe 'peroid' is not a field of a probe. Did you mean 'periodSeconds'?"
        Get-TestObject deployment y1 $namespace | Should -BeNullOrEmpty
        (New-MicroService -Path (Join-Path $TestDrive good*) | Sort-Object Name).Name | Should -Be 'y1', 'y2'
    }

    It 'takes texts of a file as they stand there, and its name from the command line' {
        $file = Join-Path $TestDrive 'texts.yaml'
        "name: a`nimage: shop/web:v1.0`nreplicas: 0x0`nenvironment: { ANSWER: yes, RELEASE: 1.10, ID: 010 }" | Set-Content $file
        (New-MicroService -Path $file -Name texts).Name | Should -Be 'texts'
        $made = (Get-TestObject deployment texts $namespace).spec
        $made.replicas | Should -Be 0
        $made.template.spec.containers[0].env.value | Should -Be 'yes', '1.10', '010'
    }

    It 'agrees with its JSON Schema: <Json>' -ForEach @(
        @{ IsValid = $true; Json = '{ "name": "s", "image": "a", "port": [80, "http:81:8080"], "replicas": 2 }' }
        @{ IsValid = $true; Json = '{ "name": "s", "image": "a", "readinessProbe": { "path": "/", "port": 80 } }' }
        @{ IsValid = $false; Json = '{ "name": "s", "image": "a", "replica": 2 }' }
        @{ IsValid = $false; Json = '{ "name": "s", "image": "a", "replicas": -1 }' }
        @{ IsValid = $false; Json = '{ "image": "a" }' }
    ) {
        $schema = Join-Path (Get-Module MicroK8s).ModuleBase schemas/microservice.schema.json
        Test-Json -Json $Json -SchemaFile $schema -ErrorAction SilentlyContinue | Should -Be $IsValid
        $Json | ConvertFrom-Json | New-MicroService -WhatIf -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Count -eq 0 | Should -Be $IsValid
    }

    It 'shows with -WhatIf what the server would store, without values' {
        $shown = Invoke-Shell -Command (
            "Import-Module '$module'; New-MicroService ghost shop/web:v1.0 -Port 80 -Environment @{ TOKEN = 'hush' } " +
            "-WhatIf -KubeConfig '$TestKubeConfig' -Context $TestContext -Namespace $namespace") | Out-String
        $shown | Should -BeLike '*Deployment ghost*revisionHistoryLimit: 10 (default)*Service ghost*type: ClusterIP (default)*'
        $shown | Should -BeLike '*env?TOKEN?.value: (hidden)*'
        $shown | Should -Not -BeLike '*hush*'
        $shown | Should -Not -BeLike '*managedFields*'
    }

    It 'writes nothing with -WhatIf' {
        New-MicroService ghost shop/web:v1.0 -Port 80 -WhatIf | Should -BeNullOrEmpty
        Get-TestObject deployment ghost $namespace | Should -BeNullOrEmpty
        Get-TestObject service ghost $namespace | Should -BeNullOrEmpty
    }

    It 'ends the wait with the cause' {
        New-MicroService lost shop/none:v1.0 -Wait -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'ImagePullFailed,*'
        $problem.TargetObject.Image | Should -Be 'shop/none:v1.0'
    }

    It 'tells a pipeline''s log how the wait goes, and the Deployment which run made it' {
        $env:TF_BUILD, $env:BUILD_BUILDNUMBER = 'True', '20260102.3'
        try { $null = New-MicroService traced shop/web:v1.0 -Wait -InformationVariable lines 6>$null }
        finally { $env:TF_BUILD, $env:BUILD_BUILDNUMBER = $null, $null }
        "$($lines[0])" | Should -BeLike "*Rolling out $namespace/traced: *"
        $annotations = (Get-TestObject deployment traced $namespace).metadata.annotations
        $annotations.'azure-pipelines/run' | Should -Be '20260102.3'
        $annotations.'kubernetes.io/change-cause' | Should -Be 'image shop/web:v1.0, run 20260102.3'
    }

    It 'makes a service with every other object that belongs to it' {
        New-MicroService shop shop/web:v1.0 -Port http:80:8080 -ServiceType LoadBalancer -SessionAffinity ClientIP `
            -Ingress shop.example.com/api -IngressClass nginx -Request @{ cpu = '10m' } `
            -Autoscale @{ Min = 1; Max = 3; Cpu = 70 } -DisruptionBudget @{ MaxUnavailable = 1 } -Spread zone
        (Get-TestObject service shop $namespace).spec.sessionAffinity | Should -Be 'ClientIP'
        (Get-TestObject ingress shop $namespace).spec.rules[0].host | Should -Be 'shop.example.com'
        (Get-TestObject hpa shop $namespace).spec.maxReplicas | Should -Be 3
        (Get-TestObject pdb shop $namespace).spec.maxUnavailable | Should -Be 1
    }

    It 'makes StatefulSets with their headless Service, and DaemonSets' {
        New-MicroService db shop/web:v1.0 -Kind StatefulSet -Port 5432 -Replicas 0 -VolumeClaim data:/data:1Gi
        (Get-TestObject service db $namespace).spec.clusterIP | Should -Be 'None'
        (Get-TestObject statefulset db $namespace).spec.volumeClaimTemplates[0].metadata.name | Should -Be 'data'
        New-MicroService agent shop/web:v1.0 -Kind DaemonSet -NodeSelector @{ role = 'none' }
        (Get-TestObject daemonset agent $namespace).spec.template.spec.nodeSelector.role | Should -Be 'none'
    }

    It 'warns of an outdated label and names the one of today' {
        New-MicroService zoned shop/web:v1.0 -Replicas 0 -NodeAffinity 'kubernetes.io/e2e-az-name in (a)' `
            -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike '*it is now topology.kubernetes.io/zone.'
    }

    It 'refuses <Said>' -ForEach @(
        @{ Said = "-Name 'Web'"; Arguments = @{ Name = 'Web' } }
        @{ Said = "-Image 'a b'"; Arguments = @{ Image = 'a b' } }
        @{ Said = "-Port '0'"; Arguments = @{ Port = '0' } }
        @{ Said = "-Replicas '-1'"; Arguments = @{ Replicas = -1 } }
        @{ Said = "-Request 'memory=64MB'"; Arguments = @{ Request = @{ memory = '64MB' } } }
        @{ Said = "-Label 'app'"; Arguments = @{ Label = @{ app = 'x' } } }
        @{ Said = "-LivenessProbe 'grpc:80' needs Kubernetes 1.24"; Arguments = @{ LivenessProbe = 'grpc:80' } }
        @{ Said = "-Replicas '2' cannot be given together with -Kind DaemonSet"
            Arguments = @{ Replicas = 2; Kind = 'DaemonSet' } }
        @{ Said = "-Mount 'disk:a'"; Arguments = @{ Mount = 'disk:a' } }
        @{ Said = "-Ingress 'a.io/' needs -Port"; Arguments = @{ Ingress = 'a.io' } }
        @{ Said = "-LivenessProbe 'Peroid'"; Arguments = @{ LivenessProbe = @{ Tcp = 80; Peroid = 1 } } }
    ) {
        $parameters = @{ Name = 'bad'; Image = 'shop/web:v1.0' }
        foreach ($key in $Arguments.Keys) { $parameters[$key] = $Arguments[$key] }
        { New-MicroService @parameters -ErrorAction Stop } | Should -Throw "$Said*" -ErrorId 'InvalidSpec,*'
        Get-TestObject deployment bad $namespace | Should -BeNullOrEmpty
    }
}
