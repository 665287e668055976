using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Nginx;

/// <summary>ingress-nginx: the weight is an annotation of a canary Ingress beside the main one.</summary>
internal sealed class NginxProvider : ITrafficProvider
{
    private const string Annotations = "/metadata/annotations";
    private const string Always = "always";

    public IRouteReader Reader { get; } = new NginxRouteReader();

    public IReadOnlyList<ResourceType> AlsoReads { get; } = [ResourceTypes.IngressClass];

    // The class matters only to a canary that is made.
    public IEnumerable<ResourceType> ReadsFor(IEnumerable<TrafficRoute> routes) => [];

    public bool CanRoute(CanaryPods pods, RoutingObjects read) =>
        MainPaths(pods, read).Any(main => NginxIngressClass.Has(main.Ingress, read));

    public void RequireAble(RequestRules rules)
    {
        if (rules.MirrorPercent > 0)
        {
            throw InvalidInput.Of(
                "MirrorPercent", rules.MirrorPercent, "is not supported: ingress-nginx has no mirror for canaries",
                "Use Istio or GatewayApi.");
        }

        if (rules.Matches is not { } matches) return;
        foreach (IGrouping<bool, RequestMatch> alike in matches.GroupBy(match => match.IsCookie))
        {
            if (alike.Skip(1).FirstOrDefault() is { } second)
            {
                throw RequestFaults.NotPossible(
                    second, $"ingress-nginx matches only one {(alike.Key ? "cookie" : "header")}", "Specify one.");
            }
        }

        if (matches.FirstOrDefault(match => match.IsCookie && match.Value != Always) is { } cookie)
        {
            throw RequestFaults.NotPossible(
                cookie, $"ingress-nginx matches only the cookie value '{Always}'", $"Use {cookie.Name}={Always}.");
        }
    }

    // The controller makes it of the same Ingress.
    public TrafficRoute? MatchRouteOf(TrafficRoute route, RouteBackend canary, IEnumerable<TrafficRoute> all) =>
        OwnMetadata.IsForAny(route.Object)
            ? all.FirstOrDefault(other => other.Target == route.Target && !other.IsSame(route) && other.Match.ByHeaders)
            : null;

    public RouteEdit SetWeights(TrafficRoute route, RouteWeights weights)
    {
        RouteShare canary = weights.Shares[^1];
        var patch = new JsonPatch(route.Object);
        var fields = new List<string>();
        if (weights.HasChanges)
        {
            patch.Test(PathOf(CanaryAnnotations.Canary), "true");
            Set(patch, fields, route.Object, CanaryAnnotations.Weight, $"{canary.To}");
            // The total is 100 where none is written, or less.
            if (CanaryAnnotations.Number(route.Object, CanaryAnnotations.WeightTotal) > 100)
            {
                Set(patch, fields, route.Object, CanaryAnnotations.WeightTotal, "100");
            }
        }

        if (weights.Requests?.Rules.Matches is { } matches) SetMatches(patch, fields, route.Object, matches);
        return RouteEdit.Of(route, weights, patch, fields);
    }

    public CanaryBackends DefineBackends(CanaryPods pods, RoutingObjects read) => ServiceBackends.Plan(pods, read);

