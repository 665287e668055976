using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Rollback;

/// <summary>Ctrl+C in the middle of a rollback, against a server that can be held up.</summary>
public sealed class StoppedRollbackTests
{
    [Fact]
    public void Ctrl_C_after_the_canary_s_traffic_is_back_rolls_the_pods_back_too_and_says_so()
    {
        HeldServer? held = null;
        using var server = held = new HeldServer(path => path switch
        {
            "/apis/apps/v1/namespaces/shop/deployments/web" => Deployment.ToString(),
            "/apis/apps/v1/namespaces/shop/replicasets" => $$"""{"items":[{{Revision(1)}},{{Revision(2)}}]}""",
            "/apis/networking.istio.io/v1beta1/virtualservices" => $$"""{"items":[{{Route(held!)}}]}""",
            "/apis/networking.istio.io/v1beta1/namespaces/shop/virtualservices/web" => Route(held!),
            "/apis/networking.istio.io/v1beta1/destinationrules" => """
                {"items":[{"metadata":{"name":"web","namespace":"shop"},"spec":{"host":"web","subsets":[
                 {"name":"stable","labels":{"track":"stable"}},{"name":"canary","labels":{"track":"canary"}}]}}]}
                """,
            _ => path.Contains("canary", StringComparison.Ordinal) || path.EndsWith("/web", StringComparison.Ordinal)
                ? null
                : """{"items":[]}""",
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        shell.StopWhen("Invoke-Rollback web -Namespace shop -NoWait -KubeConfig $args[0]", server.IsBegun, file.Path);
        Assert.Contains("/virtualservices/", Assert.Single(server.Writes), StringComparison.Ordinal);
        server.GoOnUntil(2);
        Assert.EndsWith("/deployments/web", server.Writes.Last(), StringComparison.Ordinal);
        Assert.Contains(
            "Deployment shop/web goes back to revision 1", shell.HostText, StringComparison.Ordinal);
    }

    private static ObjectBuilder Deployment => ObjectBuilder.Deployment("web", "web:2")
        .Shown("d", "1", generation: 2).Annotation("deployment.kubernetes.io/revision", "2")
        .WithStatus("""{"observedGeneration":2}""");

    private static ObjectBuilder Revision(int number) => ObjectBuilder.ReplicaSet($"web-{number}", $"web:{number}")
        .Shown($"r{number}", created: $"2024-01-0{number}T00:00:00Z").Label("app", "web")
        .Annotation("deployment.kubernetes.io/revision", $"{number}").OwnedBy("d", "Deployment", "web");

    /// <summary>Its weights are as written as soon as the write has begun.</summary>
    private static string Route(HeldServer server) => $$"""
        {"kind":"VirtualService","metadata":{"name":"web","namespace":"shop","uid":"v","resourceVersion":"1"},
         "spec":{"hosts":["web"],"http":[{"route":[
          {"destination":{"host":"web","subset":"stable"},"weight":{{(server.Writes.Count > 0 ? 100 : 90)}} },
          {"destination":{"host":"web","subset":"canary"},"weight":{{(server.Writes.Count > 0 ? 0 : 10)}} }]}]} }
        """;
}
