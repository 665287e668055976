using System.Collections.Immutable;
using System.Globalization;
using MicroK8s.Metrics;

namespace MicroK8s.Access.Grants;

/// <summary>What a change of policies means to those who really call, in sentences.</summary>
/// <param name="observed">Who called lately.</param>
/// <param name="to">The called pods.</param>
/// <param name="layers">The layers that the change closes further.</param>
/// <param name="before">What was read.</param>
/// <param name="after">The same with the policies of the change.</param>
internal sealed class CallerEffects(
    ObservedCallers observed, AccessParty to, IReadOnlyCollection<AccessLayer> layers, AccessSnapshot before,
    AccessSnapshot after)
{
    /// <summary>All who lose access matter, but a longer list would not be read.</summary>
    private const int MostNames = 20;

    /// <summary>Who loses access, and who keeps it; or why that is not known.</summary>
    public IEnumerable<string> All()
    {
        ILookup<AccessOutcome, string> called = Called();
        string[] parts = [.. Lost(called), .. Part(called[AccessOutcome.Allowed], "and keep access")];
        if (parts.Length > 0) yield return Sentence(parts);
        else if (observed.Gap is null) yield return $"Istio's metrics show no calls in {Window}.";
        if (observed.Gap is { } gap)
        {
            yield return $"Callers of other namespaces and from outside the cluster are not known: {gap}.";
        }
    }

    /// <summary>Who loses access; empty if no caller does, or that is not known.</summary>
    public IEnumerable<string> Losses()
    {
        string[] parts = [.. Lost(Called())];
        if (parts.Length > 0) yield return Sentence(parts);
    }

    private string Window => string.Create(
        CultureInfo.InvariantCulture, $"the last {observed.Window.TotalHours:0.#} hours");

    private string Sentence(string[] parts) => $"According to Istio's metrics, in {Window} {string.Join("; ", parts)}.";

    private static IEnumerable<string> Lost(ILookup<AccessOutcome, string> called) =>
    [
        .. Part(called[AccessOutcome.Denied], "and would lose access"),
        .. Part(called[AccessOutcome.Unknown], "and may lose some or all access"),
    ];

    private static IEnumerable<string> Part(IEnumerable<string> names, string what) =>
        names.ToArray() is { Length: > 0 } some ? [$"{GrantEffects.Names(some, MostNames)} called it {what}"] : [];

    /// <summary>
    /// The callers by what they may do afterwards; those that may not call even now, and those for whom a doubt stays
    /// as it is, are left out.
    /// </summary>
    private ILookup<AccessOutcome, string> Called() => observed.Callers.Where(caller => caller.HasCalled)
        .Select(caller => (caller, Earlier: OutcomeOf(caller, before), Later: OutcomeOf(caller, after)))
        .Where(one => one.Earlier != AccessOutcome.Denied
            && (one.Later == AccessOutcome.Allowed || one.Later != one.Earlier))
        .ToLookup(one => one.Later, one => Name(one.caller));

    /// <summary>Allowed or denied if it is so at every port.</summary>
    private AccessOutcome OutcomeOf(ObservedCaller caller, AccessSnapshot read)
    {
        AccessParty? party = PartyOf(caller);
        AccessOutcome[] outcomes =
        [
            .. AccessPorts.Of(to, read.Services).Cast<AccessPort?>().DefaultIfEmpty()
                .Select(port => OutcomeOf(new AccessRequest(party, to) { Port = port }, read)).Distinct(),
        ];
        return outcomes is [var one] ? one : AccessOutcome.Unknown;
    }

    private AccessOutcome OutcomeOf(AccessRequest request, AccessSnapshot read) =>
        AccessRules.OutcomeOf(layers.Select(layer =>
        {
            AccessDecision decision = GrantEffects.Decide(layer, request, read);

            // The network knows pods that the mesh does not: a caller without a proxy may be one that it lets in.
            bool isAnyone = request.From is null && layer != AccessLayer.Mesh;
            return isAnyone && decision.Allowed == false ? decision with { Allowed = null } : decision;
        }));

    /// <summary>The caller as policies see it. Null if nothing is known of it.</summary>
    private AccessParty? PartyOf(ObservedCaller caller)
    {
        (string? space, string? account) = caller.Principal?.Split('/') is [_, "ns", var ns, "sa", var name]
            ? (ns, name)
            : ((string?)null, (string?)null);
        space = caller.Namespace ?? space;
        if (space is null) return null;
        AccessParty party = before.Parties.FirstOrDefault(one =>
            one.Kind != "Pod" && one.Namespace == space && one.Name == caller.Workload)
            ?? new AccessParty("Deployment", space, caller.Workload ?? account ?? "")
            {
                Labels = null,
                NamespaceLabels = ImmutableDictionary<string, string>.Empty.Add(NetworkGrant.NamespaceName, space),
            };
        return party with
        {
            ServiceAccount = account ?? party.ServiceAccount,
            Proxy = caller.Principal is null ? MeshProxy.None : MeshProxy.Sidecar,
        };
    }

    private string Name(ObservedCaller caller)
    {
        string name = caller switch
        {
            { Workload: null, Principal: null } => "callers without a proxy of the mesh",
            { Workload: null } => $"callers with the identity {caller.Principal}",
            _ when caller.Namespace == to.Namespace && caller.Workload == to.Name => "its own pods (among themselves)",
            { Principal: null } => $"{caller} (without mutual TLS)",
            _ => $"{caller}",
        };
        string[] counts =
        [
            .. Count(caller.Requests, "request"), .. Count(caller.Connections, "connection"),
        ];
        return $"{name} (about {string.Join(" and ", counts)})";
    }

    private static IEnumerable<string> Count(long count, string what) =>
        count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}")];
}
