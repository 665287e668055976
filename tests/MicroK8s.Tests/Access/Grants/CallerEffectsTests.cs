using MicroK8s.Access.Grants;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using static MicroK8s.Tests.Access.Grants.GrantScene;

namespace MicroK8s.Tests.Access.Grants;

/// <summary>Who really calls, and what a first grant means to them.</summary>
public sealed class CallerEffectsTests
{
    [Fact]
    public void Those_who_are_shut_out_come_first_and_are_told_from_those_who_stay()
    {
        Assert.Equal(
            "According to Istio's metrics, in the last 24 hours edge/gateway (about 900 requests), shop/batch (about 1 connection), "
            + "callers with the identity spiffe.other/x (about 4 requests) called it and would lose access; shop/frontend "
            + "(about 40 requests and 2 connections) called it and keep access. "
            + "Prometheus itself, if it scrapes these pods, is shut out too unless you grant it access.",
            Said(InMesh, Called(
                Caller("edge", "gateway", 900), Caller("shop", "frontend", 40) with { Connections = 2 },
                Caller("shop", "batch", 0) with { Connections = 1 }, Caller("shop", "yesterday", 0),
                new ObservedCaller(null, null, "spiffe.other/x") { Requests = 4 })));
    }

    [Fact]
    public void A_caller_has_the_identity_that_it_showed()
    {
        Assert.Contains(
            "shop/frontend (without mutual TLS) (about 5 requests) called it and would lose access",
            Said(InMesh, Called(Caller("shop", "frontend", 5) with { Principal = null })), StringComparison.Ordinal);
        Assert.Contains(
            "its own pods (among themselves) (about 2 requests) called it and would lose access",
            Said(InMesh, Called(Caller("shop", "backend", 2))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_may_know_a_caller_that_the_mesh_does_not()
    {
        string said = Said(new GrantScene(), Called(
            new ObservedCaller(null, null, null) { Requests = 3 }, Caller("edge", "gateway", 2), Caller("shop", "frontend", 1)));
        Assert.Contains("edge/gateway (about 2 requests) called it and would lose access;", said, StringComparison.Ordinal);
        Assert.Contains(
            "callers without a proxy of the mesh (about 3 requests) called it and may lose some or all access;", said,
            StringComparison.Ordinal);
        Assert.Contains("shop/frontend (about 1 request) called it and keep access.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_seen_is_said()
    {
        Assert.Contains("Istio's metrics show no calls in the last 24 hours.", Said(InMesh, Nobody), StringComparison.Ordinal);
        Assert.Contains(
            "Callers of other namespaces and from outside the cluster are not known: Service a/prometheus has no Istio metrics of it.",
            Said(InMesh, ObservedCallers.Unknown(TimeSpan.FromDays(1), "Service a/prometheus has no Istio metrics of it")),
            StringComparison.Ordinal);
        string part = Said(InMesh, Called(Caller("edge", "gateway", 1)) with { Gap = "it answers in part only" });
        Assert.Contains("edge/gateway (about 1 request) called it", part, StringComparison.Ordinal);
        Assert.Contains("are not known: it answers in part only.", part, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_is_closed_already_loses_nobody_by_a_grant()
    {
        GrantScene closed = InMesh.With(Mesh("nothing", "{}"));
        Assert.False(AccessGrantPlanner.Closes(closed.Request(), closed.Read));
        Assert.True(AccessGrantPlanner.Closes(InMesh.Request(), InMesh.Read));
        Assert.Empty(closed.Grant(wish => wish with { Callers = Called(Caller("edge", "gateway", 1)) }).Warnings);
    }

    /// <summary>What the refusal of a first grant says of real callers.</summary>
    private static string Said(GrantScene scene, ObservedCallers callers)
    {
        ClusterException refused =
            Assert.Throws<ClusterException>(() => scene.Grant(wish => wish with { Callers = callers }));
        Assert.Equal(ClusterFault.ReceivesTraffic, refused.Fault);
        return refused.Message[refused.Message.IndexOf("would lose access. ", StringComparison.Ordinal)..]["would lose access. ".Length..];
    }
}
