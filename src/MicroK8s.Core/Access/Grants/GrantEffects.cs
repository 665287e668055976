using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Access.Grants;

/// <summary>
/// What a grant changes beside what is wanted, by the same rules that Test-MicroServiceAccess answers with.
/// </summary>
internal sealed class GrantEffects(
    AccessGrantRequest request, AccessSnapshot before, AccessSnapshot after, GrantParty to,
    IReadOnlyList<GrantCaller> from, IReadOnlyList<AccessPort> ports)
{
    private const int MostNames = 5;

    /// <summary>What is usually an accident.</summary>
    public IEnumerable<(ClusterFault Fault, string Why)> Risks(IReadOnlyCollection<AccessLayer> layers)
    {
        foreach (string space in Parties.Select(party => party.Namespace).Prepend(to.Namespace).Distinct())
        {
            // A caller of the cluster's own, such as an ingress gateway, is changed only by a policy for its egress.
            bool isChanged = space == to.Namespace || before.NetworkPolicies.Count(policy => policy.Namespace == space)
                != after.NetworkPolicies.Count(policy => policy.Namespace == space);
            if (isChanged && SystemNamespaces.Contain(space))
            {
                yield return (ClusterFault.ProtectedObject, $"Namespace '{space}' belongs to the cluster itself.");
            }
        }

        AccessLayer[] closed = [.. Closed(layers)];
        foreach (AccessLayer layer in closed) yield return (ClusterFault.ReceivesTraffic, Closure(layer));
        if (closed.Length > 0)
        {
            var callers = new CallerEffects(request.Callers, to.Party, closed, before, after);
            string scraper = "Prometheus itself, if it scrapes these pods, is shut out too unless you grant it access.";
            yield return (ClusterFault.ReceivesTraffic, string.Join(' ', callers.All().Append(scraper)));
        }

        foreach (AccessLayer layer in layers)
        {
            if (Fellowship(layer) is { } fellows) yield return (ClusterFault.ReceivesTraffic, fellows);
            if (layer != AccessLayer.Mesh) continue;
            foreach (GrantParty party in Parties)
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

        foreach (GrantCaller caller in from)
        {
            foreach (AccessLayer layer in layers)
            {
                if (AllowedAlready(layer, caller) is { } already) yield return already;
            }

            foreach (string obstacle in Obstacles(caller)) yield return obstacle;
        }

        string[] open = [.. layers.Where(OpensAll).Select(In)];
        if (open.Length > 0)
        {
            yield return $"Everyone may send {to} every request {string.Join(" and ", open)} afterwards: grants to "
                + "certain callers restrict nothing.";
        }

        foreach (GrantParty party in Parties)
        {
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
        }
    }

    /// <summary>The layers that are open to everyone today, and are not any more.</summary>
    public IEnumerable<AccessLayer> Closed(IEnumerable<AccessLayer> layers) =>
        layers.Where(layer => !OpensAll(layer) && !IsClosed(layer, before, to.Party));

    /// <summary>The requests that a grant is about, one for each method, path and port.</summary>
    public static IEnumerable<AccessRequest> Requests(
        AccessGrantRequest request, GrantParty to, GrantCaller caller, IReadOnlyList<AccessPort> ports) =>
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

    /// <summary>The callers that are workloads.</summary>
    private IEnumerable<GrantParty> Parties => from.Select(caller => caller.Pods).OfType<GrantParty>();

    /// <summary>Whether the grant lets everyone do everything, so that it closes nothing.</summary>
    private bool OpensAll(AccessLayer layer) => request.Everyone && ports.Count == 0
        && (layer != AccessLayer.Mesh || (request.Methods.Count == 0 && request.Paths.Count == 0));

    private static string In(AccessLayer layer) => layer == AccessLayer.Mesh ? "in the mesh" : "in the network";

    /// <summary>The first grant closes what was open to everyone.</summary>
    private string Closure(AccessLayer layer)
    {
        string rest = request.Everyone ? $"for all but {GrantInput.Restriction(request, ports)}" : "to all others";
        string[] losers = [.. Losers(layer)];
        string who = losers.Length == 0
            ? "No other caller is known in the namespaces that were read"
            : $"Of the known workloads {Names(losers)} may call it today and would lose access"
                + (request.Everyone ? ", but for that" : "");
        string routes = request.Routes.Count == 0
            ? ""
            : $" Requests come by {Names(request.Routes)}: what carries them (ingress controller, gateway) is shut out "
                + "unless you grant it access.";
        return $"{to} is open to everyone {In(layer)}, and this first grant closes it {rest}. {who}.{routes}";
    }

    /// <summary>Other workloads that the policy closes because their pods have the same labels.</summary>
    private string? Fellowship(AccessLayer layer)
    {
        if (OpensAll(layer)) return null;
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
        foreach (AccessParty other in before.Parties.Where(other => !Parties.Any(party => party.IsSelf(other))))
        {
            var call = new AccessRequest(other, to.Party);
            bool? allowed = Decide(layer, call, after).Allowed;
            bool loses = request.Everyone ? allowed != true : allowed == false;
            if (Decide(layer, call, before).Allowed == false || !loses) continue;
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

    private string? AllowedAlready(AccessLayer layer, GrantCaller caller)
    {
        string own = $"{GrantObjects.RefOf(layer, to, caller)}";
        AccessDecision[] decisions =
            [.. Requests(request, to, caller, ports).Select(call => Decide(layer, call, before))];
        return decisions.All(decision => decision.Allowed == true && decision.Rule is not null
            && !decision.Rule.StartsWith($"{own} ", StringComparison.Ordinal))
            ? $"{caller} may call {to} already: {decisions[0].Why} This grant adds nothing, and revoking it takes "
                + "nothing away."
            : null;
    }

    /// <summary>What still denies the call that is granted; to everyone, what denies it to a workload.</summary>
    private string[] Obstacles(GrantCaller caller)
    {
        AccessRequest[] calls = [.. Requests(request, to, caller, ports)];
        string cannot = caller.Pods is null ? "Not everyone can" : $"{caller} still cannot";
        string[] obstacles =
        [
            .. calls.SelectMany(Decisions).Where(decision => decision.Allowed != true)
                .Select(decision => decision.Allowed == false
                    ? $"{cannot} call {to}: {decision.Why}"
                    : $"Whether {caller} can call {to} is not certain: {decision.Why}")
                .Distinct(),
        ];
        if (caller.Pods is not null || obstacles.Length > 0) return obstacles;
        (AccessParty Party, AccessDecision Decision)[] denied =
        [
            .. before.Parties.Where(party => party.Kind != "Pod")
                .SelectMany(party => calls.SelectMany(call => Decisions(call with { From = party }))
                    .Where(decision => decision.Allowed != true).Take(1).Select(decision => (party, decision))),
        ];
        if (denied.Length == 0) return [];
        string names = Names([.. denied.Select(one => $"{one.Party}")]);
        string partly = denied.All(one => one.Decision.Allowed == false) ? "" : ", or not everything";
        return [$"Not everyone can call {to}: {names} still cannot{partly}. {denied[0].Decision.Why}"];
    }

    private IEnumerable<AccessDecision> Decisions(AccessRequest call) =>
        Enum.GetValues<AccessLayer>().Select(layer => Decide(layer, call, after));

    /// <summary>A list in words; more than some are counted.</summary>
    public static string Names(IReadOnlyCollection<string> names, int most = MostNames) => names.Count <= most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}
