using MicroK8s.Health;
using MicroK8s.Health.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class NodeRulesTests
{
    [Fact]
    public void A_node_that_is_ready_without_pressure_is_well() => Assert.Null(Judge(
        "Ready:True MemoryPressure:False DiskPressure:False PIDPressure:False NetworkUnavailable:False"));

    [Theory]
    [InlineData("Ready:False", "Ready is False: why")]
    [InlineData("Ready:Unknown MemoryPressure:Unknown", "Ready is Unknown: why")]
    [InlineData("Ready:True MemoryPressure:True", "MemoryPressure is True: why")]
    [InlineData("Ready:True DiskPressure:True PIDPressure:True", "DiskPressure is True: why; PIDPressure is True: why")]
    [InlineData("Ready:True NetworkUnavailable:True", "NetworkUnavailable is True: why")]
    [InlineData("Ready:True KernelDeadlock:True", "KernelDeadlock is True: why")]
    [InlineData("Ready:True StorageReady:False", "StorageReady is False: why")]
    [InlineData("Ready:True EtcdIsVoter:False", "EtcdIsVoter is False: why")]
    [InlineData("", "Its kubelet has never reported")]
    public void A_bad_condition_is_unhealthy_and_named(string conditions, string evidence)
    {
        HealthVerdict verdict = Assert.IsType<HealthVerdict>(Judge(conditions));
        Assert.Equal((HealthStatus.Unhealthy, evidence), (verdict.Status, verdict.Evidence));
        Assert.NotNull(verdict.Remediation);
        Assert.Equal("Node n1", verdict.Target.Text);
    }

    [Theory]
    [InlineData("Ready:True KernelDeadlock:False")]
    [InlineData("Ready:True EtcdIsVoter:True NetworkingReady:True")]
    public void A_condition_of_others_that_means_well_is_no_fault(string conditions) => Assert.Null(Judge(conditions));

    [Fact]
    public void A_cordoned_node_is_a_warning()
    {
        HealthVerdict verdict = Assert.IsType<HealthVerdict>(Judge("Ready:True", spec: """{"unschedulable": true}"""));
        Assert.Equal((HealthStatus.Warning, "Resume-NodeScheduling n1"), (verdict.Status, verdict.Remediation));
    }

    [Theory]
    [InlineData("v1.30.4", "v1.30.1", null)]
    [InlineData("v1.27.0", "v1.30.1", null)]
    [InlineData("v1.26.9", "v1.30.1", "is more than 3 minors behind")]
    [InlineData("v1.24.0-eks-1", "v1.27+", "is more than 2 minors behind")]
    [InlineData("v1.25.0", "v1.27.0", null)]
    [InlineData("v1.31.0", "v1.30.1", "is newer than")]
    [InlineData("v1.31.0", null, null)]
    [InlineData("unknown", "v1.30.1", null)]
    public void The_kubelet_may_not_be_newer_nor_too_old(string kubelet, string? server, string? rule)
    {
        HealthVerdict? verdict = Judge("Ready:True", kubelet: kubelet, server: server);
        if (rule is null) Assert.Null(verdict);
        else Assert.Contains(rule, verdict?.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, null)]
    [InlineData(51, "Last heard of 51 s ago")]
    public async Task A_node_that_was_not_heard_of_is_unhealthy_although_it_still_says_ready(int seconds, string? evidence)
    {
        var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        KubeObject lease = KubeObject.Parse($$"""
            {"kind": "Lease", "metadata": {"name": "n1", "namespace": "kube-node-lease"},
             "spec": {"renewTime": "{{now.AddSeconds(-seconds):O}}"} }
            """);
        using var session = new StubSession { Objects = [lease, Node("Ready:True", "{}", "v1.30.1")] };
        HealthFinding finding =
            Assert.Single(await Verdicts.OfAsync(new NodesCheck(), new HealthScope(session, [], new ManualClock(now))));
        Assert.Equal(evidence is null ? (null, "Ready, no pressure, version fits") : ("MK204", evidence), (finding.Code, finding.Evidence));
    }

    [Fact]
    public async Task Without_the_right_to_read_leases_nodes_are_tested_and_heartbeats_are_unknown()
    {
        using var session = new StubSession { Forbidden = ResourceTypes.Lease, Objects = [Node("Ready:True", "{}", "v1.30.1")] };
        var verdicts = await Verdicts.OfAsync(new NodesCheck(), new HealthScope(session, [], TimeProvider.System));
        Assert.Equal([HealthStatus.Unknown, HealthStatus.Healthy], verdicts.Select(verdict => verdict.Status));
    }

    private static HealthVerdict? Judge(
        string conditions, string spec = "{}", string kubelet = "v1.30.1", string? server = "v1.30.1")
    {
        KubeObject node = Node(conditions, spec, kubelet);
        return HealthVerdict.FromProblems(node, NodeRules.Judge(node, server)).FirstOrDefault();
    }

    private static KubeObject Node(string conditions, string spec, string kubelet)
    {
        IEnumerable<string> list = conditions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(condition => condition.Split(':'))
            .Select(part => $$"""{"type": "{{part[0]}}", "status": "{{part[1]}}", "message": "why."}""");
        return ObjectBuilder.Of("Node", "n1").WithSpec(spec).WithStatus($$"""
            {"conditions": [{{string.Join(',', list)}}], "nodeInfo": {"kubeletVersion": "{{kubelet}}"} }
            """).Object();
    }
}
