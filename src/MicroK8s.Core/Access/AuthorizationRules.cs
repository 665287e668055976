using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>
/// What the mesh says to a request, in Istio's order: a CUSTOM policy that fits asks its provider, a DENY policy that
/// fits denies; without an ALLOW policy for the pods everything else is allowed, with one only what fits (istio.io,
/// "Authorization Policy"). AUDIT policies and those with the annotation <c>istio.io/dry-run</c> decide nothing.
/// </summary>
public static class AuthorizationRules
{
    /// <summary>The annotation of a policy that is only tried out.</summary>
    private const string DryRun = "istio.io/dry-run";

    /// <summary>The label of a gateway's pods, and of a waypoint's, with the name of their Gateway.</summary>
    private const string GatewayName = "gateway.networking.k8s.io/gateway-name";

    /// <summary>Whether the mesh lets a request through.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">What was read of the namespace of the called pods, and of the root namespace.</param>
    public static AccessDecision Decide(AccessRequest request, AccessSnapshot read)
    {
        AccessParty to = request.To;
        if (to.Proxy == MeshProxy.None) return OutsideMesh(to, read);
        if (to.Proxy is not null) return DecideInMesh(request, read);
        AccessDecision decision = DecideInMesh(request with { To = to with { Proxy = MeshProxy.Sidecar } }, read);
        return decision.Allowed != false ? decision : decision with
        {
            Allowed = null,
            DependsOn = [$"which pod of {to} is called: only some have a proxy of the mesh"],
        };
    }

    /// <summary>The action of a policy: ALLOW unless it says another one.</summary>
    /// <param name="policy">An AuthorizationPolicy.</param>
    public static string ActionOf(KubeObject policy) => policy.Json.Text("spec", "action") ?? "ALLOW";

