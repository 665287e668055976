namespace MicroK8s.Access;

/// <summary>Which proxy of Istio the traffic of a pod goes through: it enforces the mesh's policies.</summary>
public enum MeshProxy
{
    /// <summary>None: no AuthorizationPolicy holds for the pod, and it has no identity as a caller.</summary>
    None,

    /// <summary>A sidecar in the pod.</summary>
    Sidecar,

    /// <summary>The node's ztunnel (ambient mode): it knows identities and ports, but no HTTP.</summary>
    Ambient,
}
