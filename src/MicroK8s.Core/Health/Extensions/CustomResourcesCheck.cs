using MicroK8s.Resources;

namespace MicroK8s.Health.Extensions;

/// <summary>Whether the server serves the kinds that were defined.</summary>
public sealed class CustomResourcesCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "CustomResources";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public string Summary => "CustomResourceDefinitions are established and their names accepted";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ExtensionCodes.OfDefinitions;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [new HealthList(ResourceTypes.CustomResourceDefinition)],
        new HealthSum("CustomResourceDefinition", "Established"), Judge);

    private static IEnumerable<HealthProblem> Judge(KubeObject definition) =>
        ((string[])["NamesAccepted", "Established"]).Select(type => definition.Condition(type))
            .Where(condition => condition.Text("status") == "False").Take(1)
            .Select(condition => new HealthProblem(
                ExtensionCodes.DefinitionInvalid,
                $"{condition.Text("type")} is False: {condition.Text("reason")}: {condition.Text("message")}",
                "Give the kind names that no other definition has"));
}
