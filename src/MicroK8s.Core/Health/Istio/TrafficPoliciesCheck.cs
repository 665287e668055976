using System.Runtime.CompilerServices;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>Whether circuit breakers can open, retries can be made, and no field is old.</summary>
public sealed class TrafficPoliciesCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "TrafficPolicies";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Mesh;

    /// <inheritdoc/>
    public string Summary =>
        "Circuit breakers can open and leave some pods, timeouts leave time for the retries, no field is old";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => IstioCodes.OfPolicies;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    /// <summary>Rules are few and kept to the end, because endpoints tell how many pods there are.</summary>
    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Rules = new(ResourceTypes.DestinationRule);
        private static readonly HealthList Routes = new(ResourceTypes.VirtualService);

        private readonly HealthSum _sum =
            new("traffic rule", "Circuit breakers can open, retries fit into the timeout");
        private readonly List<KubeObject> _rules = [];
        private readonly Dictionary<ServiceHost, int> _pods = [];

        public override IReadOnlyList<HealthList> Lists => [Rules, Routes, SliceRules.List];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (SliceRules.ServiceOf(item) is { } service && item.Kind == ResourceTypes.EndpointSlice.Kind)
            {
                var host = new ServiceHost(service, item.Namespace);
                _pods[host] = _pods.GetValueOrDefault(host) + SliceRules.Count(item).All;
            }
            else if (Scope.IsUsers(item) && item.Kind == Rules.Type.Kind)
            {
                _rules.Add(item);
            }
            else if (Scope.IsUsers(item) && item.Kind == Routes.Type.Kind)
            {
                return _sum.Count(HealthVerdict.FromProblems(item, TrafficPolicyRules.JudgeRoutes(item)));
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!IsServed(Rules))
            {
                yield return IstioRules.NotInstalled;
                yield break;
            }

            foreach (KubeObject rule in _rules)
            {
                IEnumerable<HealthProblem> problems = TrafficPolicyRules.JudgeRule(
                    rule, host => IsRead(SliceRules.List) && _pods.TryGetValue(host, out int pods) ? pods : null);
                foreach (HealthVerdict verdict in _sum.Count(HealthVerdict.FromProblems(rule, problems)))
                {
                    yield return verdict;
                }
            }

            if (_sum.Verdict(IsRead(Rules) && IsRead(Routes)) is { } well) yield return well;
        }
    }
}
