using MicroK8s.Health;
using MicroK8s.Health.Reports;

namespace MicroK8s.Tests.Health.Reports;

/// <summary>A report on a cluster with everything in it: every status, hostile text, nodes with and without metrics.</summary>
internal static class SampleReport
{
    /// <summary>Markup, an end of a script, quotes, escape sequences, marks of direction, and commands of a build agent.</summary>
    public const string Hostile =
        "</script><script>window.broken=1</script><img src=x onerror=window.broken=2>\" onmouseover=\"window.broken=3' | `a` "
        + "[b](javascript:c) {0} @octocat \u001b[31mred\u001b[0m \u202egnp.exe\u202c ##vso[task.complete]x ]]> <!-- &amp; \uffff";

    public static DateTimeOffset Created { get; } = new(2026, 11, 26, 3, 4, 5, TimeSpan.Zero);

    public static IReadOnlyList<HealthFinding> Findings { get; } =
    [
        Of(HealthStatus.Healthy, null, "Api", HealthCategory.ControlPlane, "https://10.0.0.10:6443", "v1.28.4, /livez ok, /readyz ok"),
        Of(HealthStatus.Healthy, null, "ControlLoops", HealthCategory.ControlPlane, "kube-controller-manager", "Led by node-1, renewed 0 s ago"),
        Of(HealthStatus.Unknown, "MK001", "ControlLoops", HealthCategory.ControlPlane, "kube-scheduler",
            "AccessDenied: not allowed to get leases in kube-system", "Ask for the right, or test less with -Check and -Namespace"),
        About("Node", null, "node-3", HealthStatus.Unhealthy, "MK201", "Nodes", HealthCategory.Nodes,
            "Ready is Unknown since 14 min: Kubelet stopped posting node status", "Get-MicroServicePod -AllNamespaces"),
        About("Node", null, "node-2", HealthStatus.Warning, "MK204", "Nodes", HealthCategory.Nodes, "DiskPressure: imagefs has 9% left"),
        Of(HealthStatus.Healthy, null, "Nodes", HealthCategory.Nodes, "2 of 4 nodes", "Ready, no pressure, version fits"),
        Of(HealthStatus.Healthy, null, "SystemPods", HealthCategory.System, "all 14 kube-system pods", "Ready or completed, no recent restart"),
        About("Service", "kube-system", "kube-dns", HealthStatus.Healthy, null, "Dns", HealthCategory.System, "Ready endpoints: 2"),
        About("Pod", "shop", "user-service-7cb95bb9fb-4wgr6", HealthStatus.Unhealthy, "MK401", "Pods", HealthCategory.Workloads,
            "Container user-service is in CrashLoopBackOff, 3 restarts, exit code 3",
            "Get-MicroServiceLog user-service -Namespace shop -Previous -Tail 50"),
        About("Pod", "shop", "checkout-5d78c9869d-xk2fp", HealthStatus.Unhealthy, "MK402", "Pods", HealthCategory.Workloads,
            "Image registry.example.org/shop/checkout:2.14.0-rc.3 cannot be pulled: manifest unknown",
            "Invoke-Rollback checkout -Namespace shop"),
        About("Deployment", "shop", "recommendations", HealthStatus.Warning, "MK410", "Workloads", HealthCategory.Workloads,
            "2 of 3 replicas are available, rolling out since 4 min", "Wait-MicroService recommendations -Namespace shop"),
        Of(HealthStatus.Healthy, null, "Workloads", HealthCategory.Workloads, "11 of 12 workloads", "All replicas updated and available"),
        Of(HealthStatus.Healthy, null, "Pods", HealthCategory.Workloads, "29 of 31 pods", "Ready or completed, no recent restart"),
        Of(HealthStatus.Skipped, null, "Istio", HealthCategory.Mesh, "Istio", "It is not installed: the server has no VirtualService"),
    ];

    public static HealthReport Make(IEnumerable<HealthFinding>? findings = null) => new(findings ?? Findings, Created)
    {
        Title = "Shop, production",
        Context = "prod-eu-1",
        Server = "https://10.0.0.10:6443",
        ServerVersion = "v1.28.4",
        ModuleVersion = "0.1.0",
        Pages = new Uri("https://example.org/microk8s/"),
        Codes = new[]
        {
            new HealthCode("MK001", "A right is missing", HealthStatus.Unknown),
            new HealthCode("MK201", "Node is not ready", HealthStatus.Unhealthy),
            new HealthCode("MK401", "Container crashes", HealthStatus.Unhealthy),
        }.ToDictionary(code => code.Id),
        Nodes =
        [
            new ReportNode("node-3", false, 4, 3.2, null, 16L << 30, 9L << 30, null, 38, 110),
            new ReportNode("ip-10-0-0-11.eu-central-1.compute.internal", true, 4, 1.25, 0.42, 16L << 30, 5L << 30, 7L << 30, 21, 110),
            new ReportNode("node-2", true, 7.91, 7.6, 6.02, 30L << 30, 29L << 30, 28L << 30, 108, 110),
            new ReportNode("node-4", true, 2, 0, 0.01, 3900L << 20, 0, 410L << 20, 0, 110),
        ],
    };

    /// <summary>The same with a finding whose every text is hostile.</summary>
    public static HealthReport MakeHostile() => Make([
        .. Findings,
        new HealthFinding(
            HealthStatus.Unhealthy, Hostile, Hostile, HealthCategory.Network, Hostile, Hostile, Hostile, TimeSpan.FromSeconds(1))
        {
            Kind = Hostile, Namespace = Hostile, Name = Hostile, Change = HealthChange.New,
        },
    ]) with
    {
        Title = Hostile, Context = Hostile, Server = Hostile, ServerVersion = Hostile, NodesNote = Hostile,
        Nodes = [new ReportNode(Hostile, false, 1, 1, 1, 1, 1, 1, 1, 1)],
    };

    public static HealthFinding Of(
        HealthStatus status, string? code, string check, HealthCategory category, string target, string evidence,
        string? remediation = null) =>
        new(status, code, check, category, target, evidence, remediation, TimeSpan.FromMilliseconds(250));

    public static HealthFinding About(
        string kind, string? space, string name, HealthStatus status, string? code, string check, HealthCategory category,
        string evidence, string? remediation = null) =>
        Of(status, code, check, category, space is null ? $"{kind} {name}" : $"{kind} {space}/{name}", evidence, remediation) with
        {
            Kind = kind, Namespace = space, Name = name,
        };
}
