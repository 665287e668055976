namespace MicroK8s.Health;

/// <summary>Which part of the cluster a health check looks at.</summary>
public enum HealthCategory
{
    /// <summary>The API server and the control loops.</summary>
    ControlPlane,

    /// <summary>The nodes.</summary>
    Nodes,

    /// <summary>What the cluster itself runs, in kube-system.</summary>
    System,

    /// <summary>Services, names and routes.</summary>
    Network,

    /// <summary>What the users run.</summary>
    Workloads,

    /// <summary>Volumes and the claims to them.</summary>
    Storage,

    /// <summary>Certificates and who signs them.</summary>
    Security,

    /// <summary>The service mesh.</summary>
    Mesh,

    /// <summary>Metrics, monitors, logs and events.</summary>
    Observability,
}
