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
  ingress: [{from: [{podSelector: {matchLabels: {app: frontend}}}], ports: [{port: http}]}]
'@
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Test-MicroServiceAccess' {
    It 'answers with the rule that decides' {
        $allowed = Test-MicroServiceAccess backend -From frontend -Port 80
        $allowed.Outcome, $allowed.Port, $allowed.Rule | Should -Be 'Allowed', 8080, "NetworkPolicy $namespace/backend rule 1"
        $denied = Test-MicroServiceAccess backend
        $denied.From, $denied.Outcome, $denied.Rule | Should -Be 'anyone', 'Denied', "NetworkPolicy $namespace/backend"
        $denied.Ingress.Allowed | Should -BeFalse
    }

    It 'is a Boolean with -Quiet' {
        Test-MicroServiceAccess backend -From frontend -Quiet | Should -BeExactly $true
        Test-MicroServiceAccess backend -From backend -Quiet | Should -BeExactly $false
    }

    It 'takes services from the pipeline' {
        (Get-MicroService | Test-MicroServiceAccess -From frontend).Outcome | Should -Be 'Allowed', 'Allowed'
    }

    It 'names the parameter of wrong input' {
        { Test-MicroServiceAccess backend -Port 99999 -ErrorAction Stop } | Should -Throw '-Port*' -ErrorId 'InvalidSpec,*'
        { Test-MicroServiceAccess backend -From nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
    }

    It 'has a table and a list' {
        Test-MicroServiceAccess backend -From frontend | Out-String | Should -Match '(?m)^frontend +backend +8080 Allowed '
        Test-MicroServiceAccess backend -From frontend | Format-List | Out-String | Should -Match '(?m)^Mesh +: Mesh: '
    }
}
