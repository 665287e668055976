using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>What removing a microservice takes away and what it leaves.</summary>
/// <param name="Name">The service.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Items">What is removed, in this order: first what sends traffic, last the Service.</param>
/// <param name="Notes">What stays although its name suggests otherwise, as sentences.</param>
public sealed record ServiceRemovalPlan(
    string Name, string Namespace, IReadOnlyList<ObjectDeletion> Items, IReadOnlyList<string> Notes)
{
    /// <summary>The workloads among the items.</summary>
    public IEnumerable<ObjectDeletion> Workloads =>
        Items.Where(item => WorkloadKinds.All.Any(kind => kind.Type() == item.Target.Type));

    /// <summary>The plan for people, one object per line.</summary>
    public string Description =>
        $"Remove microservice {Namespace}/{Name}"
        + string.Concat(Items.Select(item => $"\n  {item.Target.Type.Kind} {item.Target.Name}"));
}
