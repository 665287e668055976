using CsCheck;
using MicroK8s.Health;
using MicroK8s.Health.Baseline;
using MicroK8s.Tests.Health.Reports;

namespace MicroK8s.Tests.Health.Baseline;

public sealed class FindingKeyTests
{
    private const string Suffixes = "bcdfghjklmnpqrstvwxz2456789";
    private const string Hashes = "bcdf456789";

    [Theory]
    [InlineData("Pod", "user-service-7cb95bb9fb-4wgr6", "user-service")]
    [InlineData("Pod", "web-5d78c9869d-xk2fp", "web")]
    [InlineData("Pod", "kube-proxy-x7h2k", "kube-proxy")]
    [InlineData("Pod", "db-0", "db-0")]
    [InlineData("Pod", "db-12", "db-12")]
    [InlineData("Pod", "report-28912345-zk5xw", "report")]
    [InlineData("Pod", "report-1605830400-zk5xw", "report")]
    [InlineData("Pod", "migrate-4-zk5xw", "migrate-4")]
    [InlineData("Pod", "kube-apiserver-node-1", "kube-apiserver-node-1")]
    [InlineData("Pod", "etcd-control-plane", "etcd-control-plane")]
    [InlineData("Pod", "my-nginx", "my-nginx")]
    [InlineData("Pod", "x7h2k", "x7h2k")]
    [InlineData("Pod", "web-20240101-zk5xw", "web")]
    [InlineData("ReplicaSet", "web-5d78c9869d", "web")]
    [InlineData("ReplicaSet", "web-frontend", "web-frontend")]
    [InlineData("Job", "report-28912345", "report")]
    [InlineData("Job", "report-2024", "report-2024")]
    [InlineData("Deployment", "web-5d78c9869d", "web-5d78c9869d")]
    [InlineData("Node", "ip-10-0-0-x7h2k", "ip-10-0-0-x7h2k")]
    public void A_name_loses_what_a_controller_appended(string kind, string name, string stable) =>
        Assert.Equal(stable, FindingKey.StableName(kind, name));

    [Fact]
    public void A_name_that_was_cut_loses_its_suffix_without_a_hyphen()
    {
        // 58 characters of the ReplicaSet's name, then five more.
        string owner = new string('a', 48) + "-5d78c9869";
        Assert.Equal(58, owner.Length);
        Assert.Equal(new string('a', 48), FindingKey.StableName("Pod", owner + "zk5xw"));
    }

    [Fact]
    public void Every_rollout_leaves_the_key_of_a_pod_as_it_was()
    {
        Gen<string> owner = Gen.String[Gen.Char["abehinoy0123456789"], 1, 30].Select(name => $"a{name}e");
        Gen<string> hash = Gen.String[Gen.Char[Hashes], 7, 10];
        Gen<string> suffix = Gen.String[Gen.Char[Suffixes], 5, 5];
        Gen.Select(owner, hash, suffix, hash, suffix).Sample((name, hash1, suffix1, hash2, suffix2) =>
        {
            FindingKey before = KeyOf($"{name}-{hash1}-{suffix1}");
            FindingKey after = KeyOf($"{name}-{hash2}-{suffix2}");
            return before == after && before.Target == $"Pod shop/{name}" && before == KeyOf($"{name}-{suffix1}");
        });
    }

    [Fact]
    public void Another_code_check_namespace_or_owner_is_another_key()
    {
        HealthFinding finding = PodFinding("web-5d78c9869d-xk2fp");
        Assert.Equal(5, new[]
        {
            finding, finding with { Code = "MK402" }, finding with { Check = "SystemPods" }, finding with { Namespace = "home" },
            finding with { Name = "api-5d78c9869d-xk2fp" }, finding with { Evidence = "else", Status = HealthStatus.Warning },
        }.Select(FindingKey.Of).Distinct().Count());
    }

    [Fact]
    public void Those_that_are_well_are_the_same_however_many_they_are()
    {
        string[] targets = ["all 12 workloads", "11 of 12 workloads", "the only workload", "workloads"];
        Assert.Single(targets.Select(target => FindingKey.Of(SampleReport.Of(
            HealthStatus.Healthy, null, "Workloads", HealthCategory.Workloads, target, "well"))).Distinct());
    }

    [Fact]
    public void A_target_that_is_no_object_keeps_its_numbers_if_it_is_not_well() => Assert.NotEqual(
        FindingKey.Of(SampleReport.Of(HealthStatus.Unknown, "MK001", "Pods", HealthCategory.Workloads, "list 1", "no")),
        FindingKey.Of(SampleReport.Of(HealthStatus.Unknown, "MK001", "Pods", HealthCategory.Workloads, "list 2", "no")));

    private static FindingKey KeyOf(string pod) => FindingKey.Of(PodFinding(pod));

    private static HealthFinding PodFinding(string pod) => SampleReport.About(
        "Pod", "shop", pod, HealthStatus.Unhealthy, "MK401", "Pods", HealthCategory.Workloads, "crashes");
}
