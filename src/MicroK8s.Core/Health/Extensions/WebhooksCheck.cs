using System.Runtime.CompilerServices;
using System.Text.Json;
using MicroK8s.Health.Network;
using MicroK8s.Resources;

namespace MicroK8s.Health.Extensions;

/// <summary>Whether admission webhooks have a backend and do no harm.</summary>
public sealed class WebhooksCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Webhooks";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.ControlPlane;

    /// <inheritdoc/>
    public string Summary => "Admission webhooks have a ready backend, answer soon, and leave kube-system alone";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ExtensionCodes.OfWebhooks;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => WebhookRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Validating = new(ResourceTypes.ValidatingWebhookConfiguration);
        private static readonly HealthList Mutating = new(ResourceTypes.MutatingWebhookConfiguration);
        private static readonly HealthList Namespaces = new(ResourceTypes.Namespace);
        private static readonly HealthList Services = new(ResourceTypes.Service) { Everywhere = true };
        private static readonly HealthList Slices = SliceRules.List with { Everywhere = true };

        private readonly HealthSum _sum = new("webhook configuration", "Its backends are ready");
        private readonly ServiceIndex _index = new();
        private readonly List<KubeObject> _configurations = [];
        private IReadOnlyDictionary<string, string>? _systemLabels;

        public override IReadOnlyList<HealthList> Lists => [Validating, Mutating, Namespaces, Services, Slices];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (item.Kind == Namespaces.Type.Kind)
            {
                if (item.Name == HealthScope.SystemNamespace) _systemLabels = item.Labels;
            }
            else if (!_index.Take(item))
            {
                _configurations.Add(item);
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach (KubeObject configuration in _configurations)
            {
                IEnumerable<HealthProblem> problems = configuration.Json.Items("webhooks").SelectMany(Judge);
                foreach (HealthVerdict verdict in _sum.Count(HealthVerdict.FromProblems(configuration, problems)))
                {
                    yield return verdict;
                }
            }

            if (_sum.Verdict(IsRead(Validating) && IsRead(Mutating)) is { } well) yield return well;
        }

        private IEnumerable<HealthProblem> Judge(JsonElement webhook)
        {
            IEnumerable<HealthProblem> own = WebhookRules.Judge(webhook, _systemLabels, Scope);
            if (webhook.Text("clientConfig", "service", "name") is not { } service
                || !IsRead(Services) || !IsRead(Slices)) return own;
            HealthProblem? backend = WebhookRules.JudgeBackend(
                webhook.Text("name") ?? "", WebhookRules.MustAnswer(webhook),
                (webhook.Text("clientConfig", "service", "namespace") ?? "", service), _index);
            return backend is null ? own : own.Prepend(backend);
        }
    }
}
