using System.Collections.Concurrent;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services;

/// <summary>Ctrl+C in the middle of a creation, against a server that can be held up.</summary>
public sealed class StoppedCreationTests
{
    [Fact]
    public void Ctrl_C_between_two_objects_makes_the_second_one_too()
    {
        var writes = new ConcurrentQueue<string>();
        using var isBegun = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        using var isDone = new ManualResetEventSlim();
        using var server = new PlainServer(request =>
        {
            string body = new StreamReader(request.InputStream).ReadToEnd();
            bool isObject = request.Url!.AbsolutePath.Contains("/namespaces/", StringComparison.Ordinal);
            if (request.HttpMethod != "POST" && isObject) return (404, """{"kind":"Status","reason":"NotFound"}""");
            if (request.HttpMethod != "POST") return (200, """{"gitVersion":"v1.20.2"}""");
            if (request.QueryString["dryRun"] is not null) return (201, body);
            writes.Enqueue(request.Url.Segments[^1]);
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
        Assert.True(isDone.Wait(TimeSpan.FromSeconds(60)), "The Service was never made.");
        Assert.Equal(["deployments", "services"], writes);
    }
}
