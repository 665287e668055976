using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Istio;

/// <summary>
/// Takes away what was made for a canary: first the routes, then the subsets, because a route to a subset that is not
/// defined is answered with 503 (Istio, traffic management best practices).
/// </summary>
internal static class IstioWithdrawal
{
    /// <summary>The changes, in their order.</summary>
    public static IReadOnlyList<ObjectChange> Plan(
        CanaryPods pods, RoutingObjects read, ICollection<string> remains)
    {
        ObjectChange[] routes =
        [
            .. read.Of(ResourceTypes.VirtualService).Select(item => OfRule(pods, item, remains))
                .OfType<ObjectChange>(),
        ];
        RoutingObjects after = ChangedObjects.Of(read, [.. routes.Select(change => change.Write)]);
        ObjectChange[] rules =
        [
            .. read.Of(ResourceTypes.DestinationRule)
                .Select(item => OfSubsets(pods, after, item, remains)).OfType<ObjectChange>(),
        ];
        return [.. routes, .. rules];
    }

    private static ObjectChange? OfRule(CanaryPods pods, KubeObject item, ICollection<string> remains)
    {
        if (OwnMetadata.IsFor(item, pods.Service))
        {
            if (FirstRoute.IsAlone(item)) return ObjectChange.Remove(ResourceTypes.VirtualService, item);
            remains.Add($"{item} has other routes by now and stays.");
            return null;
        }

        return CanaryNote.IsFor(item, pods.Service)
            ? PutBack(ResourceTypes.VirtualService, item, pods, remains)
            : null;
    }

    private static ObjectChange? OfSubsets(
        CanaryPods pods, RoutingObjects after, KubeObject item, ICollection<string> remains)
    {
        bool isMade = OwnMetadata.IsFor(item, pods.Service);
        if (!isMade && !CanaryNote.IsFor(item, pods.Service)) return null;
        var stays = new List<string>();
        ObjectChange change = isMade
            ? ObjectChange.Remove(ResourceTypes.DestinationRule, item)
            : PutBack(ResourceTypes.DestinationRule, item, pods, stays);
        string[] goes = [.. Names(after, pods).Except(Names(ChangedObjects.Of(after, [change.Write]), pods))];
        KubeObject? user = after.Of(ResourceTypes.VirtualService)
            .FirstOrDefault(rule => goes.Any(name => LeadsTo(rule, pods.Service, name)));
        if (user is not null) stays = [$"{item} stays: {user} leads to its subsets."];
        foreach (string sentence in stays) remains.Add(sentence);
        return user is null ? change : null;
    }

    /// <summary>The subsets of the service; a rule that goes may have hidden a wider one.</summary>
    private static IEnumerable<string> Names(RoutingObjects read, CanaryPods pods) =>
        new IstioResolver([], read.Of(ResourceTypes.DestinationRule))
            .SubsetsOf(pods.Service.FullName(), pods.Namespace).Select(subset => subset.Name);

    private static ObjectChange PutBack(
        ResourceType type, KubeObject item, CanaryPods pods, ICollection<string> remains) => ObjectChange.Change(
            new ResourceRef(type, item.Namespace, item.Name), item,
            CanaryNote.PutBack(item, pods.Service, remains), ["as it was before the canary"]);

    private static bool LeadsTo(KubeObject rule, ServiceHost service, string subset) =>
        IstioRouteJson.Of(rule).SelectMany(route => route.Json.Items("route")
                .Select(item => item.At("destination") ?? default)
                .Concat(route.Mirrors.Select(mirror => mirror.Destination)))
            .Any(destination => destination.Text("subset") == subset
                && ServiceHost.Parse(destination.Text("host") ?? "", rule.Namespace ?? "") == service);
}
