using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Workloads;

/// <summary>The status of a Deployment follows its specification some time later.</summary>
public sealed class DeploymentStatusTests
{
    [Theory]
    [InlineData("""{"spec": {"replicas": 0}, "status": {"readyReplicas": 1}}""", 0)]
    [InlineData("""{"spec": {"replicas": 1}, "status": {"readyReplicas": 3}}""", 1)]
    [InlineData("""{"spec": {"replicas": 3}, "status": {"readyReplicas": 2}}""", 2)]
    [InlineData("""{"spec": {"replicas": 3}, "status": {}}""", 0)]
    [InlineData("""{"spec": {}, "status": {"readyReplicas": 1}}""", 1)]
    public void Pods_that_are_to_go_do_not_count_as_ready(string json, int expected) =>
        Assert.Equal(expected, DeploymentStatus.CountReady(KubeObject.Parse(json)));
}