    /// <summary>
    /// The policies that decide about pods, by namespace and name: those of their namespace and of the root namespace
    /// whose selector fits. AUDIT and dry runs decide nothing.
    /// </summary>
    /// <param name="read">What was read.</param>
    /// <param name="party">The pods that are called.</param>
    public static IReadOnlyList<KubeObject> Holding(AccessSnapshot read, AccessParty party) =>
    [
        .. read.AuthorizationPolicies
            .Where(policy => ActionOf(policy) != "AUDIT" && !IsDryRun(policy)
                && Selects(policy, party, read.RootNamespace))
            .OrderBy(policy => policy.Namespace, StringComparer.Ordinal)
            .ThenBy(policy => policy.Name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// Whether a policy is for pods. One with <c>targetRefs</c> is for the gateway or waypoint that it names, never for
    /// a sidecar or ztunnel.
    /// </summary>
    /// <param name="policy">An AuthorizationPolicy.</param>
    /// <param name="party">The pods.</param>
    /// <param name="rootNamespace">The root namespace of the mesh.</param>
    public static bool Selects(KubeObject policy, AccessParty party, string rootNamespace)
    {
        if (party.Namespace is null) return false;
        if (policy.Namespace != party.Namespace && policy.Namespace != rootNamespace) return false;
        IReadOnlyDictionary<string, string>? labels = party.Labels;
        JsonElement[] targets = [.. TargetsOf(policy)];
        if (targets.Length > 0)
        {
            return policy.Namespace == party.Namespace
                && labels?.GetValueOrDefault(GatewayName) is { } gateway
                && targets.Any(target => target.Text("kind") == "Gateway" && target.Text("name") == gateway);
        }

        JsonElement selector = policy.Json.At("spec", "selector") ?? default;
        return selector.Map("matchLabels").Count == 0
            || (labels is not null && LabelSelectors.Matches(selector, labels));
    }

    /// <summary>
    /// The policies for the Services of pods in ambient mode: the waypoint of the Service holds them, if it has one.
    /// </summary>
    /// <param name="read">What was read.</param>
    /// <param name="party">The pods that are called.</param>
    internal static IReadOnlyList<KubeObject> AtWaypoint(AccessSnapshot read, AccessParty party)
    {
        if (party.Proxy != MeshProxy.Ambient) return [];
        string[] services = [.. AccessPorts.ServicesOf(party, read.Services).Select(service => service.Name)];
        return
        [
            .. read.AuthorizationPolicies.Where(policy => policy.Namespace == party.Namespace && !IsDryRun(policy)
                && TargetsOf(policy).Any(target =>
                    target.Text("kind") == "Service" && services.Contains(target.Text("name")))),
        ];
    }

    private static IEnumerable<JsonElement> TargetsOf(KubeObject policy) => policy.Json.Items("spec", "targetRefs")
        .Concat(policy.Json.At("spec", "targetRef") is { } one ? [one] : []);

    private static bool IsDryRun(KubeObject policy) =>
        policy.Annotations.GetValueOrDefault(DryRun) is "true" or "True" or "TRUE" or "1" or "t" or "T";

    private static AccessDecision OutsideMesh(AccessParty to, AccessSnapshot read) => Holding(read, to) switch
    {
        [var policy, ..] => new AccessDecision(
            AccessLayer.Mesh, true,
            $"{to} has no proxy of the mesh, so {policy}, which selects it, has no effect."),
        _ => new AccessDecision(AccessLayer.Mesh, true, $"{to} has no proxy of the mesh."),
    };

    private static AccessDecision DecideInMesh(AccessRequest request, AccessSnapshot read)
    {
        MeshCaller caller = MeshCaller.Of(request, read);
        if (caller.Refusal is { } refusal) return refusal;

        // Ztunnel knows no HTTP; it takes rules as for TCP (istio.io, "Layer 4 policy").
        bool isHttp = request.Port?.IsHttp != false && request.To.Proxy != MeshProxy.Ambient;
        Rule[] rules =
        [
            .. Holding(read, request.To).SelectMany(policy => policy.Json.Items("spec", "rules").Select((rule, index) =>
                new Rule(
                    policy, $"{policy} rule {index + 1}",
                    new AuthorizationMatch(request, policy, caller.HasIdentity, isHttp).Fits(rule)))),
        ];
        if (rules.FirstOrDefault(rule => rule.Action == "DENY" && rule.Match.Holds == true) is { } deny)
        {
            return new AccessDecision(AccessLayer.Mesh, false, $"{deny.Name} denies it.") { Rule = deny.Name };
        }

        string[] gaps = [.. read
            .GapsOf(ResourceTypes.AuthorizationPolicy, request.To.Namespace, read.RootNamespace)
            .Select(gap => $"{gap}")];
        AccessDecision last = Allow(request, read, rules, caller);
        if (last.Allowed == false && gaps.Length == 0) return last;
        string[] doubts =
        [
            .. caller.Doubts, .. gaps,
            .. rules.Where(rule => rule.Action == "CUSTOM").SelectMany(rule => rule.CustomDoubts),
            .. rules.Where(rule => rule.Action == "DENY").SelectMany(rule => rule.Match.Doubts),
            .. AtWaypoint(read, request.To).Select(policy => $"whether a waypoint enforces {policy}"),
        ];
        if (doubts.Length == 0) return last;
        Rule? undecided = rules.FirstOrDefault(rule => rule.Action == "CUSTOM" && rule.Match.Holds != false)
            ?? rules.FirstOrDefault(rule => rule.Action == "DENY" && rule.Match.Holds is null);
        return Unknown(undecided?.Name ?? last.Rule, [.. doubts.Concat(last.DependsOn).Distinct()]);
    }

    /// <summary>What the ALLOW policies say, if no other one denies.</summary>
    private static AccessDecision Allow(
        AccessRequest request, AccessSnapshot read, IReadOnlyList<Rule> rules, MeshCaller caller)
    {
        KubeObject[] policies = [.. Holding(read, request.To).Where(policy => ActionOf(policy) == "ALLOW")];
        if (policies.Length == 0)
        {
            return new AccessDecision(
                AccessLayer.Mesh, true,
                rules.Count == 0
                    ? $"No AuthorizationPolicy selects {request.To}, so every request is allowed."
                    : $"No AuthorizationPolicy denies it, and no ALLOW policy selects {request.To}.");
        }

        Rule[] allows = [.. rules.Where(rule => rule.Action == "ALLOW")];
        if (allows.FirstOrDefault(rule => rule.Match.Holds == true) is { } fitting)
        {
            return new AccessDecision(AccessLayer.Mesh, true, $"{fitting.Name} allows it.") { Rule = fitting.Name };
        }

        if (allows.FirstOrDefault(rule => rule.Match.Holds is null) is { } open)
        {
            return Unknown(open.Name, [.. allows.SelectMany(rule => rule.Match.Doubts).Distinct()]);
        }

        string names = string.Join(", ", policies.Select(policy => $"{policy.Namespace}/{policy.Name}"));
        string which = policies.Length == 1
            ? $"AuthorizationPolicy {names} selects {request.To}, and none of its rules allows it"
            : $"AuthorizationPolicies {names} select {request.To}, and none of their rules allows it";
        return new AccessDecision(AccessLayer.Mesh, false, $"{which}{caller.Reason}.") { Rule = $"{policies[0]}" };
    }

    private static AccessDecision Unknown(string? rule, IReadOnlyList<string> doubts) => new(
        AccessLayer.Mesh, null, $"It depends on {string.Join("; ", doubts)}{(rule is null ? "" : $" ({rule})")}.")
    {
        Rule = rule,
        DependsOn = doubts,
    };

    private sealed record Rule(KubeObject Policy, string Name, AccessMatch Match)
    {
        public string Action => ActionOf(Policy);

        public IEnumerable<string> CustomDoubts => Match.Holds == false
            ? []
            : Match.Doubts.Prepend($"what the provider {Policy.Json.Text("spec", "provider", "name")} decides");
    }
}
