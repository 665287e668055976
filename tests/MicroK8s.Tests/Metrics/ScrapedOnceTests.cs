using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>The same pod scraped in two ways counts once.</summary>
public sealed class ScrapedOnceTests
{
    [Fact]
    public void Of_two_jobs_the_one_with_the_newest_sample_is_kept()
    {
        PrometheusSeries[] all =
        [
            StubPrometheus.Samples("r", "job=annotations,pod=web-1,code=200,instance=10.0.0.1:8080", 10, 1, 2),
            StubPrometheus.Samples("r", "job=shop/web,pod=web-1,code=200,instance=10.0.0.1:8080", 10, 1, 2, 3),
            StubPrometheus.Samples("r", "job=shop/web,pod=web-1,code=500,instance=10.0.0.1:8080", 10, 0, 0, 1),
            StubPrometheus.Samples("r", "job=annotations,pod=web-2,code=200,instance=10.0.0.2:8080", 10, 1, 2),
        ];
        Assert.Equal(all[1..], ScrapedOnce.Of(all, out IReadOnlyList<string> ways));
        Assert.Equal(["job annotations"], ways);
    }

    [Fact]
    public void Of_two_replicas_of_Prometheus_one_is_kept_and_pods_without_a_label_are_told_by_their_host()
    {
        PrometheusSeries[] all =
        [
            StubPrometheus.Samples("r", "job=a,instance=10.0.0.1:8080,prometheus_replica=k8s-0", 10, 1, 2),
            StubPrometheus.Samples("r", "job=a,instance=10.0.0.1:8080,prometheus_replica=k8s-1", 10, 1, 2),
        ];
        Assert.Equal(all[..1], ScrapedOnce.Of(all, out IReadOnlyList<string> ways));
        Assert.Equal(["job a k8s-1"], ways);
    }

    [Fact]
    public void Two_containers_of_one_job_are_two()
    {
        PrometheusSeries[] all =
        [
            StubPrometheus.Samples("r", "job=a,pod=web-1,container=web,instance=10.0.0.1:8080", 10, 1, 2),
            StubPrometheus.Samples("r", "job=a,pod=web-1,container=api,instance=10.0.0.1:8081", 10, 1, 2),
        ];
        Assert.Equal(2, ScrapedOnce.Of(all, out IReadOnlyList<string> ways).Count);
        Assert.Empty(ways);
    }
}
