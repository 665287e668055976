using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Inspection;

/// <summary>Something that happened to a microservice, as often as it did.</summary>
/// <param name="Service">The microservice: the name of its workload.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">The kind of the workload.</param>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
/// <param name="Target">What it happened to, such as <c>Pod/web-6d4b-x7</c>.</param>
/// <param name="Container">The container concerned. Null if the object as a whole is.</param>
/// <param name="Reason">The reason, such as <c>FailedMount</c>.</param>
/// <param name="Message">The cluster's words, made harmless.</param>
/// <param name="Count">How often it happened; at least 1.</param>
/// <param name="First">When it happened first, UTC, by the cluster's clock.</param>
/// <param name="Last">When it happened last.</param>
/// <param name="Source">The component that tells it, such as <c>kubelet</c>. Null if it does not tell.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record MicroServiceEvent(
    string Service,
    string Namespace,
    WorkloadKind Kind,
    string Type,
    string Target,
    string? Container,
    string Reason,
    string Message,
    int Count,
    DateTimeOffset First,
    DateTimeOffset Last,
    string? Source,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Target}: {Reason}: {Message}";
}
