using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Seed;

/// <summary>
/// Two namespaces: one for what the article does by hand, one for what the module does. A quota lets no pod in, so the
/// images of the article need not exist, and nothing runs. In a third one the service myapp runs, to be looked into.
/// </summary>
public sealed class SeedNamespaces : IAsyncLifetime
{
    private static readonly ResourceType[] Kinds =
    [
        ResourceTypes.Deployment, ResourceTypes.DaemonSet, ResourceTypes.Service, ResourceTypes.Ingress,
        ResourceTypes.VirtualService, ResourceTypes.DestinationRule, ResourceTypes.AuthorizationPolicy,
        ResourceTypes.NetworkPolicy, ResourceTypes.ServiceMonitor,
    ];

    public TestNamespace Hand { get; private set; } = null!;

    public TestNamespace Line { get; private set; } = null!;

    public TestNamespace Live { get; private set; } = null!;

    /// <summary>A shell in the namespace of the module.</summary>
    public Shell Shell { get; private set; } = null!;

    /// <summary>A shell in the namespace where myapp runs.</summary>
    public Shell LiveShell { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        TestNamespace[] made = await Task.WhenAll(
            TestNamespace.CreateAsync("seed-hand"), TestNamespace.CreateAsync("seed-line"),
            TestNamespace.CreateAsync("seed-live"));
        (Hand, Line, Live) = (made[0], made[1], made[2]);
        await Task.WhenAll(made[..2].Select(ns => TestQuota.CloseAsync(ns, ResourceTypes.Pod)));
        Shell = Shell.Connected(Line.Name);
        LiveShell = Shell.Connected(Live.Name);
        LiveShell.Run("New-MicroService myapp shop/chatty:v1.0 -Port 80:8080 -ReadinessProbe /ready:8080 -Wait")
            .AssertNoErrors();
    }

    /// <summary>Makes services with a sidecar, as nothing injects one here. They have no pods, so nothing needs to run.</summary>
    public async Task AddMeshServicesAsync(params string[] names)
    {
        foreach (string name in names)
        {
            await Line.CreateAsync(ResourceTypes.Deployment, $$"""
                {"metadata":{"name":"{{name}}"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"{{name}}"} },
                 "template":{"metadata":{"labels":{"app":"{{name}}"} },"spec":{"serviceAccountName":"{{name}}","containers":[
                  {"name":"web","image":"shop/web:v1.0"},{"name":"istio-proxy","image":"shop/web:v1.0"}]} } } }
                """);
        }
    }

    /// <summary>Removes what a test made, also for the next one that uses the same names.</summary>
    public async Task ClearAsync()
    {
        foreach (TestNamespace ns in new[] { Hand, Line })
        {
            foreach (ResourceType kind in Kinds)
            {
                foreach (KubeObject item in await ns.ListAsync(kind))
                {
                    await TestCluster.Admin.Resources.DeleteAsync(
                        new ResourceRef(kind, ns.Name, item.Name), uid: null, dryRun: false, CancellationToken.None);
                }
            }
        }
    }

    public async Task DisposeAsync()
    {
        Shell.Dispose();
        LiveShell.Dispose();
        await Live.DisposeAsync();
        await Hand.DisposeAsync();
        await Line.DisposeAsync();
    }
}
