using System.Diagnostics;

namespace MicroK8s.Tests.Module;

/// <summary>
/// Importing beside other modules. Each test runs in a process of its own, because an assembly that was once loaded
/// stays; the console host is the engine without anything else.
/// </summary>
public sealed class IsolationTests
{
    [Fact]
    public void The_packages_load_into_a_context_of_their_own() => Assert.Equal("MicroK8s MicroK8s", RunHost("""
        Import-Module $manifest
        [void](Get-Cluster -KubeConfig $config)
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'YamlDotNet', 'MicroK8s.KubeApi' }
        "$($loaded | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name })"
        """, "contexts: []"));

    [Fact]
    public void A_foreign_YamlDotNet_of_another_version_does_no_harm() => Assert.Equal("13.0.0.0 18.0.0.0 one", RunHost("""
        [void][Reflection.Assembly]::LoadFrom($foreign)
        Import-Module $manifest
        $context = Get-Cluster -KubeConfig $config
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }
        "$($loaded | ForEach-Object { $_.GetName().Version } | Sort-Versions) $($context.Name)"
        """, "contexts: [ { name: one, context: { cluster: c } } ]"));

    [Fact]
    public void Importing_by_force_twice_and_again_after_removal_works() => Assert.Equal("one one one", RunHost("""
        $names = foreach ($round in 1..3) {
            Import-Module $manifest -Force
            (Get-Cluster -KubeConfig $config).Name
            if ($round -eq 2) { Remove-Module MicroK8s }
        }
        "$names"
        """, "contexts: [ { name: one, context: { cluster: c } } ]"));

    [Fact]
    public void Importing_loads_neither_the_client_nor_the_yaml_library() => Assert.Equal("0", RunHost("""
        Import-Module $manifest
        $heavy = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'YamlDotNet', 'KubernetesClient', 'MicroK8s.KubeApi' }
        "$(@($heavy).Count)"
        """, ""));

    private static string RunHost(string script, string kubeConfig)
    {
        using var config = new TemporaryFile(kubeConfig);
        string foreign = Path.Combine(AppContext.BaseDirectory, "foreign", "YamlDotNet.dll");
        string prologue = $$"""
            $ErrorActionPreference = 'Stop'
            $manifest = '{{Repository.Manifest}}'; $config = '{{config.Path}}'; $foreign = '{{foreign}}'
            filter Sort-Versions { begin { $all = [Collections.Generic.List[version]]::new() } process { $all.Add($_) } end { $all.Sort(); $all } }

            """;
        using var file = new TemporaryFile(prologue + script, "script.ps1");
        string host = Path.Combine(Repository.Root, "tests", "Host", "bin", Configuration, "net10.0", "microk8s-host.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [host, "-NoProfile", "-File", file.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {errors.Result}{output}");
        return output.Trim();
    }

    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
}
