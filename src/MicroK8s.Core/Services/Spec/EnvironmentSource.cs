namespace MicroK8s.Services.Spec;

/// <summary>A ConfigMap or Secret whose every key is an environment variable.</summary>
/// <param name="IsSecret">Whether it is a Secret; else it is a ConfigMap.</param>
/// <param name="Name">Its name.</param>
/// <param name="Prefix">What is put before every key. Empty for nothing.</param>
/// <param name="IsOptional">Whether the container starts without it.</param>
public sealed record EnvironmentSource(bool IsSecret, string Name, string Prefix = "", bool IsOptional = false)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(IsSecret ? "Secret" : "ConfigMap")} {Name}";
}
