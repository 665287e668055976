using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Policies;

/// <summary>
/// The part of a policy that stands in a BackendTLSPolicy of the Gateway API: whether a Gateway opens TLS to the pods.
/// Pure.
/// </summary>
internal static class BackendTlsPolicy
{
    private static readonly string Kind = ResourceTypes.BackendTlsPolicy.Kind;

    /// <summary>The changes that open TLS to a Service or a port, or close it again (mode <c>DISABLE</c>).</summary>
    /// <exception cref="ClusterException">
    /// InvalidSpec, OwnedByController, AlreadyExists, KindNotSupported, AccessDenied.
    /// </exception>
    public static IEnumerable<ObjectWrite> Set(
        PolicyState state, PolicyTarget target, ServiceHost service, JsonObject tls, List<string> warnings)
    {
        BackendTlsFields.Require(tls);
        if (BackendTlsTargets.Denial(state) is { } denial) throw denial;
        ResourceType type = BackendTlsTargets.TypeIn(state.Read) ?? throw new ClusterException(
            ClusterFault.KindNotSupported,
            $"The cluster has no {Kind} ({ResourceTypes.BackendTlsPolicy.ApiVersion}, or v1alpha3 before).",
            ResourceTypes.BackendTlsPolicy.ToString(),
            "Install the definitions of Gateway API 1.4 or later; those of 1.1 to 1.3 have it in the experimental "
            + "channel.");
        if (service.Namespace is not { } space)
        {
            throw InvalidInput.Of("Name", service.Name, $"is not a Service, and a {Kind} is for Services only");
        }

        string? section = RequireSection(state, target, service);
        IReadOnlyList<KubeObject> same = BackendTlsTargets.For(state, service, section);
        if (tls.Text("mode") == "DISABLE") return Disable(target, service, section, tls, same);
        warnings.AddRange(OthersFor(state, target, service, same));
        if (same is not [var holding, ..]) return [Make(state, type, space, service, section, tls)];
        RequireOwn(target, service, section, holding);
        ResourceRef address = BackendTlsTargets.RefOf(holding);
        JsonObject Edit(KubeObject now)
        {
            JsonObject tree = now.ToNode();
            BackendTlsFields.Merge(tree.Open("spec"), tls);
            return tree;
        }

        return [ObjectUpdate.Plan(address, holding, Edit)];
    }

    /// <summary>
    /// The changes that close TLS again: a policy that is for other targets too is left to them, any other goes.
    /// </summary>
    /// <exception cref="ClusterException">OwnedByController.</exception>
    public static IEnumerable<ObjectWrite> Remove(PolicyState state, PolicyTarget target, ServiceHost service)
    {
        string? section = target.Port is { } port ? BackendTlsTargets.SectionOf(state, service, port) : null;
        return [.. BackendTlsTargets.For(state, service, target.Scope)
            .Select(policy => Without(target, service, section, policy))];
    }

    private static ObjectWrite Without(PolicyTarget target, ServiceHost service, string? section, KubeObject policy)
    {
        ResourceRef address = BackendTlsTargets.RefOf(policy);
        if (!target.Force) OwnershipRules.RequireNone(policy, address.Type);
        if (BackendTlsTargets.Targets(policy).Count() == 1) return new ObjectDeletion(address, policy);
        return ObjectUpdate.Plan(address, policy, now =>
        {
            JsonObject tree = now.ToNode();
            tree.Open("spec")["targetRefs"] = new JsonArray(
            [
                .. BackendTlsTargets.Targets(now)
                    .Where(one => !BackendTlsTargets.IsFor(one, service.Name, section)).Select(one => one.ToNode()),
            ]);
            return tree;
        });
    }

