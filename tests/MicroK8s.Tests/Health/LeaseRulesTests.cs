using MicroK8s.Health;
using MicroK8s.Health.ControlPlane;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class LeaseRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("vm_1f2e", 15, 3, HealthStatus.Healthy, "Led by vm, renewed 3 s ago")]
    [InlineData("vm_1f2e", 15, 30, HealthStatus.Healthy, "Led by vm")]
    [InlineData("vm_1f2e", 15, 31, HealthStatus.Unhealthy, "No instance works: its Lease was renewed 31 s ago, valid for 15 s")]
    [InlineData("vm_1f2e", 60, 100, HealthStatus.Healthy, "Led by vm")]
    [InlineData("vm_1f2e", 60, 121, HealthStatus.Unhealthy, "No instance works")]
    [InlineData("", 1, 5, HealthStatus.Warning, "It has no leader at the moment")]
    [InlineData("", 1, 600, HealthStatus.Unhealthy, "No instance works")]
    [InlineData("vm_1f2e", 15, -20, HealthStatus.Healthy, "Led by vm, renewed 0 s ago")]
    public void A_control_loop_works_while_its_lease_is_renewed(
        string holder, int duration, int age, HealthStatus expected, string evidence)
    {
        KubeObject lease = KubeObject.Parse($$"""
            {"spec": {"holderIdentity": "{{holder}}", "leaseDurationSeconds": {{duration}},
                      "renewTime": "{{Now.AddSeconds(-age):O}}"} }
            """);
        HealthVerdict verdict = LeaseRules.JudgeLeader("kube-scheduler", lease, Now);
        Assert.Equal(expected, verdict.Status);
        Assert.StartsWith(evidence, verdict.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_that_was_never_renewed_is_unhealthy() => Assert.Equal(
        HealthStatus.Unhealthy, LeaseRules.JudgeLeader("x", KubeObject.Parse("""{"spec": {}}"""), Now).Status);

    [Fact]
    public void An_absent_lease_may_be_a_managed_control_plane_so_it_is_unknown()
    {
        HealthVerdict verdict = LeaseRules.JudgeLeader("kube-scheduler", null, Now);
        Assert.Equal(HealthStatus.Unknown, verdict.Status);
        Assert.Contains("managed control plane", verdict.Evidence, StringComparison.Ordinal);
    }
}
