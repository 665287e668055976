BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $namespace = New-TestNamespace
    $null = Invoke-TestKubectl create deployment web --image=shop/web:v1.0 --namespace $namespace
    $null = Invoke-TestKubectl rollout status deployment/web --namespace $namespace
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'Invoke-MicroServiceCommand' {
    It 'passes arguments exactly' {
        $printed = Invoke-MicroServiceCommand web -- sh -c 'for a; do echo "<$a>"; done' sh '' ' a  b ' 'it''s "q"' -la 1.0 $namespace
        $printed | Should -Be '<>', '< a  b >', '<it''s "q">', '<-la>', '<1.0>', "<$namespace>"
    }

    It 'feeds the pipeline to the command' {
        'one', '', 'ü€' | Invoke-MicroServiceCommand web cat | Should -Be 'one', '', 'ü€'
        $bytes = [byte[]](0..255)
        $back = , $bytes | Invoke-MicroServiceCommand web cat -AsByteStream
        $back -join ',' | Should -Be ($bytes -join ',')
        "a`nb" | Invoke-MicroServiceCommand web cat -Raw | Should -Be "a`nb`n"
    }

    It 'keeps the exit code, standard error and standard output apart' {
        $output = Invoke-MicroServiceCommand web -ErrorVariable problem -ErrorAction SilentlyContinue -- sh -c 'echo out; echo oops >&2; exit 3'
        $LASTEXITCODE | Should -Be 3
        $output | Should -Be 'out'
        $problem.FullyQualifiedErrorId.ForEach{ $_.Split(',')[0] } | Should -Be 'CommandError', 'CommandFailed'
        "$($problem[0])" | Should -Be 'oops'
        $problem[1].TargetObject.ExitCode | Should -Be 3
        Invoke-MicroServiceCommand web true
        $LASTEXITCODE | Should -Be 0
    }

    It 'lets words on standard error stop nothing, but an exit code' {
        Invoke-MicroServiceCommand web -ErrorAction Stop -WarningAction SilentlyContinue -- sh -c 'echo note >&2; echo out' | Should -Be 'out'
        { Invoke-MicroServiceCommand web -ErrorAction Stop -WarningAction SilentlyContinue -- sh -c 'echo bad >&2; exit 1' } |
            Should -Throw -ErrorId 'CommandFailed,*' -ExpectedMessage '*exit code 1: bad.'
    }

    It 'tells a program that is not there' {
        { Invoke-MicroServiceCommand web nothing -ErrorAction Stop } | Should -Throw -ErrorId 'CommandNotFound,*'
        $LASTEXITCODE | Should -Be 127
    }

    It 'runs in the service of each record' {
        Get-MicroService web | Invoke-MicroServiceCommand -Command hostname | Should -BeLike 'web-*'
    }

    It 'says that -- is missing' {
        { Invoke-MicroServiceCommand web sh -c ls -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpec,*' -PassThru |
            ForEach-Object { $_.ErrorDetails.RecommendedAction } | Should -Be (
            'Write -- before it: Invoke-MicroServiceCommand web -- sh ...')
    }

    It 'gives lines as they are, but no commands to the agent of a pipeline' {
        $print = 'echo "a ##vso[task.complete]"; printf "\033[1m##[error]b\tc"'
        Invoke-MicroServiceCommand web -- sh -c $print |
            Should -Be 'a ##vso[task.complete]', "$([char]27)[1m##[error]b`tc"
        $env:TF_BUILD = 'True'
        try {
            Invoke-MicroServiceCommand web -- sh -c $print |
                Should -Be 'a # #vso[task.complete]', "$([char]27)[1m# #[error]b`tc"
            Invoke-MicroServiceCommand web -Raw -- echo '##[x]' | Should -Be "##[x]`n"
        }
        finally { $env:TF_BUILD = $null }
    }

    It 'runs nothing with -WhatIf' {
        Invoke-MicroServiceCommand web -WhatIf -- touch /tmp/made
        Invoke-MicroServiceCommand web -- ls /tmp | Should -BeNullOrEmpty
    }
}
