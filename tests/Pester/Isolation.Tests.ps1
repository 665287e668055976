#Requires -Version 7.4

BeforeAll { . $PSScriptRoot/Cluster.ps1 }

Describe 'Isolation' {
    It 'keeps its packages in a load context of their own' {
        $null = Get-Cluster -KubeConfig $TestKubeConfig
        $adapter = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'MicroK8s.KubeApi' }
        [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($adapter).Name | Should -Be 'MicroK8s'
    }

    It 'can be imported by force and after removal' {
        $path = (Get-Module MicroK8s).Path.Replace('bin/MicroK8s.dll', 'MicroK8s.psd1')
        Import-Module $path -Force
        Remove-Module MicroK8s
        Import-Module $path
        (Get-Cluster -KubeConfig $TestKubeConfig -Name $TestContext).Name | Should -Be $TestContext
    }
}
