BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $findings = Test-ClusterHealth Api, Nodes, Dns
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Export-ClusterHealthReport' {
    It 'writes a page that asks for nothing, with the nodes of the cluster' {
        $file = Export-ClusterHealthReport (Join-Path $TestDrive 'health.html') -PassThru
        $page = Get-Content $file -Raw
        $page | Should -Match "default-src 'none'"
        $page | Should -Not -Match '<(script|link|img|iframe)[^>]* src='
        $page | Should -Match '<h2 id="nodes">Nodes</h2>'
    }

    It 'writes several forms of the same findings' {
        $files = 'a.xml', 'a.sarif', 'a.md', 'a.json' | ForEach-Object { Join-Path $TestDrive $_ }
        $findings | Export-ClusterHealthReport $files
        ([xml](Get-Content $files[0] -Raw)).testsuites.tests | Should -Be $findings.Count
        (Get-Content $files[1] -Raw | ConvertFrom-Json).runs[0].results | Should -HaveCount $findings.Count
        Get-Content $files[2] -Raw | Should -BeLike '## Cluster health*'
        (Get-Content $files[3] -Raw | ConvertFrom-Json).findings.check | Sort-Object -Unique | Should -Be 'Api', 'Dns', 'Nodes'
    }

    It 'takes findings that were kept' {
        $findings | Export-Clixml (Join-Path $TestDrive 'kept.xml')
        $text = Import-Clixml (Join-Path $TestDrive 'kept.xml') | Export-ClusterHealthReport -Format JUnit
        ([xml]$text).testsuites.testsuite.name | Should -Contain 'Nodes'
        $findings | Export-Csv (Join-Path $TestDrive 'kept.csv')
        $markdown = { $findings | Export-ClusterHealthReport } | ForEach-Object { (& $_) -replace '(?m)^.* UTC$' }
        $(
            , ($findings | ConvertTo-Json | ConvertFrom-Json)
            , ($findings | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json)
            , (Import-Csv (Join-Path $TestDrive 'kept.csv'))
            , (Import-Clixml (Join-Path $TestDrive 'kept.xml'))
        ) | ForEach-Object { ($_ | Export-ClusterHealthReport) -replace '(?m)^.* UTC$' | Should -Be $markdown }
    }

    It 'replaces a file only with -Force' {
        $file = Join-Path $TestDrive 'there.md'
        'mine' | Set-Content $file
        { $findings | Export-ClusterHealthReport $file -ErrorAction Stop } |
            Should -Throw '*-Force*' -ErrorId 'AlreadyExists,MicroK8s.Commands.Health.ExportClusterHealthReportCommand'
        Get-Content $file | Should -Be 'mine'
        $findings | Export-ClusterHealthReport $file -Force
        Get-Content $file -First 1 | Should -Be '## Cluster health'
    }

    It 'writes nothing with -WhatIf' {
        $findings | Export-ClusterHealthReport (Join-Path $TestDrive 'no.html') -WhatIf
        Join-Path $TestDrive 'no.html' | Should -Not -Exist
    }

    It 'is the baseline of a later test' {
        $file = Join-Path $TestDrive 'baseline.json'
        $findings | Export-ClusterHealthReport $file
        (Test-ClusterHealth Nodes, Dns -Baseline $file).Change | Sort-Object -Unique | Should -Be Same
        Test-ClusterHealth Nodes, Dns -Baseline $file -Quiet | Should -BeTrue
        { Test-ClusterHealth -Baseline (Join-Path $TestDrive 'no.json') -ErrorAction Stop } |
            Should -Throw '*does not exist*' -ErrorId 'InvalidSpec,MicroK8s.Commands.Health.TestClusterHealthCommand'
    }
}
