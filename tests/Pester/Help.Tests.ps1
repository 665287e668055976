#Requires -Version 7.4

BeforeDiscovery {
    $names = (Get-ChildItem $PSScriptRoot/../../docs -Filter '*-*.md').BaseName -cmatch '^[A-Z]\w+-[A-Z]\w+$'
}

BeforeAll { . $PSScriptRoot/Cluster.ps1 }

Describe 'Help of <_>' -ForEach $names {
    BeforeAll { $help = Get-Help $_ -Full }

    It 'has a synopsis of its own' {
        $help.Synopsis | Should -Not -BeLike "$_*"
        $help.Synopsis.Length | Should -BeGreaterThan 10
    }

    It 'describes every parameter' {
        ($help.parameters.parameter | Where-Object { -not $_.description.Text }).name | Should -BeNullOrEmpty
    }

    It 'has two examples or more' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }
}

Describe 'about_MicroK8s' {
    It 'is found by Get-Help' {
        Get-Help about_MicroK8s | Out-String | Should -Match 'MicroK8s'
    }
}
