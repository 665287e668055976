using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>A node without a kubelet that takes no pods: what the scheduler says of it is real.</summary>
internal sealed class TaintedNode : IAsyncDisposable
{
    /// <summary>Its label and its taint.</summary>
    public const string Key = "microk8s-test/tainted";

    private readonly ResourceRef _node;

    private TaintedNode(string name) => _node = new ResourceRef(ResourceTypes.Node, null, name);

    public static async Task<TaintedNode> CreateAsync(string label)
    {
        var made = new TaintedNode($"tainted-{label}");
        JsonObject manifest = JsonNode.Parse($$$"""
            {"apiVersion":"v1","kind":"Node",
             "metadata":{"name":"{{{made._node.Name}}}","labels":{"{{{Key}}}":"{{{label}}}"}},
             "spec":{"taints":[{"key":"{{{Key}}}","effect":"NoSchedule"}]},
             "status":{"conditions":[{"type":"Ready","status":"True","reason":"Pretended","message":"A node of a test",
              "lastHeartbeatTime":"{{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}}"}]}}
            """)!.AsObject();
        await TestCluster.Admin.Resources.CreateAsync(
            ResourceTypes.Node, manifest, dryRun: false, CancellationToken.None);
        return made;
    }

    public async ValueTask DisposeAsync() =>
        await TestCluster.Admin.Resources.DeleteAsync(_node, null, dryRun: false, CancellationToken.None);
}
