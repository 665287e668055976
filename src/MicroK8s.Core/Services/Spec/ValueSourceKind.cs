namespace MicroK8s.Services.Spec;

/// <summary>What the value of an environment variable can be taken from.</summary>
public enum ValueSourceKind
{
    /// <summary>A key of a ConfigMap.</summary>
    ConfigMap,

    /// <summary>A key of a Secret.</summary>
    Secret,

    /// <summary>A field of the pod, such as <c>status.podIP</c>.</summary>
    Field,

    /// <summary>A request or limit of the container, such as <c>limits.cpu</c>.</summary>
    Resource,
}
