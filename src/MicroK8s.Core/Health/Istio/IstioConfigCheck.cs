using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Istio;

/// <summary>Whether VirtualServices lead to hosts, subsets and pods that are there.</summary>
public sealed class IstioConfigCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "IstioConfig";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Mesh;

    /// <inheritdoc/>
    public string Summary =>
        "VirtualServices lead to hosts and subsets that exist and have ready pods, and do not contradict each other";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => IstioCodes.OfRules;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    /// <summary>Rules are few, and each may decide about any other, so all of them are kept to the end.</summary>
    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Routes = new(ResourceTypes.VirtualService);
        private static readonly HealthList Gateways = new(ResourceTypes.IstioGateway) { Everywhere = true };

        private readonly HealthSum _sum = new("VirtualService", "Hosts exist, subsets select ready pods");
        private readonly List<KubeObject> _routes = [];
        private readonly HashSet<string> _gateways = new(StringComparer.Ordinal);

        public override IReadOnlyList<HealthList> Lists => [Routes, Gateways];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (item.Kind == Gateways.Type.Kind) _gateways.Add($"{item.Namespace}/{item.Name}");
            else if (Scope.IsUsers(item)) _routes.Add(item);
            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (!IsServed(Routes))
            {
                yield return IstioRules.NotInstalled;
                yield break;
            }

            MeshSnapshot mesh = await MeshReader.ReadAsync(Scope, _routes, cancellationToken).ConfigureAwait(false);
            foreach (KubeObject route in _routes)
            {
                IEnumerable<HealthProblem> problems = VirtualServiceRules.Judge(route, mesh)
                    .Concat(MeshConflictRules.Find(route, mesh.Resolver)).Distinct()
                    .Concat(IsRead(Gateways) ? VirtualServiceRules.JudgeGateways(route, _gateways) : []);
                foreach (HealthVerdict verdict in _sum.Count(HealthVerdict.FromProblems(route, problems)))
                {
                    yield return verdict;
                }
            }

            if (_sum.Verdict(IsRead(Routes)) is { } well) yield return well;
        }
    }
}
