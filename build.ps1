#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, documents, checks or packs the module.
.DESCRIPTION
    The same as build.sh for people with PowerShell. Build stages the importable module into out/MicroK8s, which
    MSBuild does; Schema writes the JSON Schema of service files; Help needs Microsoft.PowerShell.PlatyPS 1.0, Analyze
    needs PSScriptAnalyzer, and Test needs a Kubernetes for tests: the one of tests/cluster, or the one that
    MICROK8S_TEST_KUBECONFIG and MICROK8S_TEST_CONTEXT name. The build downloads Pester.
.EXAMPLE
    ./build.ps1 -Task Build, Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Help', 'Schema', 'Analyze', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = $PSScriptRoot
$module = Join-Path $root 'out' 'MicroK8s'

function Invoke-Build {
    dotnet build (Join-Path $root 'MicroK8s.sln') --configuration $Configuration -v quiet
}

function Invoke-Test {
    Invoke-Build
    if (-not $env:MICROK8S_TEST_KUBECONFIG) {
        & (Join-Path $root 'tests' 'cluster' 'up')
        $env:MICROK8S_TEST_KUBECONFIG = & (Join-Path $root 'tests' 'cluster' 'status') --kubeconfig
    }
    # A test process gets 100 ms for its end otherwise, in which a busy machine does not remove its files.
    $env:VSTEST_TESTHOST_SHUTDOWN_TIMEOUT = 30000
    dotnet test (Join-Path $root 'tests' 'MicroK8s.Tests') --no-build --configuration $Configuration
    & (Join-Path $root 'tests' 'Pester' 'Invoke-Tests.ps1')
    if ($LASTEXITCODE) { throw 'Pester tests failed.' }
}

function Invoke-Help {
    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
    # The page of a cmdlet has its name; other pages have no capital letters.
    $pages = Get-ChildItem (Join-Path $root 'docs') -Filter '*-*.md' | Where-Object BaseName -CMatch '^[A-Z]\w+-[A-Z]\w+$'
    $output = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
    try {
        Import-MarkdownCommandHelp -Path $pages.FullName |
            Export-MamlCommandHelp -OutputFolder $output -Force | Out-Null
        # PlatyPS writes into a folder named after the module; help is looked for right under the culture's folder.
        Move-Item (Join-Path $output 'MicroK8s' 'MicroK8s.dll-Help.xml') (Join-Path $root 'en-US') -Force
    }
    finally {
        Remove-Item $output -Recurse -Force -ErrorAction Ignore
    }
    foreach ($page in Get-ChildItem (Join-Path $root 'docs') -Filter 'about_*.md') {
        Copy-Item $page (Join-Path $root 'en-US' "$($page.BaseName).help.txt")
    }
}

# The schema is made by the module that was built; build again to put the file into the module.
function Invoke-Schema {
    Import-Module (Join-Path $module 'MicroK8s.psd1')
    $file = Join-Path $root 'schemas' 'microservice.schema.json'
    [IO.File]::WriteAllText($file, [MicroK8s.Services.Spec.ServiceSchema]::Text)
}

function Invoke-Analyze {
    Import-Module PSScriptAnalyzer
    $findings = Get-ChildItem $root -Recurse -Include '*.ps1', '*.psd1' |
        Where-Object FullName -NotMatch '[\\/](out|bin|obj)[\\/]' |
        ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Severity Error, Warning }
    $findings
    if ($findings) { throw "$(@($findings).Count) findings." }
}

function Invoke-Package {
    $script:Configuration = 'Release'
    # Nothing of an earlier build may slip into the archive.
    Remove-Item $module -Recurse -Force -ErrorAction Ignore
    Invoke-Build
    $manifest = Import-PowerShellDataFile (Join-Path $module 'MicroK8s.psd1')
    $version = "$($manifest.ModuleVersion)-$($manifest.PrivateData.PSData.Prerelease)".TrimEnd('-')
    $archive = Join-Path $root 'out' "MicroK8s-$version.zip"
    Remove-Item $archive -ErrorAction Ignore
    [IO.Compression.ZipFile]::CreateFromDirectory($module, $archive, 'Optimal', $true)
    Get-FileHash $archive -Algorithm SHA256
}

foreach ($name in $Task) { & "Invoke-$name" }
