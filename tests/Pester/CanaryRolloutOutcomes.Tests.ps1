#Requires -Version 7.4

BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    $PSStyle.OutputRendering = 'PlainText'
    . $PSScriptRoot/CanaryRollout.ps1
}

AfterAll { Remove-TestNamespace $namespace }

Describe 'A rollout that goes back' {
    BeforeAll { $before = Get-Image }

    It 'ends with GateFailed when a gate returns false' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v2.0 @fast -Gate { $false } } | Should -Be GateFailed
        $records[0].Outcome | Should -Be Failed
        $records[-1].Outcome | Should -Be RolledBack
        $records[-1].Weight | Should -Be 0
        $fault.TargetObject.Steps[0].Gates.Where{ $_.Gate -eq 'Gate' }.Reason | Should -Be 'returned false'
        $fault | Get-Error | Out-String | Should -Match 'GateFailed'
        Get-Image | Should -Be $before
        Assert-NoCanary
    }

    It 'ends with GateFailed when a gate throws' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v2.0 @fast -Gate { throw 'no licence' } } |
            Should -Be GateFailed
        $fault.Exception.Message | Should -BeLike '*Gate: no licence.'
        Assert-NoCanary
    }

    It 'waits for a gate that returns nothing, and goes back when no time is left' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v2.0 @fast -Gate { } -StepTimeout 3s } |
            Should -Be GateInconclusive
        $records[0].Outcome | Should -Be Inconclusive
        $records[0].Duration.TotalSeconds | Should -BeGreaterOrEqual 3
        $records[0].Reason | Should -Be 'Gate: returned nothing'
        Assert-NoCanary
    }

    It 'goes back at once with -OnInconclusive Rollback' {
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v2.0 @fast -Gate { } -OnInconclusive Rollback } |
            Should -Be GateInconclusive
        $records[0].Duration.TotalSeconds | Should -BeLessThan 30
        Assert-NoCanary
    }

    It 'takes all back when the image of one cannot be pulled' {
        $bad = [pscustomobject]@{ Name = 'web'; Image = 'shop/web:v2.0' }, [pscustomobject]@{ Name = 'two'; Image = 'shop/nowhere:v9' }
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
        Invoke-Failing { Invoke-CanaryRollout web shop/web:v2.0 @fast -MaxWeight 10 } | Should -Be InvalidSpec
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
        $script:paused = $records.Where{ $_.Outcome -eq 'Paused' }
        $paused.Name | Should -Be web, two
        ($records | Get-CanaryWeight | Select-Object -Unique Name).Name | Should -Be web, two
    }

    It 'shows what is left to do' {
        Invoke-CanaryRollout web, two -Resume -WhatIf | Should -BeNullOrEmpty
    }

    It 'is resumed by another process, from what JSON kept of it' {
        $json = New-TemporaryFile
        $paused | ConvertTo-Json -Depth 6 | Set-Content $json
        $output = Invoke-Shell -Command @"
            Import-Module '$module'
            `$null = Connect-Cluster -KubeConfig '$TestKubeConfig' -Context $TestContext
            Get-Content -Raw '$json' | ConvertFrom-Json | Invoke-CanaryRollout -Resume -StepDuration 1s -Interval 1s |
                Where-Object FromImage | ForEach-Object { "`$_" }
"@
        $output | Should -Be "$namespace/web: Promoted", "$namespace/two: Promoted"
        Get-Image | Should -Be shop/web:v1.1
        Get-Image two | Should -Be shop/web:v1.1
        Assert-NoCanary
        Remove-Item $json
    }

    It 'begins no step after -NotAfter, and is taken back by Remove-Canary, which its records name' {
        $end = [DateTimeOffset]::Now.AddSeconds(15)
        $records = Invoke-CanaryRollout web shop/web:v2.0 @fast -NotAfter $end -Gate {
            while ([DateTimeOffset]::Now -le $end) { Start-Sleep -Milliseconds 200 }
            $true
        }
        $records.Outcome | Should -Be Passed, Paused
        $records[-1].Reason | Should -BeLike 'step 2 would begin after *'
        { $records | Invoke-CanaryRollout -Resume -WhatIf } | Should -Not -Throw
        $records[-1] | Remove-Canary -Confirm:$false
        Get-Image | Should -Be shop/web:v1.1
        Assert-NoCanary
    }

    It 'has nothing to resume without a canary' {
        { Invoke-CanaryRollout web -Resume -ErrorAction Stop } | Should -Throw -ErrorId "ResourceNotFound,$id"
    }
}
