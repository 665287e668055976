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

    /// <summary>The service mesh.</summary>
    Mesh,
}
