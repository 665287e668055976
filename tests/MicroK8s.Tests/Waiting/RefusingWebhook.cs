using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>An admission webhook that refuses every pod of one namespace. The API server must run on this machine.</summary>
internal sealed class RefusingWebhook : IAsyncDisposable
{
    public const string Refusal = "pods of this test are not wanted";

    private static readonly ResourceType Configuration = new(
        "admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration",
        Namespaced: false);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly string _name;

    private RefusingWebhook(string name) => _name = name;

    public static async Task<RefusingWebhook> StartAsync(TestNamespace space)
    {
        var webhook = new RefusingWebhook(space.Name);
        webhook._listener.Start();
        _ = webhook.ServeAsync();
        await LabelAsync(space.Name);
        await TestCluster.Admin.Resources.CreateAsync(
            Configuration, webhook.Manifest(), dryRun: false, CancellationToken.None);
        await InEffect.RefusalAsync(
            Refusal, limit => space.TryAsync(ResourceTypes.Pod, ObjectBuilder.WebPod("sample"), limit));
        return webhook;
    }

    public async ValueTask DisposeAsync()
    {
        await TestCluster.Admin.Resources.DeleteAsync(
            new ResourceRef(Configuration, null, _name), null, dryRun: false, CancellationToken.None);
        _listener.Stop();
        _certificate.Dispose();
    }

    private static async Task LabelAsync(string namespaceName)
    {
        var target = new ResourceRef(ResourceTypes.Namespace, null, namespaceName);
        KubeObject space = await TestCluster.Admin.Resources.GetAsync(target, CancellationToken.None);
        var patch = new JsonPatch(space);
        patch.Add("/metadata/labels", new JsonObject { ["microk8s-test/webhook"] = namespaceName });
        await TestCluster.Admin.Resources.PatchAsync(target, patch, dryRun: false, CancellationToken.None);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=webhook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private JsonObject Manifest()
    {
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        string ca = Convert.ToBase64String(Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem()));
        return JsonNode.Parse($$$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"{{{_name}}}"},
             "webhooks":[{"name":"pods.refused.test","sideEffects":"None","admissionReviewVersions":["v1"],"timeoutSeconds":5,
              "clientConfig":{"url":"https://127.0.0.1:{{{port}}}/","caBundle":"{{{ca}}}"},
              "namespaceSelector":{"matchLabels":{"microk8s-test/webhook":"{{{_name}}}"}},
              "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"]}]}]}
            """)!.AsObject();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient owned = client;
        try
        {
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(_certificate);
            JsonNode review = JsonNode.Parse(await ReadBodyAsync(stream))!;
            string answer = new JsonObject
            {
                ["apiVersion"] = "admission.k8s.io/v1",
                ["kind"] = "AdmissionReview",
                ["response"] = new JsonObject
                {
                    ["uid"] = (string)review["request"]!["uid"]!,
                    ["allowed"] = false,
                    ["status"] = new JsonObject { ["code"] = 403, ["message"] = Refusal },
                },
            }.ToJsonString();
            string head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + answer));
            await stream.ShutdownAsync();
        }
        catch (IOException)
        {
            // The API server closed the connection.
        }
    }

    /// <summary>The body of an HTTP/1.1 request with a length.</summary>
    private static async Task<string> ReadBodyAsync(Stream stream)
    {
        var reader = new StreamReader(stream, Encoding.UTF8);
        int length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(line[15..].Trim());
        }

        var body = new char[length];
        int read = await reader.ReadBlockAsync(body);
        return new string(body, 0, read);
    }
}
