using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Nodes;

public sealed class NodeStatusRulesTests
{
    private const string Ready = """{"type":"Ready","status":"True"}""";

    [Theory]
    [InlineData(Ready, "Ready", null)]
    [InlineData("""{"type":"Ready","status":"False","message":"no CNI."}""", "NotReady", "Ready is False: no CNI")]
    [InlineData("""{"type":"Ready","status":"Unknown","reason":"NodeStatusUnknown"}""", "Unknown", "Ready is Unknown: NodeStatusUnknown")]
    [InlineData(
        Ready + """,{"type":"DiskPressure","status":"True","message":"disk is full"},{"type":"MemoryPressure","status":"False"}""",
        "Ready", "DiskPressure is True: disk is full")]
    [InlineData("""{"type":"DiskPressure","status":"Unknown"}""", "Unknown", "Its kubelet has never reported")]
    public void Every_bad_condition_is_a_reason(string conditions, string status, string? reason)
    {
        NodeStatus node = Describe(Node($$"""{"conditions":[{{conditions}}]}"""));
        Assert.Equal((status, reason, false), (node.Status, node.Reason, node.SchedulingDisabled));
    }

    [Fact]
    public void A_cordoned_node_is_ready_and_says_so()
    {
        NodeStatus node = Describe(Node($$"""{"conditions":[{{Ready}}]}""", """{"unschedulable":true}"""));
        Assert.Equal(("Ready", true, "Cordoned"), (node.Status, node.SchedulingDisabled, node.Reason));
    }

    [Fact]
    public void Roles_are_those_of_both_labels_old_and_new()
    {
        var node = KubeObject.Parse("""
            {"kind":"Node","metadata":{"name":"n","labels":{
              "node-role.kubernetes.io/control-plane":"","node-role.kubernetes.io/master":"","kubernetes.io/role":"ingress","a":"b"}}}
            """);
        Assert.Equal(["control-plane", "ingress", "master"], Describe(node).Roles);
    }

    [Fact]
    public void Amounts_are_numbers_of_cores_and_bytes_and_percent_of_the_allocatable()
    {
        KubeObject node = Node("""{"allocatable":{"cpu":"1930m","memory":"4Gi","pods":"110"}}""");
        KubeObject pod = Pod("""{"containers":[{"name":"a","resources":{"requests":{"cpu":"500m","memory":"1Gi"}}}]}""");
        var load = new NodeLoad(7, PodResources.RequestsOf(pod), PodResources.LimitsOf(pod));
        NodeStatus status = NodeStatusRules.Describe(node, load, ResourceSums.FromUse(250_000_000, 1 << 20), "c", null, DateTimeOffset.UnixEpoch);
        Assert.Equal((1.93m, 0.5m, 0.25m, 26), (status.AllocatableCpu, status.RequestedCpu, status.UsedCpu, status.RequestedCpuPercent));
        Assert.Equal((4L << 30, 1L << 30, 1L << 20, 25), (status.AllocatableMemory, status.RequestedMemory, status.UsedMemory, status.RequestedMemoryPercent));
        Assert.Equal((7, 110), (status.Pods, status.AllocatablePods));
    }

    [Fact]
    public void A_node_without_metrics_tells_no_use_and_one_without_resources_no_percent()
    {
        NodeStatus status = Describe(Node("{}"));
        Assert.Null(status.UsedCpu);
        Assert.Null(status.UsedMemory);
        Assert.Null(status.RequestedCpuPercent);
    }

    // The examples of kubernetes.io, "Sidecar Containers", and of component-helpers, resource/helpers_test.go.
    [Theory]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"1"}}},{"resources":{"requests":{"cpu":"2"}}}]}""", "3")]
    [InlineData("""{"initContainers":[{"resources":{"requests":{"cpu":"4"}}},{"resources":{"requests":{"cpu":"1"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "4")]
    [InlineData("""{"initContainers":[{"restartPolicy":"Always","resources":{"requests":{"cpu":"2"}}},{"resources":{"requests":{"cpu":"3"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "5")]
    [InlineData("""{"initContainers":[{"resources":{"requests":{"cpu":"3"}}},{"restartPolicy":"Always","resources":{"requests":{"cpu":"2"}}}],"containers":[{"resources":{"requests":{"cpu":"2"}}}]}""", "4")]
    [InlineData("""{"overhead":{"cpu":"250m"},"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "1.25")]
    [InlineData("""{"resources":{"requests":{"cpu":"5"}},"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "5")]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"much"}}},{}]}""", "0")]
    public void Requests_are_those_that_the_scheduler_counts(string spec, string cores) => Assert.Equal(
        decimal.Parse(cores, System.Globalization.CultureInfo.InvariantCulture), PodResources.RequestsOf(Pod(spec)).Cpu);

    [Fact]
    public void A_container_without_a_limit_leaves_the_pod_without_one()
    {
        ResourceSums limits = PodResources.LimitsOf(Pod(
            """{"containers":[{"resources":{"limits":{"cpu":"1","memory":"1Gi"}}},{"resources":{"limits":{"memory":"1Gi"}}}],"overhead":{"cpu":"1","memory":"1"}}"""));
        Assert.False(limits.Has("cpu"));
        Assert.Equal((2L << 30) + 1, limits.Memory);
    }

    private static NodeStatus Describe(KubeObject node) =>
        NodeStatusRules.Describe(node, NodeLoad.None, null, "c", null, DateTimeOffset.UnixEpoch);

    private static KubeObject Node(string status, string spec = "{}") =>
        KubeObject.Parse($$"""{"kind":"Node","metadata":{"name":"n"},"spec":{{spec}},"status":{{status}} }""");

    private static KubeObject Pod(string spec) =>
        KubeObject.Parse($$"""{"kind":"Pod","metadata":{"name":"p"},"spec":{{spec}} }""");
}
