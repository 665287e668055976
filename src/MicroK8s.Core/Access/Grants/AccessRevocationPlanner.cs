using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Access.Grants;

/// <summary>Plans how grants are taken back: only what this module made for them goes.</summary>
public static class AccessRevocationPlanner
{
    private static readonly AccessLayer[] Closing = [AccessLayer.NetworkIngress, AccessLayer.Mesh];

    /// <summary>Plans a revocation.</summary>
    /// <param name="request">Which grants.</param>
    /// <param name="read">What was read of the namespaces of both ends.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: there is no such grant; AccessDenied: policies may not be read; AlreadyExists: the policy that
    /// keeps it closed has the name of another one. Without force also ProtectedObject: a namespace of the cluster, or
    /// the service would be open to everyone.
    /// </exception>
    public static AccessChangePlan Plan(AccessRevocationRequest request, AccessSnapshot read)
    {
        AccessGap[] gaps =
        [
            .. read.GapsOf(ResourceTypes.NetworkPolicy, request.Namespace, request.FromNamespace),
            .. read.GapsOf(ResourceTypes.AuthorizationPolicy, request.Namespace, request.FromNamespace),
        ];
        if (gaps.Length > 0) throw gaps[0].Denial;

        string to = $"{request.Namespace}/{request.To}";
        ObjectDeletion[] grants = [.. Find(read, request, to)];
        if (grants.Length == 0) throw NotFound(request, read, to);
        if (!request.Force) ProtectionRules.Check($"access to {to}", request.To, request.Namespace, []);
        AccessParty? target = Target(request, read);
        AccessLayer[] open = target is null ? [] : [.. Opening(read, target, grants)];
        ObjectCreation[] closed = request.KeepClosed ? [.. open.Select(layer => Close(read, layer, to, grants))] : [];

        // First closed, then revoked: in between nobody comes in who could not before.
        ObjectWrite[] writes = [.. closed, .. grants];
        AccessSnapshot after = GrantObjects.After(read, writes);
        AccessLayer[] stillClosed =
            target is null ? [] : [.. Closing.Where(layer => GrantEffects.IsClosed(layer, after, target))];
        string[] opened = request.KeepClosed
            ? []
            : [.. open.Select(layer => layer == AccessLayer.Mesh ? "mesh" : "network")];
        if (opened.Length > 0 && !request.Force) throw Opens(to, opened);
        return new AccessChangePlan(
            $"Revoke the access of {Callers(grants, to)} to {to}", writes,
            [
                .. opened.Select(layer =>
                    $"No other policy closes {to} in the {layer}: everyone may call it afterwards."),
                .. closed.Select(made => $"{made.Target} keeps {to} closed to everyone. Revoke-MicroServiceAccess "
                    + $"-To {request.To} -From * -Namespace {request.Namespace} -Force removes it."),
                .. target is null || stillClosed.Length == 0
                    ? []
                    : new CallerEffects(request.Callers, target, stillClosed, read, after).Losses(),
                .. Remaining(read, after, grants, target, to),
                .. OpenedEgress(read, grants),
            ]);
    }

    /// <summary>
    /// Whether a revocation takes access away from someone, so that it matters who calls: the pods stay closed.
    /// </summary>
    /// <param name="request">Which grants.</param>
    /// <param name="read">What was read of the namespaces of both ends.</param>
    public static bool Closes(AccessRevocationRequest request, AccessSnapshot read)
    {
        ObjectDeletion[] grants = [.. Find(read, request, $"{request.Namespace}/{request.To}")];
        AccessSnapshot after = GrantObjects.After(read, grants);
        return grants.Length > 0 && Target(request, read) is { } target
            && (request.KeepClosed || Closing.Any(layer => GrantEffects.IsClosed(layer, after, target)));
    }

    /// <summary>The pods that are called. Null if they are gone.</summary>
    private static AccessParty? Target(AccessRevocationRequest request, AccessSnapshot read) =>
        read.Parties.FirstOrDefault(party =>
            party.Kind != "Pod" && party.Namespace == request.Namespace && party.Name == request.To);

    private static IEnumerable<ObjectDeletion> Find(
        AccessSnapshot read, AccessRevocationRequest request, string to) =>
        from type in (ResourceType[])[ResourceTypes.NetworkPolicy, ResourceTypes.AuthorizationPolicy]
        from policy in GrantObjects.PoliciesOf(read, type)
        let caller = GrantObjects.CallerIn(policy, to)
        where caller is not null && IsMeant(caller, request)
        select new ObjectDeletion(new ResourceRef(type, policy.Namespace, policy.Name), policy);

    private static bool IsMeant(string caller, AccessRevocationRequest request)
    {
        if (caller == GrantObjects.Nobody) return request.All && !request.KeepClosed;
        if (caller == GrantObjects.Everyone) return request.All || request.Everyone;
        string[] parts = caller.Split('/', 2);
        return parts.Length == 2 && parts[0] == request.FromNamespace && request.IsFrom(parts[1]);
    }

