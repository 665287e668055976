using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services;

/// <summary>Ctrl+C in the middle of a removal, against a server that can be held up.</summary>
public sealed class StoppedRemovalTests
{
    private const string Labels =
        """ "labels":{"app":"web","app.kubernetes.io/name":"web","app.kubernetes.io/managed-by":"MicroK8s.PowerShell"} """;

    [Fact]
    public void Ctrl_C_between_two_objects_removes_the_second_one_too_and_says_so()
    {
        using var server = new HeldServer(path => path switch
        {
            "/apis/apps/v1/namespaces/shop/deployments/web" =>
                ObjectBuilder.Deployment().Shown("d").WithMetadata(Labels).ToString(),
            "/api/v1/namespaces/shop/services/web" => Service,
            "/api/v1/namespaces/shop/services" => $$"""{"items":[{{Service}}]}""",
            _ => path.EndsWith("/web", StringComparison.Ordinal) ? null : """{"items":[]}""",
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        shell.StopWhen("Remove-MicroService web -Namespace shop -KubeConfig $args[0]", server.IsBegun, file.Path);
        Assert.Single(server.Writes);
        server.GoOnUntil(2);
        Assert.All(server.Writes, write => Assert.StartsWith("DELETE", write, StringComparison.Ordinal));
        Assert.Contains("microservice shop/web is removed as a whole", shell.HostText, StringComparison.Ordinal);
    }

    private static string Service => ObjectBuilder.Service().Shown("s").WithMetadata(Labels)
        .WithSpec("""{"selector":{"app":"web"}}""").ToString();
}
