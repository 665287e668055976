using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Access.Grants;

/// <summary>What makes a grant impossible: a policy that would have no effect, or shut out the very caller.</summary>
internal static class GrantChecks
{
    /// <summary>Throws if what is asked for cannot be held by the layers that are to hold it.</summary>
    /// <exception cref="ClusterException">InvalidSpec, KindNotSupported.</exception>
    public static void Input(
        AccessGrantRequest request, GrantParty to, IReadOnlyList<AccessLayer> layers, IReadOnlyList<AccessPort> ports)
    {
        bool mesh = layers.Contains(AccessLayer.Mesh);
        _ = GrantInput.Methods(request.Methods);
        foreach (string path in request.Paths) GrantInput.CheckPath(path);
        (string Parameter, string Value)? http = request.Methods is [var method, ..] ? ("Method", method)
            : request.Paths is [var first, ..] ? ("Path", first) : null;
        if (http is { } rule) CheckHttp(rule.Parameter, rule.Value, to, mesh, ports);
        if (mesh) CheckMesh(request, to);
        if (layers.Contains(AccessLayer.NetworkIngress) && to.Party.UsesHostNetwork)
        {
            throw InvalidInput.Of(
                "To", to.Name, "uses the network of its node (hostNetwork), where NetworkPolicies are not defined",
                "Use -Mesh if its pods have a sidecar.");
        }
    }

    /// <summary>Throws if policies that decide may not be read: then nobody can say what the grant changes.</summary>
    /// <exception cref="ClusterException">AccessDenied.</exception>
    public static void Readable(
        AccessSnapshot read, GrantParty to, IEnumerable<GrantCaller> from, IReadOnlyList<AccessLayer> layers)
    {
        IEnumerable<AccessGap> gaps =
        [
            .. layers.Contains(AccessLayer.NetworkIngress)
                ? read.GapsOf(
                    ResourceTypes.NetworkPolicy,
                    [to.Namespace, .. from.Select(caller => caller.Pods?.Namespace).OfType<string>()])
                : [],
            .. layers.Contains(AccessLayer.Mesh) ? read.GapsOf(ResourceTypes.AuthorizationPolicy, to.Namespace) : [],
        ];
        if (gaps.FirstOrDefault() is { } gap) throw gap.Denial;
    }

    /// <summary>Throws if a NetworkPolicy cannot let the caller in.</summary>
    /// <returns>A warning. Null if there is none.</returns>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static string? Network(GrantParty to, GrantParty from) => !from.Party.UsesHostNetwork
        ? NetworkGrant.CheckNamespace(to, from)
        : throw InvalidInput.Of(
            "From", from.Name,
            "uses the network of its node (hostNetwork), so no NetworkPolicy can tell it from the node",
            "Run it without hostNetwork, or use -Mesh if it has a sidecar.");

    /// <summary>Throws if an AuthorizationPolicy cannot let the caller in: it has no identity.</summary>
    /// <returns>A warning. Null if there is none.</returns>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static string? Mesh(AccessSnapshot read, GrantParty to, GrantParty from, IReadOnlyList<AccessPort> ports)
    {
        if (from.Party.Proxy == MeshProxy.None)
        {
            throw InvalidInput.Of(
                "From", from.Name,
                "has no proxy of the mesh, so it has no identity that a policy could allow: the grant would shut it "
                + "out",
                "Add it to the mesh (label istio-injection=enabled on its namespace) and restart it, or use -Network.");
        }

        IEnumerable<AccessPort?> called = ports.Count > 0
            ? ports
            : AccessPorts.Of(to.Party, read.Services).Cast<AccessPort?>().DefaultIfEmpty();
        foreach (AccessPort? port in called)
        {
            (string mode, KubeObject? policy) = PeerAuthenticationRules.ModeOf(read, to.Party, port);
            if (mode != "DISABLE") continue;
            throw InvalidInput.Of(
                "To", to.Name,
                $"takes no mutual TLS{(port is null ? "" : $" at port {port}")} ({policy}), so no caller has an "
                + "identity that a policy could allow",
                "Turn mutual TLS on, or use -Network.");
        }

        return from.Party.Proxy is null
            ? $"Not all pods of {from} have a proxy of the mesh, or that is not known: those without one are shut out. "
                + $"Restart-MicroService {from.Name} -Namespace {from.Namespace} replaces them."
            : null;
    }

    private static void CheckHttp(
        string parameter, string value, GrantParty to, bool mesh, IReadOnlyList<AccessPort> ports)
    {
        if (!mesh)
        {
            throw InvalidInput.Of(
                parameter, value, "needs the mesh: a NetworkPolicy knows ports, but neither methods nor paths",
                to.Party.Proxy is MeshProxy.None ? $"{to} is not in the mesh; use -Port instead." : "Add -Mesh.");
        }

        if (to.Party.Proxy == MeshProxy.Ambient)
        {
            throw InvalidInput.Of(
                parameter, value,
                $"cannot be held for {to}: it is in ambient mode, and ztunnel denies every request to a policy with "
                + "methods or paths",
                "Leave it out, or restrict by -Port.");
        }

        if (ports.FirstOrDefault(port => port.IsHttp == false) is { } tcp)
        {
            throw InvalidInput.Of(
                parameter, value,
                $"can match nothing at port {tcp}: by the name of the Service's port it is not HTTP",
                "Give the Service's port a name such as http or http-web, or its appProtocol.");
        }
    }

    private static void CheckMesh(AccessGrantRequest request, GrantParty to)
    {
        if (!request.IsMeshServed)
        {
            throw new ClusterException(
                ClusterFault.KindNotSupported,
                "The server has no AuthorizationPolicies (security.istio.io): Istio is not installed.", to.Name,
                "Use -Network.");
        }

        if (to.Party.Proxy == MeshProxy.None)
        {
            throw InvalidInput.Of(
                "To", to.Name, "has no proxy of the mesh, so an AuthorizationPolicy has no effect on it",
                "Use -Network, or add it to the mesh (label istio-injection=enabled on its namespace) and restart it.");
        }
    }
}
