using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Access.Grants;

/// <summary>
/// What a grant changes beside what is wanted, by the same rules that Test-MicroServiceAccess answers with.
/// </summary>
internal sealed class GrantEffects(
    AccessGrantRequest request, AccessSnapshot before, AccessSnapshot after, GrantParty to,
    IReadOnlyList<GrantParty> from, IReadOnlyList<AccessPort> ports)
{
    private const int MostNames = 5;

    /// <summary>What is usually an accident.</summary>
    public IEnumerable<(ClusterFault Fault, string Why)> Risks(IEnumerable<AccessLayer> layers)
    {
        foreach (string space in from.Select(party => party.Namespace).Prepend(to.Namespace).Distinct())
        {
            // A caller of the cluster's own, such as an ingress gateway, is changed only by a policy for its egress.
            bool isChanged = space == to.Namespace || before.NetworkPolicies.Count(policy => policy.Namespace == space)
                != after.NetworkPolicies.Count(policy => policy.Namespace == space);
            if (isChanged && SystemNamespaces.Contain(space))
            {
                yield return (ClusterFault.ProtectedObject, $"Namespace '{space}' belongs to the cluster itself.");
            }
        }

        foreach (AccessLayer layer in layers)
        {
            if (Closure(layer) is { } closure) yield return (ClusterFault.ReceivesTraffic, closure);
            if (Fellowship(layer) is { } fellows) yield return (ClusterFault.ReceivesTraffic, fellows);
            if (layer != AccessLayer.Mesh) continue;
            foreach (GrantParty party in from)
            {
                if (Sharing(party) is { } sharing) yield return (ClusterFault.ProtectedObject, sharing);
            }
        }
    }

    /// <summary>What is worth knowing.</summary>
    public IEnumerable<string> Notes(IReadOnlyCollection<AccessLayer> layers)
    {
        if (request.Paths.FirstOrDefault(GrantInput.IsTemplatePath) is { } template)
        {
            yield return $"Path template '{template}' needs Istio 1.22 or later; older ones take it literally.";
        }

        foreach (GrantParty party in from)
        {
            foreach (AccessLayer layer in layers)
            {
                if (AllowedAlready(layer, party) is { } already) yield return already;
            }

            if (layers.Contains(AccessLayer.Mesh) && party.Party.ServiceAccount == "default" && Sharing(party) is null)
            {
                yield return $"{party} runs as service account default. So does every other pod of namespace "
                    + $"{party.Namespace} without one of its own, and the grant holds for it too.";
            }

            string[] alike = layers.Contains(AccessLayer.NetworkIngress)
                ? [.. party.Fellows(before).Select(one => $"{one}")]
                : [];
            if (alike.Length > 0)
            {
                yield return $"The pods of {Names(alike)} have the labels of {party} and may call {to} too.";
            }

            foreach (string obstacle in Obstacles(party)) yield return obstacle;
        }
    }

    /// <summary>The requests that a grant is about, one for each method, path and port.</summary>
    public static IEnumerable<AccessRequest> Requests(
        AccessGrantRequest request, GrantParty to, GrantParty caller, IReadOnlyList<AccessPort> ports) =>
        from port in ports.Cast<AccessPort?>().DefaultIfEmpty()
        from method in GrantInput.Methods(request.Methods).Cast<string?>().DefaultIfEmpty()
        from path in request.Paths.Select(GrantInput.Sample).Cast<string?>().DefaultIfEmpty()
        select new AccessRequest(caller.Party, to.Party) { Port = port, Method = method, Path = path };

    /// <summary>What a layer says.</summary>
    public static AccessDecision Decide(AccessLayer layer, AccessRequest request, AccessSnapshot read) => layer switch
    {
        AccessLayer.NetworkEgress => NetworkPolicyRules.Egress(request, read),
        AccessLayer.NetworkIngress => NetworkPolicyRules.Ingress(request, read),
        _ => AuthorizationRules.Decide(request, read),
    };

    /// <summary>Whether policies already close pods but for what they allow.</summary>
    public static bool IsClosed(AccessLayer layer, AccessSnapshot read, AccessParty party) =>
        layer == AccessLayer.Mesh
            ? AuthorizationRules.Holding(read, party).Any(policy => AuthorizationRules.ActionOf(policy) == "ALLOW")
            : NetworkPolicyRules.Holding(read.NetworkPolicies, party, layer).Count > 0;

    /// <summary>The first grant closes what was open to everyone.</summary>
    private string? Closure(AccessLayer layer)
    {
        if (IsClosed(layer, before, to.Party)) return null;
        string[] losers = [.. Losers(layer)];
        string who = losers.Length == 0
            ? "No other caller is known in the namespaces that were read"
            : $"Of the known workloads {Names(losers)} may call it today and could not any more";
        string routes = request.Routes.Count == 0
            ? ""
            : $" Requests come by {Names(request.Routes)}: what carries them (ingress controller, gateway) is shut out "
                + "unless you grant it access.";
        string scrape = " Callers of other namespaces and from outside the cluster are not known; Prometheus, if it "
            + "scrapes these pods, is one.";
        string layerName = layer == AccessLayer.Mesh ? "in the mesh" : "in the network";
        return $"{to} is open to everyone {layerName}, and this first grant closes it to all others. {who}."
            + $"{routes}{scrape}";
    }

    /// <summary>Other workloads that the policy closes because their pods have the same labels.</summary>
    private string? Fellowship(AccessLayer layer)
    {
        string[] closed =
        [
            .. to.Fellows(before).Where(other => !IsClosed(layer, before, other) && IsClosed(layer, after, other))
                .Select(other => $"{other}"),
        ];
        return closed.Length == 0
            ? null
            : $"The policy closes {Names(closed)} too: their pods have the labels of {to} "
                + $"({LabelSelectors.Text(to.Selector)}).";
    }

    private IEnumerable<string> Losers(AccessLayer layer)
    {
        foreach (AccessParty other in before.Parties.Where(other => !from.Any(party => party.IsSelf(other))))
        {
            var call = new AccessRequest(other, to.Party);
            if (Decide(layer, call, before).Allowed == false || Decide(layer, call, after).Allowed != false) continue;
            yield return to.IsSelf(other) ? "its own pods (among themselves)" : $"{other}";
        }
    }

    private string? Sharing(GrantParty party)
    {
        string[] others = [.. party.Namesakes(before).Select(other => $"{other}")];
        return others.Length == 0
            ? null
            : $"{party} shares service account {party.Party.ServiceAccount} with {Names(others)}: the mesh cannot tell "
                + $"them apart, so they may call {to} too. Set-MicroService {party.Name} -ServiceAccount gives it one "
                + "of its own.";
    }

    private string? AllowedAlready(AccessLayer layer, GrantParty party)
    {
        string own = $"{GrantObjects.RefOf(layer, to, party)}";
        AccessDecision[] decisions =
            [.. Requests(request, to, party, ports).Select(call => Decide(layer, call, before))];
        return decisions.All(decision => decision.Allowed == true && decision.Rule is not null
            && !decision.Rule.StartsWith($"{own} ", StringComparison.Ordinal))
            ? $"{party} may call {to} already: {decisions[0].Why} This grant adds nothing, and revoking it takes "
                + "nothing away."
            : null;
    }

    /// <summary>What still denies the call that is granted.</summary>
    private IEnumerable<string> Obstacles(GrantParty party) => Requests(request, to, party, ports)
        .SelectMany(call => Enum.GetValues<AccessLayer>().Select(layer => Decide(layer, call, after)))
        .Where(decision => decision.Allowed != true)
        .Select(decision => decision.Allowed == false
            ? $"{party} still cannot call {to}: {decision.Why}"
            : $"Whether {party} can call {to} is not certain: {decision.Why}")
        .Distinct();

    private static string Names(IReadOnlyCollection<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";
}
