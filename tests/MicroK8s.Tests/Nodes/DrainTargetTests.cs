using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Nodes;

public sealed class DrainTargetTests
{
    private const string Running = """{"name":"p"}""";
    private const string Leaving = """{"name":"p","deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":30}""";
    private const string Held = """{"name":"p","deletionTimestamp":"2026-01-01T00:00:00Z","finalizers":["example.com/hold"]}""";

    [Theory]
    [InlineData(Running, false, false, null, "the server has not answered")]
    [InlineData(Running, true, false, null, "the server has not answered")]
    [InlineData(Running, false, false, "guard allows none", "guard allows none")]
    [InlineData(Running, true, false, "guard allows none", "guard allows none")]
    [InlineData(Running, true, true, "guard allows none", "its eviction has only just begun")]
    [InlineData(Leaving, true, false, "guard allows none", "terminating, with a grace period of 30 s")]
    [InlineData(Leaving, true, true, null, "terminating, with a grace period of 30 s")]
    [InlineData(Held, false, false, null, "terminating, but held by its finalizers example.com/hold")]
    public void It_says_why_the_pod_stays(string metadata, bool isAsked, bool isAgreed, string? obstacle, string why)
    {
        KubeObject pod = KubeObject.Parse($$"""{"kind":"Pod","metadata":{{metadata}}}""");
        var target = new DrainTarget(new DrainVerdict(pod, DrainAction.Evict), start: 0)
        {
            IsAsked = isAsked, IsAgreed = isAgreed, Obstacle = obstacle,
        };
        Assert.Equal(why, target.WhyItStays);
    }
}
