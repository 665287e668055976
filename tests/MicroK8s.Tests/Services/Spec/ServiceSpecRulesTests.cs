using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Services.Spec;

namespace MicroK8s.Tests.Services.Spec;

/// <summary>What does not fit together, or not to the server.</summary>
public sealed class ServiceSpecRulesTests
{
    [Theory]
    [InlineData("Kind=DaemonSet|Replicas=2", "Replicas", "-Kind DaemonSet")]
    [InlineData("Kind=DaemonSet|Autoscale=Max=3", "Autoscale", "-Kind DaemonSet")]
    [InlineData("Kind=DaemonSet|Spread=zone", "Spread", "-Kind DaemonSet")]
    [InlineData("Kind=DaemonSet|DisruptionBudget=MinAvailable=1", "DisruptionBudget", "-Kind DaemonSet")]
    [InlineData("Replicas=2|Autoscale=Max=3", "Replicas", "-Autoscale")]
    [InlineData("VolumeClaim=data:/data:1Gi", "VolumeClaim", "-Kind Deployment")]
    [InlineData("Partition=1", "Partition", "-Kind Deployment")]
    [InlineData("PodManagementPolicy=Parallel", "PodManagementPolicy", "-Kind Deployment")]
    [InlineData("UpdateStrategy=OnDelete", "UpdateStrategy", "-Kind Deployment")]
    [InlineData("Kind=StatefulSet|UpdateStrategy=Recreate", "UpdateStrategy", "-Kind StatefulSet")]
    [InlineData("Kind=StatefulSet|MaxSurge=1", "MaxSurge", "-Kind StatefulSet")]
    [InlineData("Kind=StatefulSet|MaxUnavailable=1", "MaxUnavailable", "-Kind StatefulSet")]
    [InlineData("Kind=DaemonSet|ProgressDeadlineSeconds=60", "ProgressDeadlineSeconds", "-Kind DaemonSet")]
    [InlineData("UpdateStrategy=Recreate|MaxSurge=1", "MaxSurge", "-UpdateStrategy Recreate")]
    [InlineData("Kind=StatefulSet|UpdateStrategy=OnDelete|Partition=1", "Partition", "-UpdateStrategy OnDelete")]
    [InlineData("MaxSurge=0|MaxUnavailable=0%", "MaxSurge", "-MaxUnavailable 0")]
    [InlineData("MinReadySeconds=600", "MinReadySeconds", "-ProgressDeadlineSeconds, which is 600")]
    [InlineData("ServiceType=NodePort", "ServiceType", "needs -Port")]
    [InlineData("Port=80|NodePort=30080|ServiceType=ClusterIP", "NodePort", "-ServiceType ClusterIP")]
    [InlineData("NodePort=30080", "NodePort", "needs -Port")]
    [InlineData("Port=80,81|NodePort=30080", "NodePort", "several")]
    [InlineData("Port=80|SessionAffinityTimeout=5", "SessionAffinityTimeout", "needs -SessionAffinity ClientIP")]
    [InlineData("SessionAffinity=ClientIP", "SessionAffinity", "no -Port")]
    [InlineData(
        "Port=80|ServiceType=None|PublishNotReadyAddresses=true", "PublishNotReadyAddresses", "-ServiceType None")]
    [InlineData("Port=80|ServiceType=Headless|SessionAffinity=ClientIP", "SessionAffinity", "-ServiceType Headless")]
    [InlineData("Ingress=a.io", "Ingress", "needs -Port")]
    [InlineData("Port=80|ServiceType=None|Ingress=a.io", "Ingress", "-ServiceType None")]
    [InlineData("Port=53/UDP|Ingress=a.io", "Ingress", "UDP and not TCP")]
    [InlineData("Port=80|Ingress=a.io,a.io/", "Ingress", "given twice")]
    [InlineData("IngressClass=nginx", "IngressClass", "needs -Ingress")]
    [InlineData("TlsSecret=tls", "TlsSecret", "needs -Ingress")]
    [InlineData("RunAsNonRoot=true|RunAsUser=0", "RunAsUser", "-RunAsNonRoot")]
    [InlineData("RunAsNonRoot=true|AllowPrivilegeEscalation=true", "AllowPrivilegeEscalation", "-RunAsNonRoot")]
    [InlineData("InitContainer=web=a", "InitContainer", "own container")]
    [InlineData("LivenessProbe=tcp:http", "LivenessProbe", "no port given with -Port")]
    [InlineData("Request=nvidia.com/gpu=1", "Request", "same -Limit")]
    [InlineData(
        "Name=a2345678901234567890123456789012345678901234567890123|Kind=StatefulSet", "Name", "-Kind StatefulSet")]
    public void What_does_not_fit_together_is_refused_with_both_names(string fields, string parameter, string rule) =>
        InvalidSpec.Throws(parameter, rule, () => Wish.Plan(Read(fields)));

