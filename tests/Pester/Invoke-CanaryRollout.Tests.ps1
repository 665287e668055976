#Requires -Version 7.4

BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    $namespace = New-TestNamespace
    foreach ($name in 'web', 'two') { $null = New-MicroService $name shop/web:v1.0 -Port 80:8080 -Replicas 2 -Wait }
    $id = 'MicroK8s.Commands.Traffic.InvokeCanaryRolloutCommand'

    # No mesh routes in the test cluster; pods share the traffic of a Service.
    $fast = @{ Provider = 'ReplicaRatio'; StepDuration = '1s'; Interval = '1s'; Steps = 50, 100 }

    function Get-Image([string] $Name = 'web') {
        (Get-TestObject deployment $Name $namespace).spec.template.spec.containers[0].image
    }

    # Nothing of a canary is left, and stable has its pods.
    function Assert-NoCanary([string[]] $Name = @('web', 'two')) {
        foreach ($one in $Name) {
            Get-TestObject deployment "$one-canary" $namespace | Should -BeNullOrEmpty
            (Get-TestObject deployment $one $namespace).spec.replicas | Should -Be 2
        }
    }

    # The error id of a rollout that must fail; the records are in $records, the error in $fault.
    function Invoke-Failing([scriptblock] $Rollout) {
        $ErrorActionPreference = 'Continue'
        $all = @(& $Rollout 2>&1)
        $script:records = $all.Where{ $_ -isnot [Management.Automation.ErrorRecord] }
        $script:fault = $all.Where{ $_ -is [Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -like "*,$id" }[-1]
        $fault.FullyQualifiedErrorId -replace ",$id"
    }
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

Describe 'A rollout that goes back' {
    BeforeAll { $before = Get-Image }

    It 'ends with GateFailed when a gate returns false' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v1.0 @fast -Gate { $false } } | Should -Be GateFailed
        $records[0].Outcome | Should -Be Failed
        $records[-1].Outcome | Should -Be RolledBack
        $records[-1].Weight | Should -Be 0
        $fault.TargetObject.Steps[0].Gates.Where{ $_.Gate -eq 'Gate' }.Reason | Should -Be 'returned false'
        $fault | Get-Error | Out-String | Should -Match 'GateFailed'
        Get-Image | Should -Be $before
        Assert-NoCanary
    }

    It 'ends with GateFailed when a gate throws' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v1.0 @fast -Gate { throw 'no licence' } } |
            Should -Be GateFailed
        $fault.Exception.Message | Should -BeLike '*Gate: no licence.'
        Assert-NoCanary
    }

    It 'waits for a gate that returns nothing, and goes back when no time is left' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v1.0 @fast -Gate { } -StepTimeout 3s } |
            Should -Be GateInconclusive
        $records[0].Outcome | Should -Be Inconclusive
        $records[0].Duration.TotalSeconds | Should -BeGreaterOrEqual 3
        $records[0].Reason | Should -Be 'Gate: returned nothing'
        Assert-NoCanary
    }

    It 'goes back at once with -OnInconclusive Rollback' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v1.0 @fast -Gate { } -OnInconclusive Rollback } |
            Should -Be GateInconclusive
        $records[0].Duration.TotalSeconds | Should -BeLessThan 30
        Assert-NoCanary
    }

    It 'takes all back when the image of one cannot be pulled' {
        $bad = [pscustomobject]@{ Name = 'web'; Image = 'shop/web:v1.0' }, [pscustomobject]@{ Name = 'two'; Image = 'shop/nowhere:v9' }
        Invoke-Failing { $bad | Invoke-CanaryRollout @fast } | Should -Be ImagePullFailed
        Get-Image | Should -Be $before
        Assert-NoCanary
    }

    It 'takes all back when one of two fails, and says which' {
        Invoke-Failing { Invoke-CanaryRollout web, two shop/web:v1.1 @fast -Gate { param($step) $step.Name -eq 'web' } } |
            Should -Be GateFailed
        $records.Where{ $_.Step }.Name | Should -Be web, two
        $records.Where{ $_.Step }.Outcome | Should -Be Passed, Failed
        $records.Where{ -not $_.Step }.Outcome | Should -Be RolledBack, RolledBack
        $records[-1].Reason | Should -Be 'two: Gate: returned false'
        $Error[0, 1].FullyQualifiedErrorId | Should -Be "GateFailed,$id", "GateFailed,$id"
        Get-Image | Should -Be $before
        Get-Image two | Should -Be shop/web:v1.0
        Assert-NoCanary
    }

    It 'never gives more than -MaxWeight, whatever pods can share' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v1.0 @fast -MaxWeight 10 } | Should -Be InvalidSpec
        $fault.Exception.Message | Should -BeLike "-MaxWeight '10' does not allow the 50% that the canary of $namespace/web would get*"
        Assert-NoCanary
    }
}

