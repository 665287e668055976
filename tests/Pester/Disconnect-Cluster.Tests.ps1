#Requires -Version 7.4

BeforeAll { . $PSScriptRoot/Cluster.ps1 }

Describe 'Disconnect-Cluster' {
    It 'clears the defaults' {
        $null = Connect-Cluster -KubeConfig $TestKubeConfig -Context $TestContext -Namespace kube-system
        Disconnect-Cluster
        $saved = $env:KUBECONFIG
        try {
            $env:KUBECONFIG = Join-Path $TestDrive 'none'
            { Get-MicroService } | Should -Throw -ErrorId 'KubeConfigNotFound,*'
        }
        finally {
            $env:KUBECONFIG = $saved
        }
    }

    It 'does nothing when nothing is connected, and writes nothing to the pipeline' {
        Disconnect-Cluster
        Disconnect-Cluster | Should -BeNullOrEmpty
    }
}
