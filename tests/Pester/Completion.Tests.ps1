#Requires -Version 7.4

BeforeAll {
    . $PSScriptRoot/Cluster.ps1
    function Get-Completion([string] $Line) {
        (Get-TestCompletion $Line).CompletionText
    }
}

Describe 'Completion' {
    It 'completes contexts' {
        Get-Completion "Get-MicroService -KubeConfig $TestKubeConfig -Context $($TestContext.Substring(0, 3))" |
            Should -Contain $TestContext
    }

    It 'completes namespaces of the cluster that the line names' {
        Get-Completion "Get-MicroService -KubeConfig $TestKubeConfig -Context $TestContext -Namespace kube-s" |
            Should -Be 'kube-system'
    }

    It 'is silent when there is no cluster' {
        Get-Completion "Get-MicroService -KubeConfig $TestDrive/none -Namespace kube-s" | Should -BeNullOrEmpty
    }
}
