using System.Security.Cryptography;
using System.Text.Json;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

/// <summary>
/// No secret is found in anything that a user, a log or a build agent gets to see: all streams, errors in every form in
/// which PowerShell shows or serializes them, transcripts and traces.
/// </summary>
public sealed class SecretTests
{
    private const string Version = """{"gitVersion":"v1.30.0"}""";

    /// <summary>Every secret of these tests; one that is not of its kubeconfig is looked for all the same.</summary>
    private static readonly string[] Secrets =
    [
        "t0ken-in-file", "t0ken-in-yaml", "p4ss-basic", "p4ss-server", "p4ss-proxy", "t0ken-argument", "t0ken-variable",
        "t0ken-answered", "t0ken-stderr", "cl13nt-secret", "r3fresh-token", "77665544", "88776655", "99887766",
    ];

    /// <summary>What runs each command of a list and gathers all that can be seen of it into a file.</summary>
    private const string Gather = """
        param($list)
        foreach ($case in Get-Content $list -Raw | ConvertFrom-Json) {
            $Error.Clear()
            $trace = New-TemporaryFile
            $transcript = New-TemporaryFile
            $null = Start-Transcript -Path $transcript -Force
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            $seen = & {
                try {
                    Trace-Command -Name ParameterBinding, TypeConversion -FilePath $trace -Expression {
                        & ([scriptblock]::Create($case.Command)) $case.File *>&1
                    }
                } catch { $_ }
            }
            $VerbosePreference = $DebugPreference = 'SilentlyContinue'
            $null = Stop-Transcript
            $records = @($Error)
            & {
                $seen | Out-String
                $seen | Format-List * -Force | Out-String
                foreach ($record in $records) {
                    "$record"
                    $record.Exception.ToString()
                    $record | Format-List * -Force | Out-String
                    for ($e = $record.Exception; $e; $e = $e.InnerException) {
                        $e | Format-List * -Force | Out-String
                    }
                    $record | ConvertTo-Json -Depth 3 -WarningAction Ignore
                    [System.Management.Automation.PSSerializer]::Serialize($record, 4)
                    Get-Error -InputObject $record | Out-String
                }
                Get-Content $transcript, $trace -Raw
            } *> $case.Seen
            Remove-Item $transcript, $trace
        }
        """;

    /// <summary>A user, more of the cluster, and what the server answers; the address may hold a password.</summary>
    private static Dictionary<string, (string User, string Cluster, int Status)> KubeConfigs { get; } = new()
    {
        ["a token that is refused"] = ("{ token: t0ken-in-yaml }", "", 401),
        ["a token without rights"] = ("{ token: t0ken-in-yaml }", "", 403),
        ["a token, and a server that fails"] = ("{ token: t0ken-in-yaml }", "", 500),
        ["a token, and a server that redirects"] = ("{ token: t0ken-in-yaml }", "", 302),
        ["a token that works"] = ("{ token: t0ken-in-yaml }", "", 200),
        ["a password that is refused"] = ("{ username: tester, password: p4ss-basic }", "", 401),
        ["a token with a line break"] = ("{ token: \"t0ken-in-yaml\\n\" }", "", 200),
        ["a token that is a list"] = ("{ token: [t0ken-in-yaml] }", "", 200),
        ["a token beside a password"] =
            ("{ token: t0ken-in-yaml, username: tester, password: p4ss-basic }", "", 200),
        ["a token file without a token"] = ("{ tokenFile: FILE }", "", 200),
        ["a plugin that fails"] = (Plugin("echo t0ken-stderr >&2; echo t0ken-answered; exit 3"), "", 200),
        ["a plugin whose answer is no credential"] = (Plugin("echo t0ken-answered"), "", 200),
        ["a plugin whose token is refused"] = (Plugin(
            """echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t0ken-answered"}}'"""),
            "", 401),
        ["a plugin that is missing"] = (
            "{ exec: { apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, args: [t0ken-argument], "
            + "env: [{ name: A, value: t0ken-variable }] } }", "", 200),
        ["a plugin with a field that is not known"] = (
            "{ exec: { apiVersion: client.authentication.k8s.io/v1, command: x, password: t0ken-argument } }", "", 200),
        ["an OIDC token that cannot be refreshed"] = (
            "{ auth-provider: { name: oidc, config: { client-id: a, client-secret: cl13nt-secret, "
            + "refresh-token: r3fresh-token, idp-issuer-url: 'https://127.0.0.1:1/' } } }", "", 200),
        ["an auth-provider that was removed"] =
            ("{ auth-provider: { name: gcp, config: { access-token: r3fresh-token } } }", "", 200),
        ["a proxy that is not there"] =
            ("{ token: t0ken-in-yaml }", ", proxy-url: 'http://user:p4ss-proxy@127.0.0.1:1'", 200),
        ["a proxy address that is none"] =
            ("{ token: t0ken-in-yaml }", ", proxy-url: 'ftp://user:p4ss-proxy@127.0.0.1'", 200),
        ["a certificate of another host"] =
            ("{ token: t0ken-in-yaml }", ", tls-server-name: evil.example", 200),
    };

