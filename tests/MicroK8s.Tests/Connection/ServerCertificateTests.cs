using System.Diagnostics;
using System.Net.Security;
using System.Text;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.KubeApi;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Connection;

/// <summary>
/// Which server certificates are accepted, for every kind of connection, beside the real kubectl: whether a request
/// arrives at a TLS server decides, not what either side says.
/// </summary>
public sealed class ServerCertificateTests(ITestOutputHelper output)
{
    private const string Version = """{"gitVersion":"v1.30.0"}""";

    private static readonly TestAuthority Root = TestAuthority.Create();
    private static readonly TestAuthority Intermediate = Root.CreateIntermediate();
    private static readonly TestAuthority Foreign = TestAuthority.Create("foreign authority");

    public static TheoryData<string> Situations => [.. All.Keys];

    /// <summary>What the server shows, and what the kubeconfig's cluster says beside its address.</summary>
    private static Dictionary<string, (Func<SslServerAuthenticationOptions> Server, Func<string> Cluster, bool Accepted)>
        All { get; } = new()
        {
            ["address in the certificate"] = (() => Tls("127.0.0.1"), () => Ca(Root), true),
            ["another address"] = (() => Tls("127.0.0.2"), () => Ca(Root), false),
            ["another name"] = (() => Tls("node-1.example"), () => Ca(Root), false),
            ["only the common name"] = (() => Tls(), () => Ca(Root), false),
            ["tls-server-name in the certificate"] =
                (() => Tls("api.example"), () => Ca(Root, "tls-server-name: api.example"), true),
            ["tls-server-name by a wildcard"] =
                (() => Tls("*.example"), () => Ca(Root, "tls-server-name: api.example"), true),
            ["tls-server-name below a wildcard"] =
                (() => Tls("*.example"), () => Ca(Root, "tls-server-name: a.b.example"), false),
            ["tls-server-name not in the certificate"] =
                (() => Tls("127.0.0.1"), () => Ca(Root, "tls-server-name: evil.example"), false),
            ["foreign authority"] = (() => Tls("127.0.0.1"), () => Ca(Foreign), false),
            ["expired"] = (
                () => RawServer.Tls(Root.Issue(["127.0.0.1"], end: DateTimeOffset.UtcNow.AddDays(-1))),
                () => Ca(Root), false),
            ["not valid yet"] = (
                () => RawServer.Tls(Root.Issue(["127.0.0.1"], begin: DateTimeOffset.UtcNow.AddDays(1))),
                () => Ca(Root), false),
            ["for clients only"] = (
                () => RawServer.Tls(Root.Issue(["127.0.0.1"], TestAuthority.ClientUse)), () => Ca(Root), false),
            ["intermediate sent along"] = (
                () => RawServer.Tls(Intermediate.Issue(["127.0.0.1"]), Intermediate.Certificate),
                () => Ca(Root), true),
            ["intermediate missing"] =
                (() => RawServer.Tls(Intermediate.Issue(["127.0.0.1"])), () => Ca(Root), false),
            ["intermediate is the authority"] =
                (() => RawServer.Tls(Intermediate.Issue(["127.0.0.1"])), () => Ca(Intermediate), true),
            ["no authority in the kubeconfig"] = (() => Tls("127.0.0.1"), () => "", false),
            ["check turned off"] = (() => Tls("node-1.example"), () => ", insecure-skip-tls-verify: true", true),
            ["check turned off with an authority"] =
                (() => Tls("127.0.0.1"), () => Ca(Root, "insecure-skip-tls-verify: true"), false),
        };

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task Every_connection_accepts_what_kubectl_accepts(string situation)
    {
        (Func<SslServerAuthenticationOptions> tls, Func<string> cluster, bool accepted) = All[situation];
        using RawServer server = RawServer.OfJson(_ => (200, Version), tls());
        using var file = new TemporaryFile(KubeConfigText.For(server.Address, cluster: cluster()));
        Assert.Equal(accepted, KubectlArrives(server, file.Path));
        string row = $"{situation,-40} kubectl {Show(accepted)}";
        foreach ((string name, Func<IClusterSession, Task> use) in Uses)
        {
            int before = server.Requests.Count;
            ClusterException? fault = await UseAsync(file.Path, use);
            bool arrived = server.Requests.Count > before;
            row += $"  {name} {Show(arrived)}";
            Assert.True(arrived == accepted, $"{name}, {situation}: {fault?.Message ?? "no fault"}");
            if (!accepted) Assert.True(fault is { Fault: ClusterFault.Unreachable or ClusterFault.InvalidKubeConfig });
        }

        output.WriteLine(row);
    }

    [Fact]
    public async Task The_error_says_which_names_the_certificate_has_and_no_token_was_sent()
    {
        using RawServer server = RawServer.OfJson(_ => (200, Version), Tls("node-1.example", "10.0.0.7"));
        using var file = new TemporaryFile(KubeConfigText.For(server.Address, cluster: Ca(Root)));
        ClusterException? fault = await UseAsync(file.Path, session => session.GetServerVersionAsync(default));
        Assert.Contains(
            "the certificate is for node-1.example, 10.0.0.7, not for 127.0.0.1", fault!.Message,
            StringComparison.Ordinal);
        Assert.Contains("whose certificate it is", fault.Advice, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    /// <summary>The four kinds of connection; whether they succeed beyond the handshake is not the question.</summary>
    private static (string Name, Func<IClusterSession, Task> Use)[] Uses { get; } =
    [
        ("request", session => session.GetServerVersionAsync(default)),
        ("watch", async session =>
        {
            var query = new ResourceQuery(ResourceTypes.Pod, "home");
            await foreach (WatchEvent change in session.Resources.WatchAsync(query, default))
            {
                if (change.Kind == WatchEventKind.Synced) return;
            }
        }),
        ("exec", async session =>
        {
            var request = new CommandRequest("home", "pod", "main", ["true"], HasInput: false);
            await (await session.Exec.StartAsync(request, default)).DisposeAsync();
        }),
        ("port-forward", async session =>
            await (await session.PortForward.ConnectAsync("home", "pod", 80, default)).DisposeAsync()),
    ];

    private static async Task<ClusterException?> UseAsync(string kubeConfig, Func<IClusterSession, Task> use)
    {
        try
        {
            using IClusterSession session =
                await Adapter.Backend().OpenAsync(new ConnectionOptions(kubeConfig), default);
            await use(session);
            return null;
        }
        catch (ClusterException exception)
        {
            return exception;
        }
    }

    private static bool KubectlArrives(RawServer server, string kubeConfig)
    {
        int before = server.Requests.Count;
        using Process kubectl = Process.Start(new ProcessStartInfo(
            Kubectl.Program, ["--kubeconfig", kubeConfig, "--request-timeout", "10s", "get", "--raw", "/version"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        kubectl.StandardError.ReadToEnd();
        kubectl.WaitForExit();
        return server.Requests.Count > before;
    }

    private static SslServerAuthenticationOptions Tls(params string[] hosts) => RawServer.Tls(Root.Issue(hosts));

    private static string Ca(TestAuthority authority, string more = "") =>
        $", certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authority.Pem))}"
        + (more.Length > 0 ? $", {more}" : "");

    private static string Show(bool arrived) => arrived ? "accepts" : "refuses";
}
