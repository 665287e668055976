using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>
/// Whether pods take requests without mutual TLS (istio.io, "PeerAuthentication"): the policy that selects the pods,
/// else that of their namespace, else that of the root namespace; UNSET inherits, and PERMISSIVE is the default.
/// </summary>
public static class PeerAuthenticationRules
{
    /// <summary>The mode of a port, and the policy that says it.</summary>
    /// <param name="read">What was read of the namespace and of the root namespace.</param>
    /// <param name="party">The pods that are called.</param>
    /// <param name="port">The port. Null if it is not known: then the modes of single ports are left out.</param>
    /// <returns>STRICT, PERMISSIVE or DISABLE; the policy is null if it is the default.</returns>
    public static (string Mode, KubeObject? Policy) ModeOf(AccessSnapshot read, AccessParty party, AccessPort? port)
    {
        foreach (KubeObject policy in InOrder(read, party))
        {
            string? ofPort = port is null ? null : policy.Json.Text("spec", "portLevelMtls", $"{port.Number}", "mode");
            if (IsSet(ofPort)) return (ofPort!, policy);
            string? mode = policy.Json.Text("spec", "mtls", "mode");
            if (IsSet(mode)) return (mode!, policy);
        }

        return ("PERMISSIVE", null);
    }

    /// <summary>Whether some port of the pods has a mode of its own.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="party">The pods that are called.</param>
    internal static bool DependsOnPort(AccessSnapshot read, AccessParty party) =>
        InOrder(read, party).Any(policy => policy.Json.At("spec", "portLevelMtls") is not null);

    /// <summary>The narrower policy first; of several of the same width the oldest counts.</summary>
    private static IEnumerable<KubeObject> InOrder(AccessSnapshot read, AccessParty party)
    {
        IEnumerable<KubeObject> own = read.PeerAuthentications.Where(policy => policy.Namespace == party.Namespace);
        IEnumerable<KubeObject> root = read.PeerAuthentications.Where(policy => policy.Namespace == read.RootNamespace);
        return
        [
            .. Oldest(own.Where(policy => HasSelector(policy)
                && LabelSelectors.Matches(SelectorOf(policy), party.Labels ?? new Dictionary<string, string>()))),
            .. Oldest(own.Where(policy => !HasSelector(policy))),
            .. Oldest(root.Where(policy => !HasSelector(policy))),
        ];
    }

    private static IEnumerable<KubeObject> Oldest(IEnumerable<KubeObject> policies) => policies
        .OrderBy(policy => policy.Created ?? DateTimeOffset.MaxValue)
        .ThenBy(policy => policy.Name, StringComparer.Ordinal).Take(1);

    private static JsonElement SelectorOf(KubeObject policy) => policy.Json.At("spec", "selector") ?? default;

    private static bool HasSelector(KubeObject policy) => SelectorOf(policy).Map("matchLabels").Count > 0;

    private static bool IsSet(string? mode) => mode is not (null or "" or "UNSET");
}
