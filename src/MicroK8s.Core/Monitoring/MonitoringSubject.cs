using MicroK8s.Addresses;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Monitoring;

/// <summary>What is monitored, and what is said of it on the way to a plan.</summary>
/// <param name="Request">What is wanted.</param>
/// <param name="Scene">What is there.</param>
internal sealed record MonitoringSubject(MonitoringRequest Request, MonitoringSnapshot Scene)
{
    /// <summary>The workload.</summary>
    public KubeObject Workload => Scene.Workload;

    /// <summary>The Service that selects its pods, the one of its name first. Null if none does.</summary>
    public KubeObject? Service { get; } = Scene.Services
        .Where(service => SelectingService.Of(service)?.Selects(Scene.Workload) == true
            && (!service.Labels.ContainsKey(ServiceLabels.CanaryOf) || service.Name == Scene.Workload.Name))
        .OrderByDescending(service => service.Name == Scene.Workload.Name)
        .ThenBy(service => service.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What is to be known before, as whole sentences.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Whether a monitor was made for the workload.</summary>
    public bool IsOwn(KubeObject monitor) => monitor.Namespace == Workload.Namespace
        && monitor.Labels.GetValueOrDefault(ServiceLabels.MonitoringOf) == Workload.Name;

    /// <summary>Warns if a controller may take back a change of an object.</summary>
    public void WarnOfOwner(KubeObject target)
    {
        if (OwnershipRules.OwnerOf(target) is { } owner)
        {
            Warnings.Add($"{target} belongs to {owner}, which may take the change back: make it there too.");
        }
    }

    /// <summary>The address of a Service.</summary>
    public static ResourceRef RefOf(KubeObject service) =>
        new(ResourceTypes.Service, service.Namespace, service.Name);
}
