BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0
    $apps = "/apis/apps/v1/namespaces/$namespace/deployments"
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'What is told of requests' {
    It 'is nothing by default' {
        Get-MicroService web 4>&1 5>&1 | Should -HaveCount 1
    }

    It 'says with -Verbose which cluster, as whom, and each request with status and duration' {
        $said = @(Set-MicroService web -Replicas 2 -Verbose 4>&1 | ForEach-Object Message)
        $said[0] | Should -Match "^Cluster https://\S+ of context '$TestContext', as user '\S+'\.$"
        $said | Should -Contain ($said -match "^GET $apps/web 200 in \d+ ms\.$")[0]
        ($said -match "^PATCH $apps/web\?fieldManager=\S+ 200 in \d+ ms\.$").Count | Should -BeGreaterOrEqual 1
    }

    It 'leaves out what other cmdlets of the pipeline send' {
        $said = @(Get-MicroService web -Verbose 4>&1 | ForEach-Object {
            if ($_ -is [System.Management.Automation.VerboseRecord]) { $_.Message } else { $_ | Restart-MicroService }
        })
        $said -match '^GET ' | Should -Not -BeNullOrEmpty
        $said -match '^PATCH ' | Should -BeNullOrEmpty
    }

    It 'adds the bodies with -Debug, without secrets' {
        $said = New-MicroService api shop/web:v1.0 -Environment @{ PASSWORD = 's3cret' } -Debug 4>&1 5>&1 | Out-String -Width 20000
        $said | Should -BeLike "*POST $apps*sent:*`"name`":`"PASSWORD`",`"value`":`"(hidden)`"*"
        $said | Should -BeLike "*POST $apps*answered:*`"generation`":1*"
        $said | Should -Not -Match 's3cret'
    }

    It 'shows nothing of a Secret' {
        $manifest = "apiVersion: v1`nkind: Secret`nmetadata: { name: db }`nstringData: { password: s3cret }`n"
        $said = $manifest | Publish-MicroService -Debug 4>&1 5>&1 | Out-String -Width 20000
        $said | Should -BeLike '*of a Secret, not shown*'
        $said | Should -Not -Match 's3cret|czNjcmV0'
    }
}
