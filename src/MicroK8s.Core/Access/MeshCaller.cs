using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>Who a caller is to the mesh: mutual TLS gives it an identity, and may be asked for.</summary>
/// <param name="HasIdentity">
/// Whether it shows a certificate of the mesh: both ends have a proxy, and mutual TLS is not turned off. Null if that
/// is not known.
/// </param>
internal sealed record MeshCaller(bool? HasIdentity)
{
    /// <summary>The refusal of a caller without a certificate. Null if it is not refused for that.</summary>
    public AccessDecision? Refusal { get; private init; }

    /// <summary>What would have to be known of it; empty if all is.</summary>
    public IReadOnlyList<string> Doubts { get; private init; } = [];

    /// <summary>Why no rule that asks for an identity fits, as the end of a sentence; empty if it has one.</summary>
    public string Reason { get; private init; } = "";

    public static MeshCaller Of(AccessRequest request, AccessSnapshot read)
    {
        bool? hasProxy = request.From is null or { IsOutside: true } ? false : request.From.Proxy switch
        {
            null => null,
            MeshProxy.None => false,
            _ => true,
        };
        string[] gaps = [.. read
            .GapsOf(ResourceTypes.PeerAuthentication, request.To.Namespace, read.RootNamespace)
            .Select(gap => $"{gap}")];
        (string mode, KubeObject? policy) = PeerAuthenticationRules.ModeOf(read, request.To, request.Port);
        bool portDecides = request.Port is null && PeerAuthenticationRules.DependsOnPort(read, request.To);
        if (gaps.Length > 0 || portDecides)
        {
            IReadOnlyList<string> doubts =
                gaps.Length > 0 ? gaps : ["the port: some have a mutual TLS mode of their own"];
            return new MeshCaller(hasProxy == false ? false : null) { Doubts = doubts };
        }

        string name = request.From?.ToString() ?? "the caller";
        return (mode, hasProxy) switch
        {
            ("STRICT", false) => new MeshCaller(false)
            {
                Refusal = new AccessDecision(
                    AccessLayer.Mesh, false,
                    $"{policy} takes only mutual TLS (STRICT), and {name} has no proxy of the mesh.")
                {
                    Rule = $"{policy}",
                },
            },
            ("STRICT", null) => new MeshCaller((bool?)null)
            {
                Doubts = [$"whether {name} has a proxy of the mesh: {policy} takes only mutual TLS"],
            },
            ("DISABLE", not false) => new MeshCaller(false)
            {
                Reason = $"; {policy} turns mutual TLS off, so no caller has an identity",
            },
            (_, false) => new MeshCaller(false)
            {
                Reason = $"; {name} has no proxy of the mesh, so it has no identity",
            },
            _ => new MeshCaller(hasProxy),
        };
    }
}