    [Fact]
    public async Task No_secret_of_a_kubeconfig_is_shown()
    {
        using var token = new TemporaryFile("t0ken-in-file is not one word");
        using var folder = new TemporaryFolder();
        var servers = new List<RawServer>();
        var cases = new List<Case>();
        foreach ((string situation, (string user, string cluster, int status)) in KubeConfigs)
        {
            RawServer server = RawServer.OfJson(
                _ => (status, status == 200 ? Version : """{"kind":"Status","message":"no"}"""),
                TestAuthority.Server);
            servers.Add(server);
            string address = server.Address.Replace("://", "://tester:p4ss-server@", StringComparison.Ordinal);
            string text = KubeConfigText.ForTls(
                address, user.Replace("FILE", token.Path, StringComparison.Ordinal), cluster);

            // All cmdlets connect alike; what differs is what they say when the server refuses a read or a write.
            string[] commands = ["param($f) Connect-Cluster -KubeConfig $f; Get-Cluster -KubeConfig $f"];
            if (status is 401 or 403)
            {
                commands =
                [
                    .. commands, "param($f) Get-MicroService -KubeConfig $f",
                    "param($f) New-MicroService web -Image a/b:1 -KubeConfig $f -Confirm:$false",
                ];
            }

            foreach (string command in commands)
            {
                cases.Add(Case.Make(folder.Path, cases.Count, situation, command, text));
            }
        }

        await AssertHiddenAsync(folder.Path, cases);
        foreach (RawServer server in servers) server.Dispose();
    }

    [Fact]
    public async Task No_value_of_an_object_is_shown_when_the_server_refuses_it()
    {
        await using TestNamespace home = await TestNamespace.CreateAsync();
        string publish = $"param($f) Publish-MicroService $f -KubeConfig '{TestCluster.KubeConfig}' "
            + $"-Context {TestCluster.Context} -Namespace {home.Name} -Confirm:$false";
        string right = Template("\"99887766\"");
        (string What, string Manifest)[] manifests =
        [
            .. new[]
            {
                "stringData: { pw: 77665544 }", "stringData: { pw: [77665544] }", "stringData: { pw: { x: 77665544 } }",
                "data: { pw: '77665544!' }", "data: 77665544",
            }.Select(data => (data, $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: s }}\n{data}\n")),
            ("a number in the environment", Template("88776655")),
            ("a template that is right", right),

            // The server's answer quotes the whole template.
            ("a selector that must not change", right.Replace("app: d", "app: e", StringComparison.Ordinal)),
        ];
        using var folder = new TemporaryFolder();
        Case[] cases =
        [
            .. manifests.Select((pair, index) => Case.Make(folder.Path, index, pair.What, publish, pair.Manifest)),
        ];
        await AssertHiddenAsync(folder.Path, cases);
        Assert.Equal(
            [true, true, true, true, true, true, false, true],
            cases.Select(one => File.ReadAllText(one.Seen).Contains("InvalidSpec", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_private_key_is_not_shown_when_it_is_broken()
    {
        using var key = ECDsa.Create();
        string pem = key.ExportPkcs8PrivateKeyPem();
        string broken = pem.Replace("PRIVATE KEY-----\n", "PRIVATE KEY-----\n!", StringComparison.Ordinal);
        string user = "{ client-certificate-data: " + KubeConfigText.Base64(TestAuthority.Shared.Pem)
            + $", client-key-data: {KubeConfigText.Base64(broken)} }}";
        using var folder = new TemporaryFolder();
        var one = Case.Make(
            folder.Path, 0, "a broken key", "param($f) Connect-Cluster -KubeConfig $f",
            KubeConfigText.ForTls("https://127.0.0.1:1", user));
        await AssertHiddenAsync(folder.Path, [one], KubeConfigText.Base64(broken)[..60], pem.Split('\n')[1]);
        Assert.Contains("InvalidKubeConfig", File.ReadAllText(one.Seen), StringComparison.Ordinal);
    }

    private static string Template(string value) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: d }
        spec:
          replicas: 0
          selector: { matchLabels: { app: d } }
          template:
            metadata: { labels: { app: d } }
            spec: { containers: [ { name: c, image: a, env: [ { name: P, value: {{value}} } ] } ] }
        """;

    /// <summary>Runs commands in every way to see something of them.</summary>
    private static async Task AssertHiddenAsync(string folder, IReadOnlyList<Case> cases, params string[] more)
    {
        string list = Path.Combine(folder, "cases.json");
        await File.WriteAllTextAsync(list, JsonSerializer.Serialize(cases));
        string output = await RealShell.RunAsync(Gather, list);
        foreach (Case one in cases)
        {
            string seen = await File.ReadAllTextAsync(one.Seen) + output;

            // Something must have been gathered at all: the trace shows how the path was bound.
            Assert.Contains(one.File, seen, StringComparison.Ordinal);
            foreach (string secret in Secrets.Concat(more))
            {
                string[] forms = [secret, KubeConfigText.Base64(secret), Uri.EscapeDataString(secret)];
                foreach (int at in forms.Select(form => seen.IndexOf(form, StringComparison.Ordinal)))
                {
                    Assert.True(at < 0, $"{one.Situation}: '{secret}' is shown by {one.Command}: "
                        + (at < 0 ? "" : seen[Math.Max(0, at - 300)..Math.Min(seen.Length, at + 100)]));
                }
            }
        }
    }

    private static string Plugin(string script) =>
        "{ exec: { apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: [-c, "
        + $"'{script.Replace("'", "''", StringComparison.Ordinal)}', t0ken-argument], "
        + "env: [{ name: A, value: t0ken-variable }] } }";

    /// <summary>One command.</summary>
    /// <param name="Situation">What is wrong.</param>
    /// <param name="Command">The command; its argument is the file.</param>
    /// <param name="File">The kubeconfig or manifest.</param>
    /// <param name="Seen">Where to put what was seen.</param>
    private sealed record Case(string Situation, string Command, string File, string Seen)
    {
        public static Case Make(string folder, int index, string situation, string command, string text)
        {
            string file = Path.Combine(folder, $"input-{index}.yaml");
            System.IO.File.WriteAllText(file, text);
            return new Case(situation, command, file, Path.Combine(folder, $"seen-{index}.txt"));
        }
    }
}
