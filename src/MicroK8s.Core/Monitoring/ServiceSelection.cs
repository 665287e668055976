using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>By which labels a monitor selects one Service and no other of its namespace.</summary>
internal static class ServiceSelection
{
    /// <summary>The label that a Service gets if it has none that tells it from others.</summary>
    public const string Label = "microk8s-powershell/monitored";

    /// <summary>Labels that change, or that others have as well.</summary>
    private static readonly string[] Fleeting =
    [
        ServiceLabels.Version, ServiceLabels.RecommendedVersion, ServiceLabels.Track, ServiceLabels.ManagedBy,
        ServiceLabels.PartOf,
    ];

    /// <summary>
    /// The selector. What is made for a canary repeats the labels of the service and selects some of the same pods, so
    /// it is left out, also what comes later.
    /// </summary>
    /// <param name="service">The Service.</param>
    /// <param name="all">The Services of the namespace.</param>
    /// <param name="missing">The value of <see cref="Label"/> that it has to get. Null if none is needed.</param>
    public static JsonObject Of(KubeObject service, IReadOnlyList<KubeObject> all, out string? missing)
    {
        bool isForCanary = service.Labels.ContainsKey(ServiceLabels.CanaryOf);
        KubeObject[] others =
        [
            .. all.Where(one => one.Name != service.Name
                && (isForCanary || !one.Labels.ContainsKey(ServiceLabels.CanaryOf))),
        ];
        string[] keys = [.. service.Labels.Keys.Except(Fleeting).Order(StringComparer.Ordinal)];
        string[][] choices =
        [
            [Label], [ServiceLabels.RecommendedName], [ServiceLabels.App], .. keys.Select(key => new[] { key }), keys,
        ];
        string[]? chosen = choices.FirstOrDefault(choice => choice.Length > 0
            && choice.All(service.Labels.ContainsKey)
            && others.All(other => !choice.All(key => other.Labels.GetValueOrDefault(key) == service.Labels[key])));
        missing = chosen is null ? service.Name : null;
        var labels = new JsonObject();
        foreach (string key in chosen ?? [Label]) labels[key] = chosen is null ? service.Name : service.Labels[key];
        var selector = new JsonObject { ["matchLabels"] = labels };
        if (!isForCanary)
        {
            selector["matchExpressions"] = new JsonArray(
                new JsonObject { ["key"] = ServiceLabels.CanaryOf, ["operator"] = "DoesNotExist" });
        }

        return selector;
    }
}
