using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Policies;

/// <summary>The part of a policy that stands in a DestinationRule. Pure.</summary>
internal static class RulePolicy
{
    private static readonly ResourceType Kind = ResourceTypes.DestinationRule;

    /// <summary>The change of the rule that holds for callers of the namespace; a new rule if none is its
    /// own.</summary>
    /// <exception cref="ClusterException">
    /// InvalidSpec, SubsetNotFound, OwnedByController, AlreadyExists, AccessDenied.
    /// </exception>
    public static ObjectWrite Set(
        PolicyState state, PolicyTarget target, ServiceHost service, JsonObject wanted, int? pods,
        List<string> warnings)
    {
        if (state.Denials.TryGetValue(Kind, out ClusterException? denial)) throw denial;
        PolicyScope scope = target.Scope;
        RequireSubset(state, service, scope);
        KubeObject? holding = state.RuleOf(service, scope.Subset);
        bool isOwn = holding is not null && PolicyState.IsOwn(holding, service)
            && (holding.Namespace == target.Namespace || holding.Namespace == service.Namespace);
        KubeObject read = isOwn ? holding! : KubeObject.Parse(Make(state, target, service, holding).ToJsonString());
        if (isOwn && !target.Force) OwnershipRules.RequireNone(read, Kind);
        JsonObject before = read.ToNode();
        JsonObject after = Merge(read.ToNode(), scope, wanted);
        JsonObject effective = scope.Effective(after);
        PolicyRules.CheckMerged(effective, wanted);
        warnings.AddRange(PolicyRules.NotesOn(effective, wanted, pods));
        warnings.AddRange(Lost(before, after, scope));
        warnings.AddRange(HiddenFrom(state, target, service, read, isOwn));
        if (!isOwn)
        {
            if (holding is not null)
            {
                warnings.Add(
                    $"{Kind.Kind} {holding.Namespace}/{holding.Name}, which held so far, no longer holds for "
                    + $"{service.NameIn(target.Namespace)}; its settings are copied.");
            }

            return new ObjectCreation(Kind, after);
        }

        return ObjectUpdate.Plan(
            new ResourceRef(Kind, read.Namespace, read.Name), read, now => Merge(now.ToNode(), scope, wanted));
    }

    /// <summary>The change that takes blocks away. Null if there is no rule of the service.</summary>
    /// <exception cref="ClusterException">SubsetNotFound, OwnedByController, AccessDenied.</exception>
    public static ObjectWrite? Remove(
        PolicyState state, PolicyTarget target, ServiceHost service, IReadOnlyCollection<string> keys,
        List<string> warnings)
    {
        if (state.Denials.TryGetValue(Kind, out ClusterException? denial)) throw denial;
        PolicyScope scope = target.Scope;
        if (state.RuleOf(service, scope.Subset) is not { } rule) return null;
        RequireSubset(state, service, scope);
        if (!PolicyState.IsOwn(rule, service))
        {
            if (scope.Find(rule.ToNode()) is null) return null;
            warnings.Add(
                $"{Kind.Kind} {rule.Namespace}/{rule.Name} holds for other services too "
                + $"({rule.Json.Text("spec", "host")}) "
                + "and stays as it is.");
            return null;
        }

        var address = new ResourceRef(Kind, rule.Namespace, rule.Name);
        ObjectUpdate update = ObjectUpdate.Plan(address, rule, now => Without(now.ToNode(), scope, keys));
        if (update.IsEmpty) return null;
        if (!target.Force) OwnershipRules.RequireNone(rule, Kind);
        JsonNode? left = update.Wanted.ToNode()["spec"];
        return PolicyObjects.IsSpent(rule, left) || IsCopy(state, service, rule, left)
            ? new ObjectDeletion(address, rule)
            : update;
    }

    /// <summary>The rule with a policy set.</summary>
    public static JsonObject Merge(JsonObject rule, PolicyScope scope, JsonObject wanted)
    {
        PolicyFragment.Merge(scope.Open(rule), wanted);
        return rule;
    }

    /// <summary>The rule without blocks of a policy.</summary>
    public static JsonObject Without(JsonObject rule, PolicyScope scope, IReadOnlyCollection<string> keys)
    {
        if (scope.Find(rule) is not { } policy) return rule;
        int before = policy.Count;
        foreach (string key in keys) policy.Remove(key);
        if (policy.Count < before) scope.Tidy(rule);
        return rule;
    }

    private static void RequireSubset(PolicyState state, ServiceHost service, PolicyScope scope)
    {
        if (scope.Subset is not { } subset) return;
        string[] known = [.. state.Resolver.SubsetsOf(service.FullName(), state.Namespace).Select(one => one.Name)];
        if (known.Contains(subset)) return;
        throw new ClusterException(
            ClusterFault.SubsetNotFound,
            $"No DestinationRule that holds for callers in {state.Namespace} defines subset {subset} of "
            + $"{service.Name}.",
            subset,
            known.Length == 0
                ? "It has no subsets. New-Canary makes them."
                : $"There are: {string.Join(", ", known)}.");
    }

