using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MicroK8s.Tests.Habits;

/// <summary>A server of the <see cref="SmallWorld"/> that has a habit from some request on.</summary>
internal sealed class HabitServer : IDisposable
{
    private readonly Habit? _habit;
    private readonly HabitStage _stage;
    private readonly SmallWorld _world = new();
    private readonly RawServer _server;
    private readonly TaskCompletionSource _isReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private int _writes;
    private int _followed;

    /// <param name="habit">The habit. Null for none.</param>
    /// <param name="stage">When it begins.</param>
    /// <param name="certificate">Its certificate. Null for plain http.</param>
    public HabitServer(Habit? habit, HabitStage stage, X509Certificate2? certificate = null)
    {
        (_habit, _stage) = (habit, stage);
        _server = new RawServer(AnswerAsync, certificate is null ? null : RawServer.Tls(certificate));
    }

    /// <summary>A healthy server with TLS, for kubeconfigs that do not ask who it is.</summary>
    public static HabitServer Secure()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new HabitServer(null, HabitStage.First, request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1)));
    }

    /// <summary>Where redirects lead: a path that nothing else asks for.</summary>
    public static string Elsewhere => "/elsewhere";

    public string Address => _server.Address;

    /// <summary>Requests so far.</summary>
    public int Requests => _server.Requests.Count;

    /// <summary>Requests that the client still holds on to.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Writes that were made.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Redirects that were followed.</summary>
    public int Followed => Volatile.Read(ref _followed);

    /// <summary>Ends with the first request that met the habit.</summary>
    public Task IsReached => _isReached.Task;

    public void Dispose() => _server.Dispose();

    private async Task AnswerAsync(RawRequest request, Stream stream, CancellationToken stop)
    {
        Interlocked.Increment(ref _open);
        try
        {
            if (request.Path == Elsewhere) Interlocked.Increment(ref _followed);
            if (_habit is not null && IsBad(request))
            {
                _isReached.TrySetResult();
                await _habit.Answer(request, stream, stop);
                return;
            }

            if (IsStream(request))
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), stop);
                if (request.Path.EndsWith("/log", StringComparison.Ordinal))
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes("2026-01-01T00:00:00.000000000Z hello\n"), stop);
                    return;
                }

                await BadHabits.HangAsync(stream, stop);
                return;
            }

            if (IsWrite(request)) Interlocked.Increment(ref _writes);
            (int status, string body) = _world.Answer(request, isTried: !IsWrite(request));
            await RawServer.WriteAsync(stream, status, body, stop);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private bool IsBad(RawRequest request) => _stage switch
    {
        HabitStage.First => true,
        HabitStage.List => request.Method == "GET" && request.Target.Contains("?limit=", StringComparison.Ordinal),
        HabitStage.Stream => IsStream(request),
        _ => IsWrite(request),
    };

    private static bool IsStream(RawRequest request) => request.Method == "GET"
        && (request.Target.Contains("?watch=1", StringComparison.Ordinal)
            || request.Path.EndsWith("/log", StringComparison.Ordinal));

    private static bool IsWrite(RawRequest request) => request.Method != "GET"
        && !request.Target.Contains("dryRun=", StringComparison.Ordinal)
        && !request.Body.Contains("\"dryRun\"", StringComparison.Ordinal);
}
