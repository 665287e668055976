BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = New-MicroService web shop/web:v1.0 -Port 80:8080 -Replicas 0
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Export-MicroService' {
    It 'gives one clean document per object' {
        $yaml = Export-MicroService web
        $yaml | Should -HaveCount 2
        $yaml[0] | Should -BeLike "---`napiVersion: v1`nkind: Service*"
        $yaml | Should -Not -Match 'resourceVersion|status:|clusterIP'
    }

    It 'writes a file that kubectl and Publish-MicroService take' {
        $file = Join-Path $TestDrive 'web.yaml'
        Get-MicroService web | Export-MicroService -Path $file
        (Publish-MicroService $file).Action | Should -Be 'Unchanged', 'Unchanged'
        $null = Invoke-TestKubectl apply --dry-run=server --filename $file
    }

    It 'writes a file that redirection made, too' {
        $file = Join-Path $TestDrive 'redirected.yaml'
        Export-MicroService web > $file
        Publish-MicroService $file | Should -HaveCount 2
    }

    It 'does not overwrite with -NoClobber' {
        $file = Join-Path $TestDrive 'web.yaml'
        { Export-MicroService web -Path $file -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId 'AlreadyExists,*'
    }

    It 'writes what an agent would obey so that only a reader of YAML sees it' {
        $null = New-MicroService hostile shop/web:v1.0 -Replicas 0 -Environment @{ A = "##vso[task.complete]`u{200b}`e[31m" }
        $yaml = Export-MicroService hostile -IncludeSecret
        $yaml | Should -Match 'value: "\\x23\\x23vso\[task.complete\]\\u200B\\u001B\[31m"'
        ($yaml | Publish-MicroService).Action | Should -Be 'Unchanged'
    }

    It 'leaves the namespace out on demand' {
        Export-MicroService web -WithoutNamespace | Should -Not -Match 'namespace:'
    }
}
