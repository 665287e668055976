using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>What is wrong with the routes of a VirtualService; codes are those of <c>istioctl analyze</c>.</summary>
public static class VirtualServiceRules
{
    /// <summary>The problems, in the order of the routes.</summary>
    /// <param name="virtualService">The VirtualService.</param>
    /// <param name="mesh">What it may lead to.</param>
    public static IEnumerable<HealthProblem> Judge(KubeObject virtualService, MeshSnapshot mesh)
    {
        string show = $"kubectl get virtualservice {virtualService.Name} -n {virtualService.Namespace} -o yaml";
        IEnumerable<HealthProblem> weights = MeshDestination.Routes(virtualService).Where(WeighsNothing).Select(route =>
            new HealthProblem(
                HealthStatus.Unhealthy,
                $"Route {route.Text("name") ?? "without a name"} has several destinations, all of weight 0",
                show));
        IEnumerable<HealthProblem> dead = IstioRouteJson.Of(virtualService).Where(route => route.Above is not null)
            .Select(route => new HealthProblem(
                HealthStatus.Warning,
                $"IST0130: no request reaches route {route.Label}: route {route.Above} above it takes every request",
                show));
        IReadOnlyList<string> callers = IstioResolver.CallersOf(virtualService);
        return MeshDestination.Of(virtualService)
            .SelectMany(to => Destination(to, mesh, callers, show)).Concat(weights).Concat(dead);
    }

    /// <summary>Weights are relative, so only a total of 0 is an error (istio/istio, pkg/config/validation).</summary>
    private static bool WeighsNothing(JsonElement route) =>
        route.Items("route").Count() > 1 && route.Items("route").Sum(item => item.Count("weight")) == 0;

    private static IEnumerable<HealthProblem> Destination(
        MeshDestination to, MeshSnapshot mesh, IReadOnlyList<string> callers, string show)
    {
        if (ServiceHost.OfFullName(to.Host) is not { } service) return External(to, mesh, show);

        MeshNamespace? space = mesh.Find(service.Namespace!);
        if (space?.Denied is { } denied) return [new HealthProblem(HealthStatus.Unknown, denied, MissingRight.Advice)];
        if (space?.Services.GetValueOrDefault(service.Name) is not { } selector)
        {
            return [new HealthProblem(
                HealthStatus.Unhealthy, $"IST0101: host {to.Written} has no Service {service.Namespace}/{service.Name}",
                show)];
        }

        return to.Subset is null
            ? []
            : callers.Select(caller => Subset(to, mesh, caller, selector, space.Pods)).OfType<HealthProblem>();
    }

    private static IEnumerable<HealthProblem> External(MeshDestination to, MeshSnapshot mesh, string show)
    {
        if (mesh.ExternalHosts is null)
        {
            yield return new HealthProblem(
                HealthStatus.Unknown,
                $"{MissingRight.Describe("list ServiceEntries")}, so host {to.Written} is not known",
                MissingRight.Advice);
        }
        else if (!mesh.ExternalHosts.Any(host => ServiceHost.Covers(host, to.Host)))
        {
            yield return new HealthProblem(
                HealthStatus.Unhealthy,
                $"IST0101: host {to.Written} has neither Service nor ServiceEntry; "
                    + "a name with a dot is taken as it stands",
                show);
        }
    }

    private static HealthProblem? Subset(
        MeshDestination to, MeshSnapshot mesh, string caller, IReadOnlyDictionary<string, string> selector,
        IReadOnlyList<MeshPod> pods)
    {
        Subset? found = mesh.Resolver.SubsetsOf(to.Host, caller).FirstOrDefault(subset => subset.Name == to.Subset);
        if (found is null)
        {
            return mesh.DeniedFor(to.Host, caller) is { } denied
                ? new HealthProblem(HealthStatus.Unknown, $"Subset {to.Subset} of {to.Written} was not found; {denied}")
                : new HealthProblem(HealthStatus.Unhealthy, Undefined(to, mesh, caller), "kubectl get destinationrules -A");
        }

        IReadOnlyDictionary<string, string> wanted = found.Labels;
        if (selector.Count == 0 || pods.Any(pod => pod.IsReady && pod.Has(selector) && pod.Has(wanted))) return null;

        IEnumerable<string> labels = wanted.Concat(selector).Distinct().Select(label => $"{label.Key}={label.Value}");
        return NoReadyPod(to, string.Join(',', labels));
    }

    private static string Undefined(MeshDestination to, MeshSnapshot mesh, string caller)
    {
        KubeObject[] rules = [.. mesh.Resolver.DestinationRulesFor(to.Host, caller)];
        string holding = rules.Length == 0 ? "" : $"; {string.Join(", ", rules.AsEnumerable())} holds for it";
        return $"IST0101: no DestinationRule that holds for callers in {caller} has subset {to.Subset} "
            + $"of host {to.Written}{holding}";
    }

    private static HealthProblem NoReadyPod(MeshDestination to, string labels)
    {
        string traffic = to.GetsTraffic ? ", yet gets traffic" : "";
        return new HealthProblem(
            to.GetsTraffic ? HealthStatus.Unhealthy : HealthStatus.Warning,
            $"IST0173: subset {to.Subset} of {to.Written} selects no ready pod{traffic}",
            $"kubectl get pods -n {ServiceHost.OfFullName(to.Host)?.Namespace} -l {labels}");
    }
}
