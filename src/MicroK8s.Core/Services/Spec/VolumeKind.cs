namespace MicroK8s.Services.Spec;

/// <summary>What a mount shows.</summary>
public enum VolumeKind
{
    /// <summary>The keys of a ConfigMap, as files.</summary>
    ConfigMap,

    /// <summary>The keys of a Secret, as files.</summary>
    Secret,

    /// <summary>An empty folder that lives as long as the pod.</summary>
    EmptyDir,

    /// <summary>A PersistentVolumeClaim.</summary>
    Claim,

    /// <summary>A folder or file of the node.</summary>
    HostPath,
}
