using System.Diagnostics;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Seed;

/// <summary>
/// A build agent of one run: a home and a working folder of its own, the variables of its pipeline, and a real
/// PowerShell for each step. It builds no images: the registry of the test cluster has shop/web:v1.0 and v2.0, and the
/// number of the run says which of them the build step would have pushed.
/// </summary>
internal sealed class BuildAgent : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, string> _variables;

    /// <param name="namespaceName">Where it rolls out.</param>
    /// <param name="variables">The variables of the pipeline.</param>
    public BuildAgent(string namespaceName, IReadOnlyDictionary<string, string> variables) =>
        _variables = new Dictionary<string, string>(variables)
        {
            // Nothing of the machine is touched: modules and repositories are kept in the home.
            ["HOME"] = _home.Path,
            ["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            ["KUBECONFIG"] = TestCluster.KubeConfig,
            ["IMAGE"] = "shop/web",
            ["SERVICE"] = "web",
            ["NAMESPACE"] = namespaceName,
            ["MODULEFEED"] = _home.Path,
            ["MODULE_FEED"] = _home.Path,
        };

    /// <summary>The working folder.</summary>
    public string Folder => _home.Path;

    /// <summary>Puts the module that was built into the feed, as a maintainer does.</summary>
    public async Task PublishModuleAsync()
    {
        (int code, string shown) = await RunAsync(
            $"$ErrorActionPreference = 'Stop'; Register-PSResourceRepository feed -Uri '{_home.Path}' -Trusted\n"
            + $"Publish-PSResource -Path '{Repository.ModuleFolder}' -Repository feed\n"
            + "Unregister-PSResourceRepository feed", "0");
        Assert.True(code == 0, shown);
    }

    /// <summary>Runs a step.</summary>
    /// <param name="script">The script.</param>
    /// <param name="number">The number of the run.</param>
    /// <returns>The exit code, and all that it wrote.</returns>
    public async Task<(int Code, string Shown)> RunAsync(string script, string number)
    {
        string file = Path.Combine(_home.Path, "step.ps1");
        await File.WriteAllTextAsync(file, script);
        _variables["BUILD_BUILDNUMBER"] = _variables["BUILD_NUMBER"] = number;
        using Process process = RealShell.Start(_home.Path, _variables, "-File", file);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string shown = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, shown);
    }

    public void Dispose() => _home.Dispose();
}
