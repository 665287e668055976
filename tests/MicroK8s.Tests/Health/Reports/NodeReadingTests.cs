using MicroK8s.Errors;
using MicroK8s.Health.Reports;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health.Reports;

public sealed class NodeReadingTests
{
    [Fact]
    public async Task A_node_has_what_its_pods_request_and_what_is_used()
    {
        var session = new StubSession
        {
            Objects =
            [
                Node("a", "True"), Pod("a", """{"containers": [{"resources": {"requests": {"cpu": "250m", "memory": "64Mi"}}}, {}]}"""),
                Pod("b", """{"containers": [{"resources": {"requests": {"cpu": "8"}}}]}"""),
                KubeObject.Parse("""{"kind": "NodeMetrics", "metadata": {"name": "a"}, "usage": {"cpu": "156340123n", "memory": "1048576Ki"}}"""),
            ],
        };
        ReportNode node = Assert.Single(await NodeReading.ReadAsync(session, CancellationToken.None));
        Assert.Equal(new ReportNode("a", true, 3.92, 0.25, 0.156340123, 8L << 30, 64L << 20, 1L << 30, 1, 110), node);
    }

    [Fact]
    public async Task Those_that_are_not_ready_come_first_and_without_metrics_usage_is_unknown()
    {
        var session = new StubSession { Objects = [Node("c", "Unknown"), Node("a", "True"), Node("b", "False")] };
        IReadOnlyList<ReportNode> nodes = await NodeReading.ReadAsync(session, CancellationToken.None);
        Assert.Equal(["b", "c", "a"], nodes.Select(node => node.Name));
        Assert.All(nodes, node => Assert.Null(node.CpuUsed ?? node.MemoryUsed));
    }

    [Fact]
    public async Task Metrics_that_are_not_served_are_not_asked_for_and_a_missing_right_is_told()
    {
        var session = new StubSession { ServesIstio = false, Objects = [Node("a", "True")] };
        Assert.Single(await NodeReading.ReadAsync(session, CancellationToken.None));
        Assert.Equal(["nodes", "pods"], session.Asked.Select(query => query.Type.Plural));

        var forbidden = new StubSession { Forbidden = ResourceTypes.Node };
        ClusterException denied = await Assert.ThrowsAsync<ClusterException>(() => NodeReading.ReadAsync(forbidden, CancellationToken.None));
        Assert.Equal(ClusterFault.AccessDenied, denied.Fault);
    }

    private static KubeObject Node(string name, string ready) => KubeObject.Parse($$$"""
        {"kind": "Node", "metadata": {"name": "{{{name}}}"}, "status": {
          "conditions": [{"type": "Ready", "status": "{{{ready}}}"}],
          "allocatable": {"cpu": "3920m", "memory": "8Gi", "pods": "110"} } }
        """);

    private static KubeObject Pod(string node, string spec) =>
        KubeObject.Parse($$$"""{"kind": "Pod", "metadata": {"name": "p"}, "spec": {"nodeName": "{{{node}}}", {{{spec.Trim()[1..]}}} }""");
}
