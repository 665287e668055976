using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Workloads;

/// <summary>The counts of Deployments, StatefulSets and DaemonSets, with their strategies.</summary>
public sealed class WorkloadStatusTests
{
    [Theory]
    [InlineData("""{ "replicas": 3, "updatedReplicas": 3, "availableReplicas": 3 }""", null)]
    [InlineData("""{ "replicas": 3, "updatedReplicas": 1, "availableReplicas": 3 }""", "1 of 3 pods updated")]
    [InlineData("""{ "replicas": 4, "updatedReplicas": 3, "availableReplicas": 4 }""", "waiting for 1 old pod to terminate")]
    [InlineData("""{ "replicas": 5, "updatedReplicas": 5, "availableReplicas": 5 }""", "waiting for 2 surplus pods to terminate")]
    [InlineData("""{ "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3 }""", "0 of 3 pods are available")]
    public void A_deployment_is_done_when_it_has_its_pods_and_no_others(string status, string? pending)
    {
        Assert.Equal(pending, WorkloadStatus.Of(Make("Deployment", status, "{}")).Pending);
    }

    [Theory]
    [InlineData("""{ "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3 }""", "{}", null)]
    [InlineData("""{ "replicas": 3, "updatedReplicas": 1, "readyReplicas": 3 }""", "{}", "1 of 3 pods updated")]
    [InlineData("""{ "replicas": 3, "updatedReplicas": 3, "readyReplicas": 2 }""", "{}", "2 of 3 pods are available")]
    [InlineData("""{ "replicas": 4, "updatedReplicas": 3, "readyReplicas": 4 }""", "{}", "waiting for 1 surplus pod to terminate")]
    [InlineData("{}", "{}", "0 of 3 pods updated")]
    [InlineData(
        """{ "replicas": 3, "updatedReplicas": 1, "readyReplicas": 3 }""",
        """{ "type": "RollingUpdate", "rollingUpdate": { "partition": 2 } }""", null)]
    [InlineData("""{ "replicas": 3, "readyReplicas": 3 }""", """{ "type": "OnDelete" }""", null)]
    [InlineData(
        """{ "replicas": 3, "readyReplicas": 2 }""", """{ "type": "OnDelete" }""", "2 of 3 pods are available")]
    [InlineData(
        """{ "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 0 }""", "{}",
        "0 of 3 pods are available")]
    public void A_stateful_set_is_done_when_its_strategy_leaves_nothing_to_do(
        string status, string strategy, string? pending)
    {
        Assert.Equal(pending, WorkloadStatus.Of(Make("StatefulSet", status, strategy)).Pending);
    }

    [Theory]
    [InlineData(
        """{ "desiredNumberScheduled": 2, "updatedNumberScheduled": 2, "numberAvailable": 2 }""", "{}", null)]
    [InlineData(
        """{ "desiredNumberScheduled": 2, "updatedNumberScheduled": 1, "numberAvailable": 2 }""", "{}",
        "1 of 2 pods updated")]
    [InlineData(
        """{ "desiredNumberScheduled": 2, "updatedNumberScheduled": 2 }""", "{}", "0 of 2 pods are available")]
    [InlineData(
        """{ "desiredNumberScheduled": 2, "numberAvailable": 2 }""", """{ "type": "OnDelete" }""", null)]
    public void A_daemon_set_counts_nodes(string status, string strategy, string? pending)
    {
        Assert.Equal(pending, WorkloadStatus.Of(Make("DaemonSet", status, strategy)).Pending);
    }

    [Fact]
    public void Counts_of_an_older_spec_prove_nothing()
    {
        KubeObject set = KubeObject.Parse("""
            { "kind": "DaemonSet", "metadata": { "generation": 2 }, "status": { "observedGeneration": 1 } }
            """);
        Assert.Equal("the controller has not seen the last change yet", WorkloadStatus.Of(set).Pending);
    }

    private static KubeObject Make(string kind, string status, string strategy) => ObjectBuilder.Of(kind, "web")
        .WithSpec($$"""{ "replicas": 3, "updateStrategy": {{strategy}} }""").WithStatus(status).Object();
}
