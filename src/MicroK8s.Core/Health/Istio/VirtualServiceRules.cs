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
        string show = $"Correct {virtualService}";
        IEnumerable<HealthProblem> weights = MeshDestination.Routes(virtualService).Where(WeighsNothing).Select(route =>
            new HealthProblem(
                IstioCodes.NoWeight,
                $"Route {route.Text("name") ?? "without a name"} has several destinations, all of weight 0",
                show));
        IEnumerable<HealthProblem> dead = IstioRouteJson.Of(virtualService).Where(route => route.Above is not null)
            .Select(route => new HealthProblem(
                IstioCodes.Unreachable,
                $"IST0130: no request reaches route {route.Label}: route {route.Above} above it takes every request",
                show));
        IReadOnlyList<string> callers = IstioResolver.CallersOf(virtualService);
        return MeshDestination.Of(virtualService)
            .SelectMany(to => Destination(to, mesh, callers, show)).Concat(weights).Concat(dead)
            .Concat(MeshDelegate.Of(virtualService).Select(one => Delegate(one, mesh, show)).OfType<HealthProblem>())
            .Concat(SameSubsets(virtualService, mesh, callers));
    }

    /// <summary>
    /// What is wrong with the Gateways that a VirtualService is bound to; one without a namespace is of its own
    /// (istio.io, VirtualService, <c>gateways</c>).
    /// </summary>
    /// <param name="virtualService">The VirtualService.</param>
    /// <param name="gateways">The Gateways that exist, as <c>namespace/name</c>.</param>
    public static IEnumerable<HealthProblem> JudgeGateways(KubeObject virtualService, IReadOnlySet<string> gateways) =>
        virtualService.Json.Items("spec", "gateways").Select(gateway => gateway.Text() ?? "")
            .Where(name => name is not ("mesh" or ""))
            .Select(name => name.Contains('/', StringComparison.Ordinal) ? name : $"{virtualService.Namespace}/{name}")
            .Where(name => !gateways.Contains(name))
            .Select(name => new HealthProblem(
                IstioCodes.Gateway, $"IST0101: there is no Gateway {name}, so nothing comes in through it",
                $"Correct the name in {virtualService}, or make the Gateway"));

    /// <summary>Subsets of one host whose labels are the same: whatever the weights, the same pods answer.</summary>
    private static IEnumerable<HealthProblem> SameSubsets(
        KubeObject virtualService, MeshSnapshot mesh, IReadOnlyList<string> callers)
    {
        foreach (JsonElement route in MeshDestination.Routes(virtualService))
        {
            var named = route.Items("route")
                .Select(item => (
                    Host: ServiceHost.FullName(item.Text("destination", "host") ?? "", virtualService.Namespace),
                    Subset: item.Text("destination", "subset")))
                .Where(to => to.Subset is not null).Distinct().ToArray();
            foreach (string caller in callers)
            {
                var same = named
                    .Select(to => (to.Host, to.Subset, Found: mesh.Resolver.SubsetsOf(to.Host, caller)
                        .FirstOrDefault(subset => subset.Name == to.Subset)))
                    .Where(to => to.Found is not null)
                    .GroupBy(to => (to.Host, Labels: LabelSelectors.Text(
                        to.Found!.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary())))
                    .FirstOrDefault(group => group.Count() > 1);
                if (same is null) continue;
                string labels = same.Key.Labels.Length > 0 ? same.Key.Labels : "no labels";
                yield return new HealthProblem(
                    IstioCodes.SameSubsets,
                    $"Subsets {string.Join(" and ", same.Select(to => to.Subset))} of {same.Key.Host} select the same "
                    + $"pods ({labels}), so their weights decide nothing",
                    "Give the subsets labels that tell their pods apart");
                break;
            }
        }
    }

    private static HealthProblem? Delegate(MeshDelegate one, MeshSnapshot mesh, string show)
    {
        if (!mesh.Delegates.TryGetValue((one.Namespace, one.Name), out bool? exists) || exists == true) return null;
        string what = $"route {one.Route} delegates to VirtualService {one.Namespace}/{one.Name}";
        return exists is null
            ? new HealthProblem(
                GeneralCodes.MissingRight, $"{MissingRight.Describe("get VirtualServices")}, and {what}",
                MissingRight.Advice)
            : new HealthProblem(IstioCodes.Reference, $"IST0101: {what}, which does not exist", show);
    }

    /// <summary>Weights are relative, so only a total of 0 is an error (istio/istio, pkg/config/validation).</summary>
    private static bool WeighsNothing(JsonElement route) =>
        route.Items("route").Count() > 1 && route.Items("route").Sum(item => item.Count("weight")) == 0;

    private static IEnumerable<HealthProblem> Destination(
        MeshDestination to, MeshSnapshot mesh, IReadOnlyList<string> callers, string show)
    {
        if (ServiceHost.OfFullName(to.Host) is not { } service) return External(to, mesh, show);

        MeshNamespace? space = mesh.Find(service.Namespace!);
        if (space?.Denied is { } denied)
        {
            return [new HealthProblem(GeneralCodes.MissingRight, denied, MissingRight.Advice)];
        }

        if (space?.Services.GetValueOrDefault(service.Name) is not { } selector)
        {
            return [new HealthProblem(
                IstioCodes.Reference, $"IST0101: host {to.Written} has no Service {service.Namespace}/{service.Name}",
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
                GeneralCodes.MissingRight,
                $"{MissingRight.Describe("list ServiceEntries")}, so host {to.Written} is not known",
                MissingRight.Advice);
        }
        else if (!mesh.ExternalHosts.Any(host => ServiceHost.Covers(host, to.Host)))
        {
            yield return new HealthProblem(
                IstioCodes.Reference,
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
                ? new HealthProblem(
                    GeneralCodes.MissingRight, $"Subset {to.Subset} of {to.Written} was not found; {denied}")
                : new HealthProblem(
                    IstioCodes.Reference, Undefined(to, mesh, caller),
                    $"Define subset {to.Subset} in a DestinationRule that callers in {caller} can see");
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
            IstioCodes.NoReadyPod, $"IST0173: subset {to.Subset} of {to.Written} selects no ready pod{traffic}",
            $"Test-ClusterHealth Pods -Namespace {ServiceHost.OfFullName(to.Host)?.Namespace}: pods with {labels}")
        {
            Status = to.GetsTraffic ? HealthStatus.Unhealthy : HealthStatus.Warning,
        };
    }
}