    public NewRoute CreateRoute(CanaryPods pods, CanaryBackends backends, RoutingObjects read)
    {
        (KubeObject Ingress, IngressPath Path)[] main = [.. MainPaths(pods, read)];
        if (main.Length == 0)
        {
            throw new ClusterException(
                ClusterFault.RouteNotFound, $"No Ingress leads to Service {pods.Namespace}/{pods.Name}.", pods.Name,
                "Make an Ingress that leads to it; the canary then gets one beside it.");
        }

        string name = CanaryBackends.CanaryNameOf(pods.Name);
        var target = new ResourceRef(ResourceTypes.Ingress, pods.Namespace, name);
        if (read.Of(ResourceTypes.Ingress).Any(item => item.Name == name && item.Namespace == pods.Namespace))
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists, $"{target} is there already, but is no canary of {pods.Name}.", name,
                "Rename or remove it.");
        }

        return new NewRoute(
            main[0].Path.Label, target,
            [
                .. main.Where(pair => pair.Path.Service == pods.Service).GroupBy(pair => pair.Ingress)
                    .Select(group => ToStable(pods, backends, group.Key, [.. group.Select(pair => pair.Path)])),
                CanaryIngress.Make(target, pods, backends, main),
            ])
        {
            Notes = [PastIt(target, pods)],
        };
    }

    // A route is a pair of Ingresses, so the canary is in it already.
    public RouteEdit ExtendRoute(
        TrafficRoute route, RouteWeights weights, CanaryPods pods, CanaryBackends backends) =>
        weights.Shares.Any(share => share.IsNew)
            ? throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{route.Target} is the canary of these paths and leads to Service {route.Backends[^1].Service.Name}; "
                + "ingress-nginx knows only one canary.", route.Label, "Remove that canary first.")
            : SetWeights(route, weights);

    public IEnumerable<string> NotesOn(TrafficRoute route, CanaryPods pods, RoutingObjects read) =>
        [PastIt(route.Target, pods)];

    public IEnumerable<ObjectChange> Withdraw(CanaryPods pods, RoutingObjects read, ICollection<string> remains)
    {
        KubeObject[] all = [.. read.Of(ResourceTypes.Ingress)];
        return
        [
            .. all.Where(item => OwnMetadata.IsFor(item, pods.Service))
                .Select(item => ObjectChange.Remove(ResourceTypes.Ingress, item)),
            .. all.Where(item => CanaryNote.IsFor(item, pods.Service)).Select(item => ObjectChange.Change(
                new ResourceRef(ResourceTypes.Ingress, item.Namespace, item.Name), item,
                CanaryNote.PutBack(item, pods.Service, remains), ["as it was before the canary"])),
        ];
    }

    private static string PastIt(ResourceRef ingress, CanaryPods pods) =>
        $"Calls to {pods.Name}.{pods.Namespace}.svc inside the cluster do not pass {ingress}: "
        + "they reach stable and canary pods alike, whatever the weight.";

    /// <summary>The paths that lead to the service, or did before a canary of it was begun.</summary>
    private static IEnumerable<(KubeObject Ingress, IngressPath Path)> MainPaths(
        CanaryPods pods, RoutingObjects read) => read.Of(ResourceTypes.Ingress)
        .Where(ingress => ingress.Namespace == pods.Namespace && !CanaryAnnotations.IsCanary(ingress))
        .SelectMany(IngressPath.Of, (ingress, path) => (ingress, path))
        .Where(pair => pair.path.Service == pods.Service
            || CanaryNote.IsFor(pair.ingress, pods.Service, pair.path.Path));

    /// <summary>The main Ingress leads to the stable pods alone: the Service itself selects the canary's too.</summary>
    private static ObjectChange ToStable(
        CanaryPods pods, CanaryBackends backends, KubeObject ingress, IReadOnlyList<IngressPath> paths)
    {
        var patch = new JsonPatch(ingress);
        var fields = new List<string>();
        foreach (IngressPath path in paths)
        {
            patch.Test($"{path.Path}/service/name", pods.Name);
            patch.Replace($"{path.Path}/service/name", backends.Stable);
            fields.Add($"{path.Label}: {pods.Name} → {backends.Stable}");
        }

        CanaryNote.Add(patch, ingress, pods.Service, paths.Select(path => path.Path));
        return ObjectChange.Change(
            new ResourceRef(ResourceTypes.Ingress, ingress.Namespace, ingress.Name), ingress, patch, fields);
    }

    private static void SetMatches(
        JsonPatch patch, List<string> fields, KubeObject ingress, IReadOnlyList<RequestMatch> matches)
    {
        RequestMatch? header = matches.FirstOrDefault(match => !match.IsCookie);
        Set(patch, fields, ingress, CanaryAnnotations.Header, header?.Name);
        Set(patch, fields, ingress, CanaryAnnotations.HeaderValue, header?.Value);

        // Beside a value it would do nothing, and without a header either.
        Set(patch, fields, ingress, CanaryAnnotations.HeaderPattern, null);
        Set(patch, fields, ingress, CanaryAnnotations.Cookie, matches.FirstOrDefault(match => match.IsCookie)?.Name);
    }

    /// <summary>Sets an annotation; null takes it away.</summary>
    private static void Set(JsonPatch patch, List<string> fields, KubeObject item, string annotation, string? value)
    {
        string? now = item.Annotations.GetValueOrDefault(annotation);
        if (now == value) return;
        _ = value is null ? patch.Remove(PathOf(annotation))
            : now is null ? patch.Add(PathOf(annotation), value)
            : patch.Replace(PathOf(annotation), value);
        fields.Add($"metadata.annotations[{annotation}] {now ?? "absent"} → {value ?? "absent"}");
    }

    private static string PathOf(string annotation) => $"{Annotations}/{JsonPatch.Escape(annotation)}";
}
