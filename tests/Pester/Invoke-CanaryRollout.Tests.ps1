#Requires -Version 7.4

BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    . $PSScriptRoot/CanaryRollout.ps1
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'A rollout by canary' {
    It 'shows the steps with -WhatIf and makes nothing' {
        Invoke-CanaryRollout web, two shop/web:v2.0 -WhatIf | Should -BeNullOrEmpty
        Assert-NoCanary
    }

    It 'promotes a good canary and leaves nothing behind' {
        $seen = [Collections.Generic.List[object]]::new()
        $records = 'web' | Invoke-CanaryRollout -Image shop/web:v2.0 @fast -Gate { param($step) $seen.Add($step); $true }
        @($records).Count | Should -Be 3
        $records[0, 1].Outcome | Should -Be Passed, Passed
        $records[0, 1].Weight | Should -Be 50, 100
        $records[2].Outcome | Should -Be Promoted
        $records[2].FromImage | Should -Be shop/web:v1.0
        $records[2].ToImage | Should -Be shop/web:v2.0
        "$($records[0])" | Should -Be "$namespace/web, step 1 of 2, 50%: Passed"
        "$($records[2])" | Should -Be "$namespace/web: Promoted"
        $seen.Weight | Should -Be 50, 100
        $seen[0].Name, $seen[0].Namespace, $seen[0].Context | Should -Be web, $namespace, $TestContext
        Get-Image | Should -Be shop/web:v2.0
        Assert-NoCanary web
    }

    It 'uses this module and the variables of the session in a gate' {
        $wanted = 'shop/web:v1.1'
        $records = Invoke-CanaryRollout web $wanted @fast -Gate {
            param($step)
            (Get-MicroService "$($step.Name)-canary").Image -eq $wanted
        }
        $records[-1].Outcome | Should -Be Promoted
    }

    It 'lasts longer than a request may' {
        $env:MICROK8S_REQUEST_TIMEOUT = 2
        try {
            $records = Invoke-CanaryRollout web shop/web:v2.0 @fast -StepDuration 5s
            $records[-1].Outcome | Should -Be Promoted
            $records[-1].Duration.TotalSeconds | Should -BeGreaterThan 10
        }
        finally {
            Remove-Item env:MICROK8S_REQUEST_TIMEOUT
        }
    }
}

