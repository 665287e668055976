#Requires -Version 7.4

BeforeAll { . $PSScriptRoot/Cluster.ps1 }

Describe 'The manifest' {
    BeforeAll { $manifest = Test-ModuleManifest (Get-Module MicroK8s).Path.Replace('bin/MicroK8s.dll', 'MicroK8s.psd1') }

    It 'is valid and complete' {
        $manifest.LicenseUri | Should -Not -BeNullOrEmpty
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.Tags | Should -Contain 'Kubernetes'
    }

    It 'exports exactly what is documented' {
        $pages = (Get-ChildItem $PSScriptRoot/../../docs -Filter '*-*.md').BaseName -cmatch '^[A-Z]\w+-[A-Z]\w+$' | Sort-Object
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be $pages
    }

    It 'has one Pester file for every cmdlet' {
        $manifest.ExportedCmdlets.Keys | Where-Object { -not (Test-Path "$PSScriptRoot/$_.Tests.ps1") } |
            Should -BeNullOrEmpty
    }
}
