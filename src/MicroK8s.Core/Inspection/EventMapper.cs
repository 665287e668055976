using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Inspection;

/// <summary>Makes records of events.</summary>
public static class EventMapper
{
    /// <summary>
    /// Puts the events together that tell the same about the same object: counts add up, the times span all of them.
    /// </summary>
    /// <param name="events">Events with the service that each is about.</param>
    /// <param name="context">The context they were read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <returns>The groups, the one that happened last at the end.</returns>
    public static IReadOnlyList<MicroServiceEvent> Group(
        IEnumerable<(KubeObject Event, PodOwner Owner)> events, string context, string? kubeConfig) =>
    [
        .. events.Select(pair => Read(pair.Event, pair.Owner, context, kubeConfig))
            .GroupBy(WhatOf)
            .Select(same => same.Key with
            {
                Count = same.Sum(item => item.Count),
                First = same.Min(item => item.First),
                Last = same.Max(item => item.Last),
            })
            .OrderBy(item => item.Last).ThenBy(item => item.First),
    ];

    /// <summary>What an event tells, without when and how often: the same for all that are one group.</summary>
    /// <param name="item">The event.</param>
    public static MicroServiceEvent WhatOf(MicroServiceEvent item) =>
        item with { Count = 0, First = default, Last = default };

    private static MicroServiceEvent Read(KubeObject item, PodOwner owner, string context, string? kubeConfig)
    {
        string? source = item.Json.Text("source", "component") ?? item.Json.Text("reportingComponent");
        return new MicroServiceEvent(
            owner.Service, item.Namespace ?? "", owner.Kind, item.Json.Text("type") ?? "Normal",
            $"{item.Json.Text("involvedObject", "kind")}/{item.Json.Text("involvedObject", "name")}",
            ContainerOf(item.Json.Text("involvedObject", "fieldPath")),
            item.Json.Text("reason") ?? "", UntrustedText.Quote(item.Json.Text("message")),
            EventTimes.Count(item), EventTimes.First(item), EventTimes.Last(item),
            source is { Length: > 0 } ? source : null,
            context, kubeConfig);
    }

    /// <summary>The name in <c>spec.containers{web}</c> or <c>spec.initContainers{setup}</c>.</summary>
    private static string? ContainerOf(string? fieldPath)
    {
        int open = fieldPath?.IndexOf('{', StringComparison.Ordinal) ?? -1;
        return open < 0 ? null : fieldPath![(open + 1)..].TrimEnd('}');
    }
}
