using System.Runtime.CompilerServices;
using MicroK8s.Health.Workloads;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>Whether Istio's control plane works: istiod, and the webhook that injects sidecars.</summary>
public sealed class IstioCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Istio";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Mesh;

    /// <inheritdoc/>
    public string Summary => "istiod is available, and the webhook that injects sidecars is trusted";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => IstioCodes.OfControlPlane;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Deployments =
            new(ResourceTypes.Deployment) { Namespace = IstioResolver.DefaultRootNamespace };

        private static readonly HealthList Webhooks = new(ResourceTypes.MutatingWebhookConfiguration);

        private readonly HealthSum _daemons = new("istiod Deployment", "All replicas updated and available");
        private readonly HealthSum _injectors = new("sidecar injector", "It knows istiod and its certificate");
        private readonly List<HealthVerdict> _wrong = [];
        private bool _hasDaemon;
        private bool _hasInjector;

        public override IReadOnlyList<HealthList> Lists => [Deployments, Webhooks];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            string? app = item.Labels.GetValueOrDefault("app");
            if (item.Kind == Deployments.Type.Kind && app == "istiod")
            {
                _hasDaemon = true;
                IEnumerable<HealthProblem> problems = WorkloadRules.Judge(item, Scope.Now)
                    .Select(problem => problem with { Code = IstioCodes.ControlPlane, Status = problem.Status });
                return _daemons.Count(HealthVerdict.FromProblems(item, problems));
            }

            if (item.Kind == Webhooks.Type.Kind && app == "sidecar-injector")
            {
                // Webhooks outlive an Istio that was removed, and then mean nothing.
                _hasInjector = true;
                _wrong.AddRange(
                    _injectors.Count(HealthVerdict.FromProblems(item, IstioRules.JudgeInjector(item))));
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            bool isServed = await Scope.Session.ServesAsync(ResourceTypes.VirtualService, cancellationToken)
                .ConfigureAwait(false);
            if (!isServed || !_hasDaemon)
            {
                if (!isServed) yield return IstioRules.NotInstalled;
                else if (IsRead(Deployments)) yield return IstioRules.NoControlPlane;
                yield break;
            }

            if (_daemons.Verdict(IsRead(Deployments)) is { } daemons) yield return daemons;
            foreach (HealthVerdict verdict in _wrong) yield return verdict;
            if (_hasInjector && _injectors.Verdict(IsRead(Webhooks)) is { } injectors) yield return injectors;
            if (!_hasInjector && IsRead(Webhooks)) yield return IstioRules.NoInjector;
        }
    }
}
