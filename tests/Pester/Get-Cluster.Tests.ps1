#Requires -Version 7.4

BeforeAll { . $PSScriptRoot/Cluster.ps1 }

Describe 'Get-Cluster' {
    BeforeAll {
        $one = Join-Path $TestDrive 'one'
        $two = Join-Path $TestDrive 'two'
        Set-Content $one @'
current-context: a
contexts: [ { name: a, context: { cluster: c, namespace: first } }, { name: b, context: { cluster: c } } ]
clusters: [ { name: c, cluster: { server: "https://127.0.0.1:1" } } ]
'@
        Set-Content $two @'
current-context: other
contexts: [ { name: a, context: { cluster: c, namespace: second } }, { name: z, context: { cluster: d } } ]
clusters: [ { name: d, cluster: { server: "https://127.0.0.1:2" } } ]
'@
    }

    It 'lists the contexts of a file' {
        (Get-Cluster -KubeConfig $one).Name | Should -Be 'a', 'b'
    }

    It 'merges the files of KUBECONFIG as kubectl does: the first one wins' {
        $saved = $env:KUBECONFIG
        try {
            $env:KUBECONFIG = $one, (Join-Path $TestDrive 'absent'), $two -join [IO.Path]::PathSeparator
            $clusters = Get-Cluster
            $clusters.Name | Should -Be 'a', 'b', 'z'
            $clusters[0].Namespace | Should -Be 'first'
            $clusters[2].Server | Should -Be 'https://127.0.0.1:2'
            ($clusters | Where-Object IsCurrent).Name | Should -Be 'a'
        }
        finally {
            $env:KUBECONFIG = $saved
        }
    }

    It 'takes wildcards and names from the pipeline' {
        'A', 'nothing*' | Get-Cluster -KubeConfig $one | ForEach-Object Name | Should -Be 'a'
    }

    It 'reports a name that is not there' {
        { Get-Cluster -KubeConfig $one -Name missing -ErrorAction Stop } | Should -Throw -ErrorId 'ContextNotFound,*'
    }

    It 'takes a path of a PowerShell drive' {
        Set-Content TestDrive:/drive 'contexts: [ { name: d, context: { cluster: c } } ]'
        (Get-Cluster -KubeConfig TestDrive:/drive).Name | Should -Be 'd'
    }
}
