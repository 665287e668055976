namespace MicroK8s.Services.Spec;

/// <summary>How a probe asks.</summary>
public enum ProbeKind
{
    /// <summary>GET; any status from 200 to 399 is good.</summary>
    Http,

    /// <summary>Opens a connection.</summary>
    Tcp,

    /// <summary>Runs a command in the container; exit code 0 is good.</summary>
    Command,

    /// <summary>Asks by the gRPC health protocol; since Kubernetes 1.24.</summary>
    Grpc,
}
