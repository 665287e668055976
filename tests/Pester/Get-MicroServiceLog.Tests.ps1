BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    $null = Invoke-TestKubectl create deployment web --image=shop/chatty:v1.0 --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Get-MicroServiceLog' {
    It 'gives one object per line, in the order of time' {
        $lines = Get-MicroServiceLog web
        $lines[0].Text | Should -BeLike 'shop v1.0 started on web-*'
        $lines[1].Text | Should -Be 'line 1'
        $lines[1].Time | Should -BeOfType [DateTimeOffset]
        $lines[1].Service, $lines[1].Container, $lines[1].Namespace | Should -Be 'web', 'chatty', $namespace
    }

    It 'reads services from the pipeline, by their pods too' {
        (Get-MicroService web | Get-MicroServiceLog -Tail 2).Count | Should -Be 2
        $pod = Invoke-TestKubectl get pods --namespace $namespace --output 'jsonpath={.items[0].metadata.name}'
        ([pscustomobject]@{ Service = 'web'; Pod = $pod } | Get-MicroServiceLog -Tail 1).Pod | Should -Be $pod
    }

    It 'takes an age, a TimeSpan and a time' {
        # The first line has to be older than what is asked for.
        $null = Get-MicroServiceLog web -Follow | Where-Object Text -EQ 'line 40' | Select-Object -First 1
        $all = (Get-MicroServiceLog web).Count
        foreach ($since in '1s', [timespan]::FromSeconds(1), [datetime]::Now.AddSeconds(-1)) {
            (Get-MicroServiceLog web -Since $since).Count | Should -BeLessThan $all
        }
        { Get-MicroServiceLog web -Since soon } | Should -Throw -ErrorId 'CannotConvertArgument*,*'
    }

    It 'selects lines by a pattern' {
        (Get-MicroServiceLog web -Pattern '^line [12]$').Text | Should -Be 'line 1', 'line 2'
        { Get-MicroServiceLog web -Pattern '(' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*'
    }

    It 'follows until the pipeline has enough' {
        $lines = Get-MicroServiceLog web -Tail 0 -Follow | Select-Object -First 5
        $lines.Count | Should -Be 5
        ($lines.Text | Select-Object -Unique).Count | Should -Be 5
    }

    It 'reports a service that is not there and goes on' {
        $lines = Get-MicroServiceLog nothing, web -Tail 1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $lines.Count | Should -Be 1
        $problem.FullyQualifiedErrorId | Should -Be 'ResourceNotFound,MicroK8s.Commands.Logs.GetMicroServiceLogCommand'
    }

    It 'shows a line per line, and a list' {
        Get-MicroServiceLog web -Tail 1 | Out-String -Width 200 |
            Should -Match '(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} web-\S+/chatty line \d+\s*$'
        Get-MicroServiceLog web -Tail 1 | Format-List | Out-String | Should -Match '(?m)^Container +: chatty\s*$'
    }

    It 'completes pods and containers' {
        foreach ($line in 'Get-MicroServiceLog web -Pod w', 'Get-MicroServiceLog web -Container c') {
            (Get-TestCompletion $line).CompletionText | Should -Match '^(web-.*|chatty)$'
        }
    }
}
