namespace MicroK8s.Services.Spec;

/// <summary>
/// What the pods may do on their node. A container never gets more privileges than its parent process, unless asked
/// for: ordinary images run so. <see cref="RunAsNonRoot"/> asks for all that the Pod Security Standard "restricted"
/// demands.
/// </summary>
public sealed record SecuritySpec
{
    /// <summary>
    /// Whether no container may run as root, with any capability or without the runtime's system call filter.
    /// </summary>
    public bool RunAsNonRoot { get; init; }

    /// <summary>Whether the containers cannot write to their image's file system.</summary>
    public bool ReadOnlyRootFilesystem { get; init; }

    /// <summary>The user that processes run as. Null for the image's.</summary>
    public long? RunAsUser { get; init; }

    /// <summary>The group that processes run as. Null for the image's.</summary>
    public long? RunAsGroup { get; init; }

    /// <summary>The group that volumes belong to. Null to leave them as they are.</summary>
    public long? FsGroup { get; init; }

    /// <summary>Capabilities to take away, such as <c>ALL</c>.</summary>
    public IReadOnlyList<string> DropCapabilities { get; init; } = [];

    /// <summary>Capabilities to add, such as <c>NET_BIND_SERVICE</c>.</summary>
    public IReadOnlyList<string> AddCapabilities { get; init; } = [];

    /// <summary>Whether a process may get more privileges than its parent, as by <c>sudo</c>.</summary>
    public bool AllowPrivilegeEscalation { get; init; }

    /// <summary>
    /// The filter of system calls: <c>RuntimeDefault</c> or <c>Unconfined</c>. Null for the node's default.
    /// </summary>
    public string? SeccompProfile { get; init; }
}
