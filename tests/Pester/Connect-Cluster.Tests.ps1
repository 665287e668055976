#Requires -Version 7.4

BeforeAll { . $PSScriptRoot/Cluster.ps1 }

Describe 'Connect-Cluster' {
    AfterEach { Disconnect-Cluster }

    It 'tells where it is connected' {
        $connection = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace kube-system
        $connection.Context | Should -Be $TestContext
        $connection.Namespace | Should -Be 'kube-system'
        $connection.ServerVersion | Should -BeLike 'v1.*'
    }

    It 'makes its choice the default of later cmdlets' {
        $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace kube-system
        Get-MicroService | Select-Object -First 1 | ForEach-Object Namespace | Should -Be 'kube-system'
    }

    It 'makes it the default in every runspace of the process' {
        $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace kube-system
        $places = 1..2 | ForEach-Object -Parallel {
            Import-Module $using:module
            Get-MicroService | Select-Object -First 1 | ForEach-Object { "$($_.Context)/$($_.Namespace)" }
        }
        $places | Should -Be (@("$TestContext/kube-system") * 2)
        $job = Start-ThreadJob { Import-Module $using:module; (Get-MicroService | Select-Object -First 1).Namespace }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 'kube-system'
    }

    It 'leaves the choice of a runspace that chose for itself alone' {
        $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace kube-system
        $job = Start-ThreadJob {
            Import-Module $using:module
            $null = Connect-Cluster -KubeConfig $using:TestKubeConfig -Context $using:TestContext -Namespace default
        }
        $null = $job | Receive-Job -Wait -AutoRemoveJob
        (Get-MicroService | Select-Object -First 1).Namespace | Should -Be 'kube-system'
    }

    It 'takes a context from Get-Cluster' {
        $connection = Get-Cluster -KubeConfig $TestKubeConfig -Name $TestContext |
            Connect-Cluster -KubeConfig $TestKubeConfig
        $connection.Context | Should -Be $TestContext
    }

    It 'names what is wrong: <id>' -ForEach @(
        @{ id = 'KubeConfigNotFound'; text = $null }
        @{ id = 'InvalidKubeConfig'; text = 'contexts: 5' }
        @{ id = 'ContextNotFound'; text = 'contexts: []' }
        @{ id = 'Unreachable'; text = @'
current-context: a
contexts: [ { name: a, context: { cluster: a } } ]
clusters: [ { name: a, cluster: { server: "https://127.0.0.1:1" } } ]
'@ }
    ) {
        $file = Join-Path $TestDrive 'config'
        Remove-Item $file -ErrorAction Ignore
        if ($null -ne $text) { Set-Content $file $text }
        { Connect-Cluster -KubeConfig $file } |
            Should -Throw -ErrorId "$id,MicroK8s.Commands.Connection.ConnectClusterCommand"
    }

    It 'never writes to the kubeconfig' {
        $before = Get-FileHash $TestKubeConfig
        $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext
        (Get-FileHash $TestKubeConfig).Hash | Should -Be $before.Hash
    }
}
