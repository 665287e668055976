BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = New-MicroService backend shop/web:v1.0 -Port http:80:8080 -Replicas 0
    $null = New-MicroService frontend shop/web:v1.0 -Replicas 0
    New-TestObject -Namespace $namespace -Manifest @'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend}
spec:
  podSelector: {matchLabels: {app: backend}}
  ingress: [{from: [{podSelector: {matchLabels: {app: frontend}}}], ports: [{port: 8080}]}]
'@
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-MicroServiceAccess' {
    It 'explains every rule as a sentence, and what no rule covers' {
        (Get-MicroServiceAccess backend).Text | Should -Be @(
            "frontend (pods with app=frontend of namespace $namespace) may connect to backend on port 8080: NetworkPolicy $namespace/backend rule 1"
            "anyone else may not connect to backend: NetworkPolicy $namespace/backend"
            'backend: may connect to anyone: no NetworkPolicy selects it for egress'
        )
    }

    It 'tells who may call whom' {
        $rows = Get-MicroServiceAccess -Matrix
        $rows.Name | Should -Be 'backend', 'frontend'
        $rows[0].Allowed | Should -Be 'frontend'
        $rows[0].Outside | Should -Be 'Denied'
        $rows[1].Outside | Should -Be 'Allowed'
    }

    It 'reports a service that does not exist' {
        { Get-MicroServiceAccess nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'has a table and a list' {
        Get-MicroServiceAccess backend | Out-String -Width 200 | Should -Match '(?m)^backend +NetworkIngress +Allow +frontend '
        Get-MicroServiceAccess backend | Format-List | Out-String | Should -Match '(?m)^Operations +: port 8080\s*$'
        Get-MicroServiceAccess -Matrix | Out-String | Should -Match '(?m)^backend +Denied {3}frontend'
    }
}