    /// <summary>
    /// A rule of its own for the service. It hides the wider one that held so far, so it takes over what that said.
    /// </summary>
    private static JsonObject Make(PolicyState state, PolicyTarget target, ServiceHost service, KubeObject? wider)
    {
        KubeObject? taken = state.Read.Of(Kind)
            .FirstOrDefault(rule => rule.Name == service.Name && rule.Namespace == target.Namespace);
        if (taken is not null)
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{Kind.Kind} {target.Namespace}/{service.Name} is there already, but does not hold for this host: "
                + $"it is for {taken.Json.Text("spec", "host")}"
                + (taken.Json.At("spec", "workloadSelector") is null
                    ? "."
                    : ", for callers of its workloadSelector only."),
                service.Name, "Make a DestinationRule of another name for the host; it is then changed.");
        }

        JsonObject spec = CopyOf(wider, service.NameIn(target.Namespace));
        return PolicyObjects.Make(Kind, target.Namespace, service, spec);
    }

    private static JsonObject CopyOf(KubeObject? wider, string host)
    {
        var spec = new JsonObject { ["host"] = host };
        foreach (string key in (string[])["trafficPolicy", "subsets"])
        {
            if (wider?.Json.At("spec", key) is { } value) spec[key] = value.ToNode();
        }

        return spec;
    }

    /// <summary>Whether a rule that was made for a policy says nothing but what would hold without it.</summary>
    private static bool IsCopy(PolicyState state, ServiceHost service, KubeObject rule, JsonNode? left)
    {
        if (!rule.Labels.ContainsKey(PolicyObjects.PolicyOf)) return false;
        var others = new IstioResolver(
            [], state.Read.Of(Kind).Where(one => one.Name != rule.Name || one.Namespace != rule.Namespace));
        return others.DestinationRulesFor(service.FullName(), state.Namespace) is [var wider, ..]
            && JsonNode.DeepEquals(left, CopyOf(wider, left.Text("host") ?? ""));
    }

    /// <summary>What no longer holds for a port or a subset once it has settings of its own.</summary>
    private static IEnumerable<string> Lost(JsonObject before, JsonObject after, PolicyScope scope)
    {
        JsonObject earlier = scope.Effective(before);
        JsonObject later = scope.Effective(after);
        string[] lost =
        [
            .. PolicyFields.All.Where(field => !field.IsOfRoute && field.Find(earlier) is not null
                    && field.Find(later) is null && field.Setting != PolicySetting.LoadBalancer)
                .Select(field => $"{field.Parameter}={PolicyText.Of(field.Find(earlier)!)}"),
        ];
        if (lost.Length == 0) yield break;
        yield return scope.Port is null
            ? $"Settings of subset {scope.Subset} replace whole parts of those of the service, so these no longer hold "
                + $"for it: {string.Join(", ", lost)}."
            : $"Port {scope.Port} takes nothing from the service once it has settings of its own, so these no longer "
                + $"hold for it: {string.Join(", ", lost)}.";
    }

    /// <summary>Who does not follow the rule.</summary>
    private static IEnumerable<string> HiddenFrom(
        PolicyState state, PolicyTarget target, ServiceHost service, KubeObject rule, bool isOwn)
    {
        string host = service.FullName();
        KubeObject[] others =
        [
            .. state.Read.Of(Kind).Where(one => (one.Name != rule.Name || one.Namespace != rule.Namespace)
                && ServiceHost.FullName(one.Json.Text("spec", "host") ?? "", one.Namespace) is var pattern
                && ServiceHost.Covers(pattern, host)),
        ];
        foreach (KubeObject other in others.Where(one => one.Json.At("spec", "workloadSelector") is not null
            && one.Namespace == target.Namespace))
        {
            yield return $"Pods that {Kind.Kind} {other.Namespace}/{other.Name} selects (workloadSelector) follow "
                + "that rule.";
        }

        foreach (IGrouping<string?, KubeObject> space in others.Where(one => one.Namespace != target.Namespace
            && one.Namespace != service.Namespace && one.Json.At("spec", "workloadSelector") is null
            && one.Namespace != IstioResolver.DefaultRootNamespace).GroupBy(one => one.Namespace))
        {
            yield return $"Callers in namespace {space.Key} follow {Kind.Kind} "
                + $"{space.Key}/{space.First().Name} of their "
                + "own instead.";
        }

        if (target.Namespace != service.Namespace && rule.Namespace == target.Namespace
            && service.Namespace is not null)
        {
            yield return $"Only callers in namespace {target.Namespace} follow {Kind.Kind} "
                + $"{rule.Namespace}/{rule.Name}.";
        }

        string[] exports = [.. rule.Json.Items("spec", "exportTo").Select(one => one.Text() ?? "")];
        if (exports.Length > 0 && !exports.Contains("*"))
        {
            yield return $"{Kind.Kind} {rule.Namespace}/{rule.Name} is exported to {string.Join(", ", exports)} only.";
        }

        if (!isOwn) yield break;
        foreach (KubeObject other in state.RulesFor(service).Where(one => one.Name != rule.Name)
            .Where(one => target.Subset is null && one.Json.At("spec", "trafficPolicy") is not null))
        {
            yield return $"{Kind.Kind} {other.Namespace}/{other.Name} is for the same host; its policy has no effect, "
                + $"because {rule.Name} is older.";
        }
    }
}
