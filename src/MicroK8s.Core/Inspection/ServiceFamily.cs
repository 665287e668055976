using System.Text.RegularExpressions;
using MicroK8s.Addresses;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Inspection;

/// <summary>
/// What belongs to microservices, by the names that events have. Names and not uids, because events outlive their
/// objects, and those about pods that are gone often tell the most.
/// </summary>
internal sealed partial class ServiceFamily
{
    private readonly Dictionary<(string? Namespace, string Kind, string Name), List<PodOwner>> _members = [];
    private readonly Dictionary<string, PodOwner> _owners = new(StringComparer.Ordinal);

    public ServiceFamily(IReadOnlyList<KubeObject> workloads, AddressMap reach)
    {
        foreach (KubeObject workload in workloads)
        {
            var owner = new PodOwner(workload.Name, WorkloadKinds.Of(workload), null);
            _owners[workload.Uid] = owner;
            Add(workload.Namespace, workload.Kind, workload.Name, owner);
            foreach (KubeObject service in reach.InFrontOf(workload))
            {
                Add(workload.Namespace, "Service", service.Name, owner);
                foreach (string ingress in reach.IngressesOf(service))
                {
                    Add(workload.Namespace, "Ingress", ingress, owner);
                }
            }
        }
    }

    /// <summary>The names of the services.</summary>
    public IEnumerable<string> Services => _owners.Values.Select(owner => owner.Service).Distinct();

    /// <summary>Takes in the ReplicaSets of the workloads.</summary>
    public void AddRevisions(IEnumerable<KubeObject> replicaSets)
    {
        foreach (KubeObject set in replicaSets)
        {
            if (_owners.TryGetValue(set.ControllerUid ?? "", out PodOwner? owner))
            {
                Add(set.Namespace, "ReplicaSet", set.Name, owner);
            }
        }
    }

    /// <summary>Takes in the autoscalers of the workloads.</summary>
    public void AddScalers(IEnumerable<KubeObject> scalers)
    {
        foreach (KubeObject scaler in scalers)
        {
            string kind = scaler.Json.Text("spec", "scaleTargetRef", "kind") ?? "";
            string name = scaler.Json.Text("spec", "scaleTargetRef", "name") ?? "";
            foreach (PodOwner owner in Find(scaler.Namespace, kind, name).Where(owner => $"{owner.Kind}" == kind))
            {
                Add(scaler.Namespace, "HorizontalPodAutoscaler", scaler.Name, owner);
            }
        }
    }

    /// <summary>The services that an event is about; a Service may lead to several.</summary>
    public IEnumerable<PodOwner> OwnersOf(KubeObject item)
    {
        string kind = item.Json.Text("involvedObject", "kind") ?? "";
        string name = item.Json.Text("involvedObject", "name") ?? "";
        return kind == "Pod" ? OwnersOfPod(item.Namespace, name) : Find(item.Namespace, kind, name);
    }

    /// <summary>
    /// The controllers name their pods: that of a ReplicaSet or DaemonSet with five random characters, that of a
    /// StatefulSet with its ordinal (kubernetes/apiserver, pkg/storage/names; pkg/controller/statefulset,
    /// <c>getPodName</c>).
    /// </summary>
    private IEnumerable<PodOwner> OwnersOfPod(string? space, string name)
    {
        if (PodName().Match(name) is not { Success: true } parts) return [];
        string owner = parts.Groups["owner"].Value;
        bool isOrdinal = parts.Groups["rest"].Value.All(char.IsAsciiDigit);
        return Find(space, "ReplicaSet", owner).Concat(Find(space, "DaemonSet", owner))
            .Concat(isOrdinal ? Find(space, "StatefulSet", owner) : []);
    }

    private List<PodOwner> Find(string? space, string kind, string name) =>
        _members.TryGetValue((space, kind, name), out List<PodOwner>? owners) ? owners : [];

    private void Add(string? space, string kind, string name, PodOwner owner)
    {
        if (!_members.TryGetValue((space, kind, name), out List<PodOwner>? owners))
        {
            _members[(space, kind, name)] = owners = [];
        }

        if (!owners.Contains(owner)) owners.Add(owner);
    }

    [GeneratedRegex("^(?<owner>.+)-(?<rest>[a-z0-9]+)$")]
    private static partial Regex PodName();
}
