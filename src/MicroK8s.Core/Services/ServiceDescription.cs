using System.Text;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Says what a plan makes, for the question whether it is to be made.</summary>
internal static class ServiceDescription
{
    public static string Of(ServiceSpec spec, IReadOnlyList<ObjectCreation> others)
    {
        var text = new StringBuilder($"Create microservice {spec.Namespace}/{spec.Name}");
        text.Append($"\n  {spec.Kind} {spec.Name}");
        foreach ((string field, string? value) in OfPods(spec).Concat(OfRollout(spec)))
        {
            if (!string.IsNullOrEmpty(value)) text.Append($"\n    {field,-15} {value}");
        }

        foreach (ObjectCreation other in others)
        {
            text.Append($"\n  {other.Type.Kind} {other.Target.Name}");
            foreach ((string field, string value) in Lines(spec, other)) text.Append($"\n    {field,-15} {value}");
        }

        if (others.All(other => other.Type != ResourceTypes.Service))
        {
            text.Append($"\n  no Service, because of {Why(spec)}");
        }
        return text.ToString();
    }

    /// <summary>Why there is no Service.</summary>
    public static string Why(ServiceSpec spec) =>
        spec.ServiceType == ExposureSpec.None ? "-ServiceType None" : "no -Port";

    private static IEnumerable<(string Field, string? Value)> OfPods(ServiceSpec spec) =>
    [
        ("image", spec.Image.Text),
        ("replicas", spec.Kind == WorkloadKind.DaemonSet ? null : $"{spec.Replicas ?? spec.Autoscale?.Min ?? 1}"),
        ("command", Join(spec.Command.Select(word => $"'{word}'"))),
        ("arguments", Join(spec.Arguments.Select(word => $"'{word}'"))),
        ("init containers", Join(spec.InitContainers.Select(container => container.Name))),
        ("liveness", spec.LivenessProbe?.ToString()),
        ("readiness", spec.ReadinessProbe?.ToString()),
        ("startup", spec.StartupProbe?.ToString()),
        ("request", Join(spec.Requests.Select(pair => $"{pair.Key} {pair.Value.Text}"))),
        ("limit", Join(spec.Limits.Select(pair => $"{pair.Key} {pair.Value.Text}"))),
        ("environment", Join(spec.Environment) is { } variables ? $"{variables} (values not shown)" : null),
        ("variables of", Join(spec.EnvironmentSources)),
        ("mounts", Join(spec.Mounts)),
        ("claims", Join(spec.VolumeClaims)),
        ("account", spec.ServiceAccount),
        ("non-root", spec.Security.RunAsNonRoot ? "required" : null),
        ("tolerates", Join(spec.Scheduling.Tolerations)),
        ("nodes", Join([
            .. spec.Scheduling.NodeSelector.Select(pair => $"{pair.Key}={pair.Value}"),
            .. spec.Scheduling.NodeAffinity.Select(requirement => $"{requirement}")])),
        ("better nodes", Join(spec.Scheduling.NodePreferences)),
        ("spread", Join(spec.Scheduling.Spread)),
    ];

    private static IEnumerable<(string Field, string? Value)> OfRollout(ServiceSpec spec) =>
    [
        ("strategy", Join(new[]
        {
            spec.Update.Strategy, Named("surge", spec.Update.MaxSurge),
            Named("unavailable", spec.Update.MaxUnavailable),
            Named("partition", spec.Update.Partition),
        }.OfType<string>())),
        ("labels", Join(spec.Labels.Select(pair => $"{pair.Key}={pair.Value}"))),
        ("annotations", Join(spec.Annotations.Select(pair => $"{pair.Key}={pair.Value}"))),
    ];

    private static IEnumerable<(string Field, string Value)> Lines(ServiceSpec spec, ObjectCreation other) =>
        other.Type.Kind switch
        {
            "Service" =>
            [
                .. other.Target.Name == spec.Name
                    ? [("type", spec.ServiceType)]
                    : Array.Empty<(string, string)>(),
                .. spec.Ports.Select(port => (
                    port.Name, $"{port.Port}/{port.Protocol} to container port {port.TargetName ?? $"{port.Target}"}")),
            ],
            "Ingress" => spec.Ingress.Rules.Select(rule => ("route", $"{rule}")),
            "HorizontalPodAutoscaler" => [("scale", $"{spec.Autoscale}")],
            "PodDisruptionBudget" => [("drain", $"{spec.DisruptionBudget}")],
            _ => [],
        };

    private static string? Named(string name, object? value) => value is null ? null : $"{name} {value}";

    private static string? Join<T>(IEnumerable<T> parts) =>
        string.Join(", ", parts) is { Length: > 0 } joined ? joined : null;
}