    /// <summary>Without a policy there is no TLS; a policy that others made is not removed here.</summary>
    private static ObjectWrite[] Disable(
        PolicyTarget target, ServiceHost service, string? section, JsonObject tls, IReadOnlyList<KubeObject> same)
    {
        if (tls.Count > 1)
        {
            throw InvalidInput.Of(
                "TlsMode", "Disable", "removes TLS, so no other setting of TLS can be given beside it");
        }

        KubeObject? foreign = same.FirstOrDefault(policy => !policy.Labels.ContainsKey(PolicyObjects.PolicyOf));
        if (foreign is null) return [.. same.Select(policy => Without(target, service, section, policy))];
        throw new ClusterException(
            ClusterFault.AlreadyExists,
            $"{Kind} {foreign.Namespace}/{foreign.Name} opens TLS to {service.Name}, and was not made by "
            + "Set-TrafficPolicy.", foreign.Name,
            "Remove-TrafficPolicy -Setting Tls removes it all the same.");
    }

    private static string? RequireSection(PolicyState state, PolicyTarget target, ServiceHost service)
    {
        if (target.Subset is { } subset) throw GatewayPolicy.NoSubsets(subset);
        if (target.Port is not { } port) return null;
        return BackendTlsTargets.SectionOf(state, service, port) ?? throw InvalidInput.Of(
            "Port", $"{port}", $"has no name in Service {service.Namespace}/{service.Name}, and a {Kind} names ports",
            "Leave -Port out to set all ports, or name the port.");
    }

    /// <summary>
    /// A newer policy for the same target would have no effect, so the one that holds is changed; but not for others.
    /// </summary>
    private static void RequireOwn(PolicyTarget target, ServiceHost service, string? section, KubeObject holding)
    {
        if (!target.Force) OwnershipRules.RequireNone(holding, ResourceTypes.BackendTlsPolicy);
        string[] others =
        [
            .. BackendTlsTargets.Targets(holding).Where(one => !BackendTlsTargets.IsFor(one, service.Name, section))
                .Select(one => one.Text("sectionName") is { } port
                    ? $"{one.Text("name")} ({port})"
                    : one.Text("name") ?? ""),
        ];
        if (others.Length == 0) return;
        throw new ClusterException(
            ClusterFault.AlreadyExists,
            $"{Kind} {holding.Namespace}/{holding.Name} holds for {service.Name} and for {string.Join(", ", others)}; "
            + "a newer one for the same target would have no effect.", holding.Name,
            "Remove-TrafficPolicy -Setting Tls takes the service out of it; then run the command again.");
    }

    private static IEnumerable<string> OthersFor(
        PolicyState state, PolicyTarget target, ServiceHost service, IReadOnlyList<KubeObject> same)
    {
        foreach (KubeObject younger in same.Skip(1))
        {
            yield return $"{Kind} {younger.Namespace}/{younger.Name} is for the same target; it has no effect, because "
                + $"{same[0].Name} is older.";
        }

        if (target.Port is not null) yield break;
        foreach (PolicyScope port in BackendTlsTargets.ScopesOf(state, service).Where(scope => scope.Port is not null))
        {
            yield return $"Port {port.Port} of {service.Name} has a {Kind} of its own, which holds there.";
        }
    }

    private static ObjectCreation Make(
        PolicyState state, ResourceType type, string space, ServiceHost service, string? section, JsonObject tls)
    {
        string name = section is null ? service.Name : $"{service.Name}-{section}";
        if (tls.Text("mode") is null)
        {
            throw InvalidInput.Of(
                "TlsMode", null, $"is needed, because {service.Name} has no {Kind} yet", "Add -TlsMode Simple.");
        }

        if (tls.Text("sni") is null)
        {
            throw InvalidInput.Of(
                "TlsHostname", null, "is needed: a Gateway checks the certificate of the pods against it",
                $"Name a host of the certificate, such as {service.Name}.{space}.svc.");
        }

        if (BackendTlsTargets.All(state.Read).FirstOrDefault(one => one.Name == name && one.Namespace == space)
            is { } taken)
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{Kind} {space}/{taken.Name} is there already, but is not for this target.", name,
                "Rename it, or make one of another name for the target; it is then changed.");
        }

        var reference = new JsonObject
        {
            ["group"] = "", ["kind"] = ResourceTypes.Service.Kind, ["name"] = service.Name,
        };
        if (section is not null) reference["sectionName"] = section;
        var spec = new JsonObject { ["targetRefs"] = new JsonArray(reference) };
        BackendTlsFields.Merge(spec, tls);
        return new ObjectCreation(type, PolicyObjects.Make(type, space, service, spec, name));
    }
}
