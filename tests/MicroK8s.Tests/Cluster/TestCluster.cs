using System.Diagnostics;
using MicroK8s.Connection;

namespace MicroK8s.Tests.Cluster;

/// <summary>
/// The real cluster of <c>tests/cluster</c>. Another one is used only when it is named explicitly, so that no test
/// run ever writes to somebody's cluster by accident.
/// </summary>
public static class TestCluster
{
    private const string OwnContext = "microk8s-test";

    /// <summary>The kubeconfig of an administrator.</summary>
    public static string KubeConfig { get; } =
        Environment.GetEnvironmentVariable("MICROK8S_TEST_KUBECONFIG") ?? AskScript("--kubeconfig");

    /// <summary>The context; any other than our own must have been named.</summary>
    public static string Context { get; } = Environment.GetEnvironmentVariable("MICROK8S_TEST_CONTEXT") ?? OwnContext;

    private static readonly Lazy<IClusterSession> Session = new(() => KubeApi.Adapter.Open(KubeConfig, Context));

    /// <summary>The kubeconfig of a user with few rights.</summary>
    public static string LimitedKubeConfig => Path.Combine(Path.GetDirectoryName(KubeConfig)!, "kubeconfig-limited");

    /// <summary>A session of our own adapter, for arranging and for looking behind the cmdlets.</summary>
    public static IClusterSession Admin => Session.Value;

    private static string AskScript(string option)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Path.Combine(Repository.Root, "tests", "cluster", "status"), [option]) { RedirectStandardOutput = true })!;
        string answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return answer.Length > 0
            ? answer
            : throw new InvalidOperationException("The test cluster is not up: run tests/cluster/up.");
    }
}
