using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;

namespace MicroK8s.Fuzz;

/// <summary>
/// Answers of an API server to everything that is asked of one. The first line of an input is the status and further
/// headers, all else the body.
/// </summary>
internal sealed class AnswerTarget : FuzzTarget
{
    /// <summary>Lists go on for as long as the server says so; here it stops.</summary>
    private const int MostPages = 3;

    private readonly AnswerServer _server;
    private readonly IClusterSession _session;
    private byte[] _answer = [];
    private int _pages;

    public AnswerTarget()
    {
        _server = new AnswerServer(request =>
            request.Contains("&continue=", StringComparison.Ordinal) && Interlocked.Increment(ref _pages) > MostPages
                ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray()
                : _answer);
        _session = LoopbackSession.Open(_server.Address);
    }

    public override string Name => "answer";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds) => Gen.Select(
        Gen.OneOf("200", "200", "201", "400", "401", "403", "404", "409", "410", "422"),
        JsonMutator.Of([.. seeds.Select(Body)]), (status, body) => Encoding.ASCII.GetBytes(status + "\n").Concat(body).ToArray());

    public override async Task RunAsync(byte[] input)
    {
        _answer = Whole(input);
        foreach (Func<IClusterSession, Task> question in Questions)
        {
            _pages = 0;
            try
            {
                await question(_session).ConfigureAwait(false);
            }
            catch (ClusterException)
            {
                // A wrong answer may well be said to be one; the next question is another matter.
            }
        }
    }

    public override void Dispose()
    {
        _session.Dispose();
        _server.Dispose();
        base.Dispose();
    }

    private static IReadOnlyList<Func<IClusterSession, Task>> Questions { get; } =
    [
        session => session.Resources.GetAsync(Web, CancellationToken.None),
        session => session.Resources.FindAsync(Web, CancellationToken.None),
        ListAsync,
        session => session.Resources.ApplyAsync(ResourceTypes.Service, Manifest, false, false, CancellationToken.None),
        session => session.Resources.CreateAsync(ResourceTypes.Service, Manifest, false, CancellationToken.None),
        session => session.Resources.DeleteAsync(Web, "u", false, CancellationToken.None),
        session => session.Discovery.FindAsync("apps/v1", "Deployment", CancellationToken.None),
        session => session.Discovery.ListAsync(CancellationToken.None),
        session => session.GetServerVersionAsync(CancellationToken.None),
        session => session.ProbeAsync("readyz", CancellationToken.None),
        session => session.Logs.TailAsync("shop", "web", "web", false, 3, CancellationToken.None),
        LogAsync,
        session => session.Exec.StartAsync(new CommandRequest("shop", "web", "web", ["ls"], false), CancellationToken.None),
        session => session.PortForward.ConnectAsync("shop", "web", 80, CancellationToken.None),
        MetricsAsync,
    ];

    private static ResourceRef Web => new(ResourceTypes.Service, "shop", "web");

    private static JsonObject Manifest => new()
    {
        ["apiVersion"] = "v1", ["kind"] = "Service", ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "shop" },
    };

    private static async Task ListAsync(IClusterSession session)
    {
        var query = new ResourceQuery(ResourceTypes.Service, "shop");
        await foreach (KubeObject item in session.Resources.ListAsync(query, CancellationToken.None).ConfigureAwait(false))
        {
            _ = $"{item} {item.Uid} {item.Created} {item.Labels.Count} {item.Annotations.Count} {item.ControllerUid}";
        }
    }

    private static async Task LogAsync(IClusterSession session)
    {
        await foreach (ContainerLine line in session.Logs
            .ReadAsync("shop", "web", "web", new LogRange(), CancellationToken.None).ConfigureAwait(false))
        {
            _ = line.Text;
        }
    }

    /// <summary>The answer in the place of Prometheus', to each query of a reading.</summary>
    private static async Task MetricsAsync(IClusterSession session)
    {
        using IHttpService service = session.OpenService(new ProxiedService("shop", "prometheus", "web"));
        var reader = new MetricReader(new PrometheusClient(service));
        var side = new MetricSide("shop", "web");
        await reader.FindAsync(MetricSources.All, [side], CancellationToken.None).ConfigureAwait(false);
        var end = new DateTimeOffset(2026, 1, 1, 12, 1, 0, TimeSpan.Zero);
        await reader.ReadAsync(
            MetricSources.OpenTelemetry.Variants[0], side, new MetricWindow(end.AddSeconds(-40), end),
            new MetricQuestion { SlowerThan = TimeSpan.FromSeconds(0.5), Quantile = 0.9 }, CancellationToken.None)
            .ConfigureAwait(false);
    }

    private static byte[] Body(byte[] input) => input[(Array.IndexOf(input, (byte)'\n') + 1)..];

    /// <summary>
    /// The answer as sent. What is worth another try is answered otherwise: the pauses before it would be all that is
    /// measured here.
    /// </summary>
    private static byte[] Whole(byte[] input)
    {
        byte[] body = Body(input);
        string[] first = Encoding.Latin1.GetString(input, 0, input.Length - body.Length).Trim().Split(' ', 2);
        int status = int.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 200;
        if (status is < 200 or 429 or >= 500) status = 400;
        string more = first.Length > 1 ? $"{first[1].ReplaceLineEndings("")}\r\n" : "";
        string head = $"HTTP/1.1 {status} X\r\nConnection: close\r\n{more}Content-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }
}
