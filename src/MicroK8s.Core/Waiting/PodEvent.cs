using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>One event about a pod or a workload, read from the API object.</summary>
/// <param name="Subject">The uid of the pod or workload.</param>
/// <param name="Container">The container concerned. Null if the pod as a whole is.</param>
/// <param name="Reason">The reason, such as <c>FailedMount</c>.</param>
/// <param name="Message">The message as sent: untrusted.</param>
/// <param name="Count">How often it happened; at least 1.</param>
/// <param name="LastSeen">When it happened last, by the cluster's clock.</param>
internal sealed record PodEvent(
    string Subject, string? Container, string Reason, string Message, int Count, DateTimeOffset LastSeen)
{
    /// <summary>Reads an event; the newer API fills other fields than the older one.</summary>
    public static PodEvent Of(KubeObject item) => new(
        item.Json.Text("involvedObject", "uid") ?? "",
        ContainerOf(item.Json.Text("involvedObject", "fieldPath")),
        item.Json.Text("reason") ?? "",
        item.Json.Text("message") ?? "",
        EventTimes.Count(item),
        EventTimes.Last(item));

    /// <summary>As people read it.</summary>
    public override string ToString() => UntrustedText.Quote($"{Reason}: {Message}");

    /// <summary>The name in <c>spec.containers{web}</c> or <c>spec.initContainers{setup}</c>.</summary>
    private static string? ContainerOf(string? fieldPath)
    {
        int open = fieldPath?.IndexOf('{', StringComparison.Ordinal) ?? -1;
        return open < 0 ? null : fieldPath![(open + 1)..].TrimEnd('}');
    }
}
