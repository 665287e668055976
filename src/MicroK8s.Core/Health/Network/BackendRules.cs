namespace MicroK8s.Health.Network;

/// <summary>What is wrong with the Service that an Ingress or a route leads to.</summary>
internal static class BackendRules
{
    /// <summary>What is wrong with it. Null if requests are answered.</summary>
    /// <param name="route">Where the requests come from, as the beginning of a sentence.</param>
    /// <param name="namespaceName">The namespace of the Service.</param>
    /// <param name="name">Its name.</param>
    /// <param name="port">Its port, by number or name. Null for any.</param>
    /// <param name="index">The Services of the cluster.</param>
    /// <param name="missing">The code for a Service or port that does not exist.</param>
    /// <param name="notReady">The code for one without ready endpoints.</param>
    public static HealthProblem? Judge(
        string route, string namespaceName, string name, string? port, ServiceIndex index, HealthCode missing,
        HealthCode notReady)
    {
        if (index.Find(namespaceName, name) is not { } service)
        {
            return new HealthProblem(
                missing, $"{route} leads to Service {namespaceName}/{name}, which does not exist",
                "Correct the name, or make the Service");
        }

        if (!service.HasPort(port))
        {
            string known = string.Join(", ", service.Ports.Select(own =>
                own.Name.Length > 0 ? $"{own.Name} ({own.Number})" : $"{own.Number}"));
            return new HealthProblem(
                missing, $"{route} leads to port {port} of Service {namespaceName}/{name}, which has {known}",
                "Correct the port");
        }

        return service.HasEndpoints
            ? null
            : new HealthProblem(
                notReady, $"{route} leads to Service {namespaceName}/{name}, which has no ready endpoint",
                $"Test-ClusterHealth Services, Pods -Namespace {namespaceName}");
    }
}
