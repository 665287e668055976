using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Addresses;

/// <summary>A Service that selects pods.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Selector">Its selector; never empty.</param>
internal sealed record SelectingService(KubeObject Service, IReadOnlyDictionary<string, string> Selector)
{
    public ServiceHost Host { get; } = new(Service.Name, Service.Namespace);

    /// <summary>One pair of the selector, by which to look it up: who is selected has it too.</summary>
    public (string Namespace, string Key, string Value) IndexKey =>
        (Service.Namespace ?? "", Selector.First().Key, Selector.First().Value);

    /// <summary>Whether it selects the pods of a workload.</summary>
    public bool Selects(KubeObject workload) => LabelSelectors.Matches(Selector, WorkloadPods.LabelsOf(workload));

    /// <summary>
    /// Reads a Service. Null if it selects nothing: its endpoints are somebody else's, or it is an alias.
    /// </summary>
    public static SelectingService? Of(KubeObject service)
    {
        IReadOnlyDictionary<string, string> selector = service.Json.Map("spec", "selector");
        bool isAlias = service.Json.Text("spec", "type") == "ExternalName";
        return selector.Count == 0 || isAlias ? null : new SelectingService(service, selector);
    }
}
