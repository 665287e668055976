namespace MicroK8s.Access;

/// <summary>Where a request can be stopped, in the order in which it comes by.</summary>
public enum AccessLayer
{
    /// <summary>NetworkPolicies that select the pods of the caller: where they may connect to.</summary>
    NetworkEgress,

    /// <summary>NetworkPolicies that select the pods that are called: who may connect to them.</summary>
    NetworkIngress,

    /// <summary>PeerAuthentications and AuthorizationPolicies, held by the proxy of the called pods.</summary>
    Mesh,
}
