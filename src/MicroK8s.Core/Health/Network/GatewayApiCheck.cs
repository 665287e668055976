using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Network;

/// <summary>Whether Gateways and HTTPRoutes are in force and lead to Services that answer.</summary>
public sealed class GatewayApiCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "GatewayApi";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Network;

    /// <inheritdoc/>
    public string Summary => "Gateways and HTTPRoutes are accepted, and their backends exist and have ready endpoints";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => NetworkCodes.OfGateways;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Routes =
            new(ResourceTypes.HttpRoute) { Older = ResourceTypes.HttpRouteBeta };

        private static readonly HealthList Gateways =
            new(ResourceTypes.Gateway) { Older = ResourceTypes.GatewayBeta, Everywhere = true };

        private static readonly HealthList Classes =
            new(ResourceTypes.GatewayClass) { Older = ResourceTypes.GatewayClassBeta };

        // A route may lead to a Service of another namespace, and come in through a Gateway of another one.
        private static readonly HealthList Services = new(ResourceTypes.Service) { Everywhere = true };
        private static readonly HealthList Slices = SliceRules.List with { Everywhere = true };

        private readonly HealthSum _routeSum = new("HTTPRoute", "Accepted, backends are ready");
        private readonly HealthSum _gatewaySum = new("Gateway", "Accepted and programmed");
        private readonly ServiceIndex _index = new();
        private readonly List<KubeObject> _routes = [];
        private readonly List<KubeObject> _gateways = [];
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, KubeObject> _classes = new(StringComparer.Ordinal);

        public override IReadOnlyList<HealthList> Lists => [Routes, Gateways, Classes, Services, Slices];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (_index.Take(item)) return [];
            if (item.Kind == Classes.Type.Kind)
            {
                _classes[item.Name] = item;
                return [];
            }

            if (item.Kind == Gateways.Type.Kind) _names.Add($"{item.Namespace}/{item.Name}");
            if (Scope.IsUsers(item)) (item.Kind == Gateways.Type.Kind ? _gateways : _routes).Add(item);
            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!IsServed(Routes) && !IsServed(Gateways))
            {
                yield return HealthVerdict.Of(
                    HealthStatus.Skipped, "Gateway API", "It is not installed: the server has no HTTPRoute");
                yield break;
            }

            bool knowsServices = IsRead(Services) && IsRead(Slices);
            foreach (KubeObject route in _routes)
            {
                IEnumerable<HealthProblem> problems = GatewayRules.JudgeRoute(route)
                    .Concat(IsRead(Gateways) ? GatewayRules.JudgeParents(route, _names) : [])
                    .Concat(knowsServices ? GatewayRules.JudgeBackends(route, _index) : []);
                foreach (HealthVerdict verdict in _routeSum.Count(HealthVerdict.FromProblems(route, problems)))
                {
                    yield return verdict;
                }
            }

            foreach (KubeObject gateway in _gateways)
            {
                IEnumerable<HealthProblem> problems = GatewayRules.JudgeGateway(gateway)
                    .Concat(IsRead(Classes) ? GatewayRules.JudgeClass(gateway, _classes) : []);
                foreach (HealthVerdict verdict in _gatewaySum.Count(HealthVerdict.FromProblems(gateway, problems)))
                {
                    yield return verdict;
                }
            }

            if (knowsServices && _routeSum.Verdict(IsRead(Routes)) is { } routes) yield return routes;
            if (_gatewaySum.Verdict(IsRead(Gateways)) is { } gateways) yield return gateways;
        }
    }
}
