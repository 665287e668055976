using System.Collections.Concurrent;
using MicroK8s.Services;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services;

/// <summary>Ends in the middle of a creation, against a server that can be held up.</summary>
public sealed class StoppedCreationTests
{
    [Fact]
    public void Ctrl_C_between_two_objects_makes_the_second_one_too()
    {
        var writes = new ConcurrentQueue<string>();
        using var isBegun = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        using var isDone = new ManualResetEventSlim();
        using var server = RawServer.OfJson(request =>
        {
            string body = request.Body;
            bool isObject = request.Path.Contains("/namespaces/", StringComparison.Ordinal);
            if (request.Method != "POST" && isObject) return (404, """{"kind":"Status","reason":"NotFound"}""");
            if (request.Method != "POST") return (200, """{"gitVersion":"v1.20.2"}""");
            if (request.Query("dryRun") is not null) return (201, body);
            writes.Enqueue(request.Path.Split('/')[^1]);
            if (writes.Count == 1)
            {
                isBegun.Set();
                mayGoOn.Wait();
            }
            else
            {
                isDone.Set();
            }

            return (201, body);
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        shell.StopWhen(
            "New-MicroService web shop/web:v1.0 -Port 80 -KubeConfig $args[0]", isBegun.WaitHandle, file.Path);
        mayGoOn.Set();
        Assert.True(isDone.Wait(Patience.Long), "The Service was never made.");
        Assert.Equal(["deployments", "services"], writes);
    }

    [Fact]
    public void What_was_begun_before_the_server_went_away_is_told_before_the_fault_that_ends_all()
    {
        using var mayGoOn = new ManualResetEventSlim();
        using var server = RawServer.OfJson(request =>
        {
            string body = request.Body;
            bool isObject = request.Path.Contains("/namespaces/", StringComparison.Ordinal);
            if (request.Method != "POST" && isObject) return (404, """{"kind":"Status","reason":"NotFound"}""");
            if (request.Method != "POST") return (200, """{"gitVersion":"v1.20.2"}""");
            if (body.Contains("\"second\"", StringComparison.Ordinal))
            {
                _ = Task.Delay(300).ContinueWith(_ => mayGoOn.Set(), TaskScheduler.Default);
                return (503, """{"kind":"Status","reason":"ServiceUnavailable"}""");
            }

            if (request.Query("dryRun") is null) mayGoOn.Wait();
            return (201, body);
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        EngineResult result = shell.Run(
            """
            'first', 'second' | ForEach-Object { [pscustomobject]@{ Name = $_; Image = 'shop/web:v1.0' } } |
                New-MicroService -KubeConfig $args[0]
            """, file.Path);
        result.AssertError("Unreachable");
        Assert.Equal("first", Assert.Single(result.As<MicroService>()).Name);
    }
}
