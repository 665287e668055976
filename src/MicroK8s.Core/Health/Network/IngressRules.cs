using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Health.Network;

/// <summary>What is wrong with an Ingress.</summary>
public static class IngressRules
{
    /// <summary>What is wrong with the backends of an Ingress.</summary>
    /// <param name="ingress">The Ingress.</param>
    /// <param name="index">The Services of its namespace.</param>
    public static IEnumerable<HealthProblem> JudgeBackends(KubeObject ingress, ServiceIndex index)
    {
        foreach ((string route, JsonElement backend) in Backends(ingress))
        {
            // A backend may also be a resource, such as a bucket, of which only its controller knows.
            if (backend.Text("service", "name") is not { } service) continue;
            string? port = backend.Text("service", "port", "name") ?? backend.Text("service", "port", "number");
            HealthProblem? problem = BackendRules.Judge(
                route, ingress.Namespace ?? "", service, port, index, NetworkCodes.IngressBackend,
                NetworkCodes.IngressNotReady);
            if (problem is not null) yield return problem;
        }
    }

    /// <summary>What is wrong with its class.</summary>
    /// <param name="ingress">The Ingress.</param>
    /// <param name="classes">The IngressClasses that exist.</param>
    /// <param name="hasDefault">Whether one of them is the default.</param>
    public static HealthProblem? JudgeClass(KubeObject ingress, IReadOnlySet<string> classes, bool hasDefault)
    {
        // The annotation of before 1.18 is read by the controller itself, which needs no class.
        if (ingress.Annotations.ContainsKey("kubernetes.io/ingress.class")) return null;
        string? name = ingress.Json.Text("spec", "ingressClassName");
        if (name is null ? hasDefault : classes.Contains(name)) return null;
        string known = classes.Count == 0 ? "there is none" : $"there are {string.Join(", ", classes.Order())}";
        return new HealthProblem(
            NetworkCodes.IngressClass,
            name is null
                ? "No IngressClass is specified, and there is no default class"
                : $"There is no IngressClass {name}",
            $"Install an Ingress controller, or name a class that exists: {known}");
    }

    private static IEnumerable<(string Route, JsonElement Backend)> Backends(KubeObject ingress)
    {
        if (ingress.Json.At("spec", "defaultBackend") is { } other) yield return ("The default backend", other);
        foreach (JsonElement rule in ingress.Json.Items("spec", "rules"))
        {
            foreach (JsonElement path in rule.Items("http", "paths"))
            {
                if (path.At("backend") is not { } backend) continue;
                yield return ($"{rule.Text("host") ?? "*"}{path.Text("path") ?? "/"}", backend);
            }
        }
    }
}