    /// <summary>The layers that would be open to everyone.</summary>
    private static IEnumerable<AccessLayer> Opening(
        AccessSnapshot read, AccessParty target, IReadOnlyList<ObjectDeletion> grants)
    {
        AccessSnapshot without = GrantObjects.After(read, grants);
        return Closing.Where(layer => GrantEffects.IsClosed(layer, read, target)
            && !GrantEffects.IsClosed(layer, without, target));
    }

    private static ObjectCreation Close(
        AccessSnapshot read, AccessLayer layer, string to, IReadOnlyList<ObjectDeletion> grants)
    {
        string[] parts = to.Split('/', 2);
        ResourceRef target = GrantObjects.ClosedRef(layer, parts[0], parts[1]);
        if (GrantObjects.Find(read, target, to, GrantObjects.Nobody) is not null)
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists, $"{target} is there already, but it does not close {to}.", target.Name,
                $"Remove it, or use -Force to open {to} to everyone.");
        }

        JsonNode? spec = grants.First(grant => grant.Target.Type == target.Type
            && grant.Target.Namespace == target.Namespace && grant.Read.Json.At("spec", "egress") is null)
            .Read.ToNode()["spec"];
        return GrantObjects.Create(
            target, to, GrantObjects.Nobody,
            layer == AccessLayer.Mesh
                ? MeshGrant.Closed(spec?["selector"])
                : NetworkGrant.Closed(spec?["podSelector"]));
    }

    /// <summary>Who may still call, by policies of others.</summary>
    private static IEnumerable<string> Remaining(
        AccessSnapshot read, AccessSnapshot after, IReadOnlyList<ObjectDeletion> grants, AccessParty? target, string to)
    {
        if (target is null) yield break;
        foreach (string caller in CallersOf(grants, to))
        {
            AccessParty? from = read.Parties.FirstOrDefault(party => party.Kind != "Pod" && $"{party}" == caller);
            if (from is null && caller != GrantObjects.Everyone) continue;
            foreach (AccessLayer layer in Closing.Where(layer => GrantEffects.IsClosed(layer, after, target)
                && grants.Any(grant => grant.Target.Type == GrantObjects.TypeOf(layer))))
            {
                AccessDecision decision = GrantEffects.Decide(layer, new AccessRequest(from, target), after);
                if (decision.Allowed == true) yield return $"{caller} may still call {to}: {decision.Why}";
                else if (decision.Allowed is null) yield return $"{caller} may still call {to} in part: {decision.Why}";
            }
        }
    }

    /// <summary>Callers whose egress only our policy closed, because others have taken theirs away meanwhile.</summary>
    private static IEnumerable<string> OpenedEgress(AccessSnapshot read, IReadOnlyList<ObjectDeletion> grants)
    {
        AccessSnapshot after = GrantObjects.After(read, grants);
        return read.Parties.Where(party => party.Kind != "Pod"
                && GrantEffects.IsClosed(AccessLayer.NetworkEgress, read, party)
                && !GrantEffects.IsClosed(AccessLayer.NetworkEgress, after, party))
            .Select(party => $"No other policy closes {party} for egress: it may connect to anyone now.");
    }

    private static IEnumerable<string> CallersOf(IEnumerable<ObjectDeletion> grants, string to) => grants
        .Select(grant => GrantObjects.CallerIn(grant.Read, to)!).Where(caller => caller != GrantObjects.Nobody)
        .Distinct().Order(StringComparer.Ordinal);

    private static string Callers(IReadOnlyList<ObjectDeletion> grants, string to) =>
        CallersOf(grants, to).ToArray() is { Length: > 0 } callers ? string.Join(", ", callers) : "nobody";

    private static ClusterException Opens(string to, string[] layers) => new(
        ClusterFault.ProtectedObject,
        $"Cannot revoke without -Force: these are the last policies that close {to} in the "
        + $"{string.Join(" and in the ", layers)}. Without them everyone may call it.",
        to, "Use -KeepClosed to leave it closed to everyone, or -Force to open it.");

    private static ClusterException NotFound(AccessRevocationRequest request, AccessSnapshot read, string to)
    {
        string[] callers =
        [
            .. read.NetworkPolicies.Concat(read.AuthorizationPolicies)
                .Select(policy => GrantObjects.CallerIn(policy, to)).OfType<string>().Distinct()
                .Order(StringComparer.Ordinal),
        ];
        string who = request.Everyone ? GrantObjects.Everyone : $"{request.FromNamespace}/{request.From}";
        return new ClusterException(
            ClusterFault.ResourceNotFound, $"There is no grant of {who} to {to} that this module made.", request.To,
            callers.Length > 0
                ? $"There are grants of {string.Join(", ", callers)}."
                : $"Get-MicroServiceAccess {request.To} -Namespace {request.Namespace} shows the policies of others.");
    }
}
