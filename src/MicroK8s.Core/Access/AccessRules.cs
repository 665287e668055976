using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>Whether a request comes through all layers.</summary>
public static class AccessRules
{
    /// <summary>What each layer says, in the order of <see cref="AccessLayer"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">What was read of the namespaces of both ends.</param>
    public static IReadOnlyList<AccessDecision> Decide(AccessRequest request, AccessSnapshot read) =>
    [
        NetworkPolicyRules.Egress(request, read), NetworkPolicyRules.Ingress(request, read),
        AuthorizationRules.Decide(request, read),
    ];

    /// <summary>The answer of several layers: one that denies decides, then one that is not known.</summary>
    /// <param name="decisions">What the layers say.</param>
    public static AccessOutcome OutcomeOf(IEnumerable<AccessDecision> decisions)
    {
        bool?[] answers = [.. decisions.Select(decision => decision.Allowed)];
        if (answers.Contains(false)) return AccessOutcome.Denied;
        return answers.Contains(null) ? AccessOutcome.Unknown : AccessOutcome.Allowed;
    }

    /// <summary>The answer to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">What was read of the namespaces of both ends.</param>
    public static AccessVerdict Judge(AccessRequest request, AccessSnapshot read)
    {
        IReadOnlyList<AccessDecision> decisions = Decide(request, read);
        AccessOutcome outcome = OutcomeOf(decisions);
        AccessDecision[] decisive = outcome switch
        {
            AccessOutcome.Denied => [decisions.First(decision => decision.Allowed == false)],
            AccessOutcome.Unknown => [.. decisions.Where(decision => decision.Allowed is null)],
            _ when decisions.Where(decision => decision.Rule is not null).ToArray() is { Length: > 0 } ruled => ruled,
            _ => [.. decisions.Where(decision => decision.Layer != AccessLayer.NetworkEgress)],
        };
        return new AccessVerdict(
            request.From?.Name ?? "anyone", request.From?.Namespace, request.To.Name, request.To.Namespace ?? "",
            outcome)
        {
            Port = request.Port?.Number,
            Protocol = request.Port?.Protocol,
            Method = request.Method,
            Path = request.Path,
            HostName = request.Host,
            Rule = decisive[^1].Rule,
            Why = string.Join(' ', decisive.Select(decision => decision.Why)),
            Egress = decisions[0],
            Ingress = decisions[1],
            Mesh = decisions[2],
            DependsOn = outcome == AccessOutcome.Unknown
                ? [.. decisions.SelectMany(decision => decision.DependsOn).Distinct()]
                : [],
            Assumptions = [.. Assumptions(request, read, decisions)],
        };
    }

    private static IEnumerable<string> Assumptions(
        AccessRequest request, AccessSnapshot read, IReadOnlyList<AccessDecision> decisions)
    {
        if (decisions.Any(decision => decision.Layer != AccessLayer.Mesh && decision.Rule is not null))
        {
            yield return "The network plugin of the cluster enforces NetworkPolicies.";
        }

        if (request.To.Proxy is null or MeshProxy.None) yield break;
        IReadOnlyList<KubeObject> policies = AuthorizationRules.Holding(read, request.To);
        if (policies.Count == 0) yield break;
        yield return $"The root namespace of the mesh is {read.RootNamespace}, its trust domain "
            + $"{AccessParty.DefaultTrustDomain}.";
        if (request.From?.Proxy is not (null or MeshProxy.None))
        {
            yield return $"{request.From} sends mutual TLS: no DestinationRule turns it off.";
        }

        if (request.Port is { IsHttp: null } && request.To.Proxy == MeshProxy.Sidecar)
        {
            yield return $"Port {request.Port} carries HTTP: no Service's port says otherwise.";
        }

        bool hasHttp = request.Method is not null || request.Path is not null || request.Host is not null;
        if (!hasHttp) yield break;
        if (request.To.Proxy == MeshProxy.Ambient)
        {
            yield return "Ztunnel sees no method, path or host; only a waypoint would.";
        }
        else if (request.Port?.IsHttp == false)
        {
            yield return $"Port {request.Port} is not HTTP by its Service, so method, path and host are not looked at.";
        }
    }
}
