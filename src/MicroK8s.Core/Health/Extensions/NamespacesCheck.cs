using MicroK8s.Resources;

namespace MicroK8s.Health.Extensions;

/// <summary>Whether namespaces that were removed are gone.</summary>
public sealed class NamespacesCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Namespaces";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public string Summary => "No namespace is stuck in Terminating";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ExtensionCodes.OfNamespaces;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => NamespaceRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [new HealthList(ResourceTypes.Namespace)], new HealthSum("namespace", "Not stuck in Terminating"),
        space => NamespaceRules.Judge(space, scope));
}
