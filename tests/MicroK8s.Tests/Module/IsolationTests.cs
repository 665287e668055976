using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Module;

/// <summary>
/// Importing beside other modules. Each test runs in a process of its own, because an assembly that was once loaded
/// stays.
/// </summary>
public sealed class IsolationTests
{
    [Fact]
    public async Task The_packages_load_into_a_context_of_their_own() =>
        Assert.Equal("MicroK8s MicroK8s", await RunAsync("""
        Import-Module $manifest
        [void](Get-Cluster -KubeConfig $config)
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'YamlDotNet', 'MicroK8s.KubeApi' }
        "$($loaded | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name })"
        """, "contexts: []"));

    [Fact]
    public async Task A_foreign_YamlDotNet_of_another_version_does_no_harm() =>
        Assert.Equal("13.0.0.0 18.0.0.0 one", await RunAsync("""
        [void][Reflection.Assembly]::LoadFrom($foreign)
        Import-Module $manifest
        $context = Get-Cluster -KubeConfig $config
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }
        "$($loaded | ForEach-Object { $_.GetName().Version } | Sort-Object) $($context.Name)"
        """, "contexts: [ { name: one, context: { cluster: c } } ]"));

    [Fact]
    public async Task Importing_by_force_twice_and_again_after_removal_works() =>
        Assert.Equal("one one one", await RunAsync("""
        $names = foreach ($round in 1..3) {
            Import-Module $manifest -Force
            (Get-Cluster -KubeConfig $config).Name
            if ($round -eq 2) { Remove-Module MicroK8s }
        }
        "$names"
        """, "contexts: [ { name: one, context: { cluster: c } } ]"));

    [Fact]
    public async Task The_library_of_special_functions_loads_with_the_first_call_into_the_same_context() =>
        Assert.Equal("0 MicroK8s", await RunAsync("""
        function Get-MathNet { @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'MathNet.Numerics' }) }
        Import-Module $manifest
        $factory = (Get-Module MicroK8s).ImplementingAssembly.GetType('MicroK8s.Commands.Session.BackendFactory')
        $functions = $factory.GetMethod('Create').Invoke($null, @()).Distributions
        $before = (Get-MathNet).Count
        [void]$functions.LogBeta(2, 3)
        "$before $(Get-MathNet | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name })"
        """, ""));

    [Fact]
    public async Task Importing_loads_none_of_the_packages() =>
        Assert.Equal("", await RunAsync("""
        Import-Module $manifest
        $heavy = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'YamlDotNet', 'MathNet.Numerics', 'KubernetesClient', 'MicroK8s.KubeApi' }
        "$($heavy | ForEach-Object { $_.GetName().Name })"
        """, ""));

    private static async Task<string> RunAsync(string script, string kubeConfig)
    {
        using var config = new TemporaryFile(kubeConfig);
        string foreign = Path.Combine(AppContext.BaseDirectory, "foreign", "YamlDotNet.dll");
        string output = await RealShell.RunBareAsync($$"""
            $ErrorActionPreference = 'Stop'
            $manifest = '{{Repository.Manifest}}'; $config = '{{config.Path}}'; $foreign = '{{foreign}}'
            {{script}}
            """);
        return output.Trim();
    }
}