Describe 'A rollout that pauses' {
    It 'goes on with -OnInconclusive Continue, and pauses after each step' {
        $records = Invoke-CanaryRollout web, two shop/web:v1.1 @fast -Pause -Gate { } -OnInconclusive Continue
        $records.Where{ $_.Step }.Outcome | Should -Be Inconclusive, Inconclusive
        $records[-1].Outcome | Should -Be Paused
        $records[-1].Weight | Should -Be 50
        ($records | Get-CanaryWeight | Select-Object -Unique Name).Name | Should -Be web, two
    }

    It 'shows what is left to do' {
        Invoke-CanaryRollout web, two -Resume -WhatIf | Should -BeNullOrEmpty
    }

    It 'is resumed by another process, from what JSON kept of it' {
        $kept = Invoke-CanaryRollout web, two -Resume -StepDuration 1s -Interval 1s -NotAfter ([DateTimeOffset]::Now.AddSeconds(1)) -Gate { Start-Sleep 2; $true } -Pause
        $json = New-TemporaryFile
        [pscustomobject]@{ Name = 'web'; Namespace = $namespace }, [pscustomobject]@{ Name = 'two'; Namespace = $namespace } |
            ConvertTo-Json | Set-Content $json
        if ($kept[-1].Outcome -eq 'Paused') {
            $output = Invoke-Shell -Command @"
                Import-Module '$module'
                `$null = Connect-Cluster -KubeConfig '$TestKubeConfig' -Context $TestContext
                Get-Content -Raw '$json' | ConvertFrom-Json | Invoke-CanaryRollout -Resume -StepDuration 1s -Interval 1s |
                    Where-Object FromImage | ForEach-Object { "`$_" }
"@
            $output | Should -Be "$namespace/web: Promoted", "$namespace/two: Promoted"
        }
        Get-Image | Should -Be shop/web:v1.1
        Get-Image two | Should -Be shop/web:v1.1
        Assert-NoCanary
        Remove-Item $json
    }

    It 'is taken back by Remove-Canary, which its records name' {
        $records = Invoke-CanaryRollout web shop/web:v2.0 @fast -Pause
        { $records | Invoke-CanaryRollout -Resume -WhatIf } | Should -Not -Throw
        $records[-1] | Remove-Canary -Confirm:$false
        Get-Image | Should -Be shop/web:v1.1
        Assert-NoCanary
    }

    It 'has nothing to resume without a canary' {
        { Invoke-CanaryRollout web -Resume -ErrorAction Stop } | Should -Throw -ErrorId "ResourceNotFound,$id"
    }
}

Describe 'What is refused before anything is written' {
    AfterAll { Assert-NoCanary }

    It '<Arguments>' -ForEach @(
        @{ Arguments = @{ Steps = 50, 20 }; Says = "-Steps '50, 20' must rise." }
        @{ Arguments = @{ Steps = 0, 20 }; Says = "-Steps '0, 20' must be percentages from 1 to 100." }
        @{ Arguments = @{ NotAfter = '2020-01-01' }; Says = '-NotAfter * is in the past.' }
        @{ Arguments = @{ Interval = 0 }; Says = '-Interval * must be from 1 second to 1 hour.' }
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
        $image = (Get-Image) -eq 'shop/web:v1.0' ? 'shop/web:v2.0' : 'shop/web:v1.0'
        $records = Invoke-CanaryRollout web, two $image @fast -Gate { $true }
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
        $said.Took | Should -BeLessThan 2000
        $said.Text | Should -Match "Stopped: the canary of $namespace/web will keep the current share; continue with Invoke-CanaryRollout web -Namespace $namespace -Resume"
        (Get-CanaryWeight web).CanaryWeight | Should -Be 50
        Remove-Canary web -Confirm:$false
        Assert-NoCanary
    }

    It 'takes the canary back with -RollbackOnStop' {
        $said = Stop-Rollout -RollbackOnStop
        $said.Text | Should -Match "Stopped: the canary of $namespace/web will be removed, and stable gets all traffic."
        foreach ($try in 1..300) {
            if (-not (Get-TestObject deployment web-canary $namespace)) { break }
            Start-Sleep -Milliseconds 200
        }
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
                foreach (`$try in 1..300) {
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