Describe 'What is refused before anything is written' {
    AfterAll { Assert-NoCanary }

    It '<Arguments>' -ForEach @(
        @{ Arguments = @{ Steps = 50, 20 }; Says = "-Steps '50, 20' must rise." }
        @{ Arguments = @{ Steps = 0, 20 }; Says = "-Steps '0, 20' must be percentages from 1 to 100." }
        @{ Arguments = @{ NotAfter = '2020-01-01' }; Says = '-NotAfter * is in the past.' }
        @{ Arguments = @{ Latency = 'fast' }; Says = "-Latency 'fast' must be a percentile and a bound, such as 'p99 < 500ms'." }
        @{ Arguments = @{ Latency = 'p99 < 0ms' }; Says = "-Latency 'p99 < 0ms' must have a bound above 0." }
        @{ Arguments = @{ SuccessRate = 100 }; Says = "-SuccessRate '100' must be above 0 and below 100*" }
        @{ Arguments = @{ MaxRegression = 0 }; Says = "-MaxRegression '0' compares nothing, so it needs -SuccessRate or -Latency." }
        @{ Arguments = @{ Metric = @{ Query = 'up{pod=~"{{pods}}"}' } }; Says = "-Metric 'up*' must have a Min or a Max." }
        @{ Arguments = @{ Metric = @{ Expr = 'up'; Max = 1 } }; Says = "-Metric 'Expr' is not a key of a metric, which has Query, Min, Max, Name." }
        @{ Arguments = @{ Metric = @{ Query = 'up'; Max = 1 } }; Says = "The PromQL expression 'up' has no placeholder*" }
        @{ Arguments = @{ Metric = @{ Query = 'up{pod=~"{{pods}}"}'; Max = 'low' } }; Says = "-Metric 'low' is not a number for Max." }
        @{ Arguments = @{ SuccessRate = 99; PrometheusService = 'prometheus' }; Says = "-PrometheusService 'prometheus' must be a namespace and a Service, such as monitoring/prometheus:9090." }
        @{ Arguments = @{ PrometheusUri = 'http://127.0.0.1:1' }; Says = '-PrometheusUri needs a gate that uses it*' }
        @{ Arguments = @{ Name = 'w*' }; Says = "-Name 'w`*' does not accept wildcards." }
    ) {
        $all = @{ Name = 'web'; Image = 'shop/web:v2.0'; Provider = 'ReplicaRatio' } + @{}
        foreach ($key in $Arguments.Keys) { $all[$key] = $Arguments[$key] }
        { Invoke-CanaryRollout @all -ErrorAction Stop } | Should -Throw -ErrorId "InvalidSpec,$id" -ExpectedMessage $Says
    }

    It 'a Prometheus that does not answer' {
        { Invoke-CanaryRollout web shop/web:v2.0 @fast -SuccessRate 99 -PrometheusUri http://127.0.0.1:1 } |
            Should -Throw -ErrorId "Unreachable,$id"
        { Invoke-CanaryRollout web shop/web:v2.0 @fast -SuccessRate 99 -PrometheusService "$namespace/none:9090" -ErrorAction Stop } |
            Should -Throw -ErrorId "ResourceNotFound,$id"
    }

    It 'a service that is not there, also beside one that is' {
        { Invoke-CanaryRollout web, nothing shop/web:v2.0 @fast -ErrorAction Stop } | Should -Throw -ErrorId "ResourceNotFound,$id"
    }

    It 'two images for one service' {
        { [pscustomobject]@{ Name = 'web'; Image = 'shop/web:v2.0' }, [pscustomobject]@{ Name = 'web'; Image = 'shop/web:v1.0' } |
            Invoke-CanaryRollout @fast -ErrorAction Stop } | Should -Throw -ErrorId "InvalidSpec,$id"
    }
}

Describe 'Records of a rollout' {
    BeforeAll {
        $records = Invoke-CanaryRollout web, two shop/web:v1.1 @fast -Gate { $true }
        $steps = $records.Where{ $_.Step }
        $ends = $records.Where{ -not $_.Step }
    }

    It 'fit into 80 columns' {
        foreach ($one in $steps, $ends) {
            $lines = ($one | Format-Table | Out-String -Width 80) -split '\r?\n'
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
            $lines -match '^web ' | Should -Not -BeNullOrEmpty
        }
        $steps | Format-Table | Out-String -Width 80 | Should -Not -Match ' %'
    }

    It 'have columns that are properties' {
        @($steps | Where-Object Weight -eq 100).Count | Should -Be 2
        @($ends | Where-Object Outcome -eq Promoted).Count | Should -Be 2
        @($ends | Sort-Object Name).Name | Should -Be two, web
    }

    It 'survive JSON, and bind again' {
        $back = $records | ConvertTo-Json -Depth 6 | ConvertFrom-Json
        $back.Name | Should -Be $records.Name
        $back[0].Gates[0].Gate | Should -Be Pods
        $back[-1].Steps.Count | Should -Be 2
        { $back | Get-CanaryWeight -ErrorAction Ignore } | Should -Not -Throw
    }
}

Describe 'A stop' {
    It 'says that the canary keeps its share, and it does' {
        $said = Stop-Rollout
        # Not measured alone: StopTime does that for every cmdlet.
        $said.Took | Should -BeLessThan 20000
        $said.Text | Should -Match "Stopped: the canary of $namespace/web will keep the current share; continue with Invoke-CanaryRollout web -Namespace $namespace -Resume"
        (Get-CanaryWeight web).CanaryWeight | Should -Be 50
        Remove-Canary web -Confirm:$false
        Assert-NoCanary
    }

    It 'takes the canary back with -RollbackOnStop' {
        $said = Stop-Rollout -RollbackOnStop
        $said.Text | Should -Match "Stopped: the canary of $namespace/web will be removed, and stable gets all traffic."
        Wait-TestCondition { -not (Get-TestObject deployment web-canary $namespace) }
        Assert-NoCanary
    }

    BeforeAll {
        # Stops a rollout in its first step, in a pipeline of its own as a console stops it; the process then ends.
        function Stop-Rollout([switch] $RollbackOnStop) {
            $text = Invoke-Shell -Command @"
                Import-Module '$module'
                `$null = Connect-Cluster -KubeConfig '$TestKubeConfig' -Context $TestContext -Namespace $namespace
                `$space = [runspacefactory]::CreateRunspace(`$Host)
                `$space.Open()
                `$shell = [powershell]::Create(`$space)
                `$null = `$shell.AddScript({
                    Import-Module '$module'
                    Invoke-CanaryRollout web shop/web:v2.0 -Provider ReplicaRatio -Steps 50, 100 -StepDuration 10m -Interval 1s ``
                        -RollbackOnStop:`$$RollbackOnStop -ProgressAction Ignore
                })
                `$running = `$shell.BeginInvoke()
                foreach (`$try in 1..600) {
                    Start-Sleep -Milliseconds 200
                    if ((Get-CanaryWeight web -ErrorAction Ignore).CanaryWeight -eq 50) { break }
                }
                Start-Sleep 3
                "Running: `$(-not `$running.IsCompleted)"
                `$watch = [Diagnostics.Stopwatch]::StartNew()
                `$shell.Stop()
                "Took: `$(`$watch.ElapsedMilliseconds)"
"@
            $text -match 'Running: True' | Should -Not -BeNullOrEmpty
            [pscustomobject]@{ Took = [int](@($text -match '^Took')[0] -replace '\D'); Text = $text -join ' ' -replace '\s+', ' ' }
        }
    }
}
