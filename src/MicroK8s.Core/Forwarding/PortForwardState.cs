namespace MicroK8s.Forwarding;

/// <summary>Whether a port-forward can be used.</summary>
public enum PortForwardState
{
    /// <summary>The next connection goes to a ready pod.</summary>
    Ready,

    /// <summary>No pod is ready; connections wait for one.</summary>
    Waiting,

    /// <summary>The local port is closed.</summary>
    Closed,
}
