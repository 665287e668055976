using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Network;

/// <summary>Whether Ingresses lead to Services that answer.</summary>
public sealed class IngressesCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Ingresses";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Network;

    /// <inheritdoc/>
    public string Summary =>
        "Ingresses have a class, and lead to Services and ports that exist and have ready endpoints";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => NetworkCodes.OfIngresses;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Ingresses = new(ResourceTypes.Ingress);
        private static readonly HealthList Classes = new(ResourceTypes.IngressClass);
        private static readonly HealthList Services = new(ResourceTypes.Service);

        private readonly HealthSum _sum = new("Ingress", "Backends are ready") { Plural = "Ingresses" };
        private readonly ServiceIndex _index = new();
        private readonly List<KubeObject> _ingresses = [];
        private readonly HashSet<string> _classes = new(StringComparer.Ordinal);
        private bool _hasDefault;

        public override IReadOnlyList<HealthList> Lists => [Ingresses, Classes, Services, SliceRules.List];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (item.Kind == Classes.Type.Kind)
            {
                _classes.Add(item.Name);
                _hasDefault |=
                    item.Annotations.GetValueOrDefault("ingressclass.kubernetes.io/is-default-class") == "true";
            }
            else if (!_index.Take(item) && Scope.IsUsers(item))
            {
                _ingresses.Add(item);
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            bool knowsServices = IsRead(Services) && IsRead(SliceRules.List);
            foreach (KubeObject ingress in _ingresses)
            {
                IEnumerable<HealthProblem> problems =
                    knowsServices ? IngressRules.JudgeBackends(ingress, _index) : [];
                if (IsRead(Classes) && IngressRules.JudgeClass(ingress, _classes, _hasDefault) is { } problem)
                {
                    problems = problems.Append(problem);
                }

                foreach (HealthVerdict verdict in _sum.Count(HealthVerdict.FromProblems(ingress, problems)))
                {
                    yield return verdict;
                }
            }

            if (knowsServices && _sum.Verdict(IsRead(Ingresses)) is { } well) yield return well;
        }
    }
}