    [Theory]
    [InlineData("Kind=DaemonSet|Port=80")]
    [InlineData("Kind=DaemonSet|UpdateStrategy=OnDelete")]
    [InlineData("Kind=StatefulSet|UpdateStrategy=OnDelete")]
    [InlineData("Kind=StatefulSet|PublishNotReadyAddresses=true")]
    [InlineData("UpdateStrategy=Recreate")]
    [InlineData("MaxSurge=0|MaxUnavailable=1")]
    [InlineData("MinReadySeconds=600|ProgressDeadlineSeconds=601")]
    [InlineData("Port=80|NodePort=30080|ServiceType=LoadBalancer")]
    [InlineData("Port=80|Ingress=a.io,a.io/api,b.io")]
    [InlineData("RunAsNonRoot=true|RunAsUser=1000|AddCapability=NET_BIND_SERVICE")]
    public void What_fits_is_planned(string fields) => Wish.Plan(Read(fields));

    [Theory]
    [InlineData("DisruptionBudget=MinAvailable=1", "lets no pod go while 1 runs")]
    [InlineData("DisruptionBudget=MinAvailable=2|Replicas=2", "lets no pod go while 2 run")]
    [InlineData("DisruptionBudget=MinAvailable=2|Autoscale=Min=2;Max=3|Request=cpu=1", "lets no pod go")]
    [InlineData("DisruptionBudget=MaxUnavailable=0|Replicas=5", "lets no pod go")]
    [InlineData("DisruptionBudget=MinAvailable=100%|Replicas=5", "lets no pod go")]
    [InlineData("DisruptionBudget=MinAvailable=1|Replicas=2", null)]
    [InlineData("DisruptionBudget=MaxUnavailable=25%", null)]
    [InlineData("Autoscale=Max=3", "-Request has none")]
    [InlineData("Autoscale=Max=3;Memory=70|Request=cpu=1", "requested memory")]
    [InlineData("Autoscale=Max=3|Limit=cpu=1", null)]
    public void What_is_hardly_meant_is_noted(string fields, string? said)
    {
        IReadOnlyList<string> notes = Wish.Plan(Read(fields)).Notes;
        if (said is null) Assert.Empty(notes);
        else Assert.Contains(said, Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LivenessProbe=grpc:9000", "LivenessProbe", 24)]
    [InlineData("Kind=StatefulSet|MinReadySeconds=5", "MinReadySeconds", 23)]
    [InlineData("Kind=DaemonSet|MaxSurge=1", "MaxSurge", 22)]
    public void What_an_older_server_would_drop_is_refused(string fields, string parameter, int minor)
    {
        ServiceSpec spec = Wish.Of(Read(fields));
        InvalidSpec.Throws(
            parameter, $"needs Kubernetes 1.{minor}; this server is 1.{minor - 1}",
            () => ServicePlanner.Plan(spec, null, Server(minor - 1)));
        ServicePlanner.Plan(spec, null, Server(minor));
    }

    [Fact]
    public void A_grace_period_of_a_probe_is_young_and_not_for_readiness()
    {
        var probe = InvalidSpec.Pairs(("Tcp", 80), ("TerminationGracePeriodSeconds", 5));
        InvalidSpec.Throws(
            "LivenessProbe", "needs Kubernetes 1.25",
            () => ServicePlanner.Plan(Wish.Of(("LivenessProbe", probe)), null, Server(24)));
        InvalidSpec.Throws("ReadinessProbe", "ends no container", () => Wish.Plan(("ReadinessProbe", probe)));
        JsonNode made = Wish.Container(("LivenessProbe", probe))["livenessProbe"]!;
        Assert.Equal(5, (int?)made["terminationGracePeriodSeconds"]);
    }

    [Fact]
    public void Memory_needs_a_newer_autoscaler_than_v1()
    {
        ServerCapabilities old = ServerCapabilities.Newest with { Autoscaler = ResourceTypes.HorizontalPodAutoscaler };
        ServiceSpec spec = Wish.Of(("Autoscale", "Max=3;Memory=50"));
        InvalidSpec.Throws("Autoscale", "autoscaling/v1 only", () => ServicePlanner.Plan(spec, null, old));
    }

    private static ServerCapabilities Server(int minor) =>
        ServerCapabilities.Newest with { Version = new KubeVersion(1, minor) };

    private static (string, object?)[] Read(string fields) => [.. fields.Split('|')
        .Select(field => field.Split('=', 2)).Select(pair => (pair[0], (object?)pair[1]))];
}
