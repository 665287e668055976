using MicroK8s.Connection;
using MicroK8s.KubeApi;

namespace MicroK8s.Fuzz;

/// <summary>Opens sessions with servers of this program.</summary>
internal static class LoopbackSession
{
    public static IClusterSession Open(string address)
    {
        using var file = new ScratchFile();
        file.Write(
            $$$$"""
            {"apiVersion": "v1", "kind": "Config", "current-context": "a",
             "clusters": [{"name": "a", "cluster": {"server": "{{{{address}}}}"}}],
             "contexts": [{"name": "a", "context": {"cluster": "a"}}], "users": []}
            """);
        return new KubeBackend().OpenAsync(new ConnectionOptions(file.Path), CancellationToken.None)
            .GetAwaiter().GetResult();
    }
}
