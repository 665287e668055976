BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'shop')
    Set-Content (Join-Path $folder 'web.yaml') @'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 0
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - {name: web, image: "shop/web:v1.0"}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  MODE: "on"
'@
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Publish-MicroService' {
    It 'writes nothing with -WhatIf' {
        Publish-MicroService $folder -WhatIf
        Get-TestObject configmap settings $namespace | Should -BeNullOrEmpty
    }

    It 'applies a folder in dependency order and then finds it unchanged' {
        $first = Publish-MicroService $folder -Wait
        $first.Kind | Should -Be 'ConfigMap', 'Deployment'
        $first.Action | Should -Be 'Created', 'Created'
        (Get-ChildItem $folder | Publish-MicroService).Action | Should -Be 'Unchanged', 'Unchanged'
        (Get-TestObject deployment web $namespace).spec.template.spec.containers[0].image | Should -Be 'shop/web:v1.0'
    }

    It 'takes hashtables and tells how many fields changed' {
        $change = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'settings' }; data = @{ MODE = 'off' } }
        $result = $change | Publish-MicroService
        $result.Action | Should -Be 'Configured'
        $result.Changes | Should -Be 1
        $result.Namespace | Should -Be $namespace
    }

    It 'tells the owner of every field in dispute' {
        $null = Invoke-TestKubectl patch configmap settings --namespace $namespace --field-manager another --patch '{"data":{"MODE":"x"}}'
        $text = Get-Content -Raw (Join-Path $folder 'web.yaml')
        $text | Publish-MicroService -ErrorVariable problem -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $problem[0].TargetObject.Conflicts.Manager | Should -Be 'another'
        ($text | Publish-MicroService -Force).Action | Should -Contain 'Configured'
    }

    It 'names file, line and column of a mistake' {
        $file = Join-Path $TestDrive 'wrong.yaml'
        Set-Content $file "apiVersion: v1`nkind: ConfigMap`nkind: Secret"
        { Publish-MicroService $file -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidSpec,*' -ExpectedMessage '*wrong.yaml, line 3, column 1*'
    }
}
