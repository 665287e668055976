using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Health.Network;
using MicroK8s.Resources;

namespace MicroK8s.Health.Extensions;

/// <summary>
/// What is wrong with an admission webhook. Defaults are those of admissionregistration.k8s.io/v1: policy Fail, ten
/// seconds.
/// </summary>
public static class WebhookRules
{
    /// <summary>Every request that it decides about waits this long when it hangs.</summary>
    public static readonly HealthThreshold Timeout = HealthThreshold.Time(
        "WebhookTimeout", TimeSpan.FromSeconds(10), "How long the API server may wait for a webhook");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [Timeout];

    private const int DefaultTimeout = 10;

    /// <summary>What the cluster needs to repair itself, by group.</summary>
    private static readonly (string Group, string Resource)[] Vital = [("", "pods"), ("coordination.k8s.io", "leases")];

    /// <summary>What the configuration alone says.</summary>
    /// <param name="webhook">One webhook of a configuration.</param>
    /// <param name="systemLabels">The labels of kube-system. Null if they are not known.</param>
    /// <param name="scope">The threshold.</param>
    public static IEnumerable<HealthProblem> Judge(
        JsonElement webhook, IReadOnlyDictionary<string, string>? systemLabels, HealthScope scope)
    {
        string? name = webhook.Text("name");
        int seconds = webhook.Number("timeoutSeconds") ?? DefaultTimeout;
        if (seconds > scope.TimeOf(Timeout).TotalSeconds)
        {
            yield return new HealthProblem(
                ExtensionCodes.WebhookSlow,
                $"{name}: every request that it decides about may wait {AgeText.Of(TimeSpan.FromSeconds(seconds))}",
                "Lower its timeoutSeconds");
        }

        if (MustAnswer(webhook) && systemLabels is not null && Covers(webhook, systemLabels))
        {
            yield return new HealthProblem(
                ExtensionCodes.WebhookOverSystem,
                $"{name}: while it does not answer, no pod of {HealthScope.SystemNamespace} can be made, its own "
                + "backend's among them",
                $"Leave {HealthScope.SystemNamespace} out with its namespaceSelector");
        }
    }

    /// <summary>What the backend of a webhook makes of it.</summary>
    /// <param name="name">The name of the webhook.</param>
    /// <param name="mustAnswer">Whether requests are refused while it does not answer.</param>
    /// <param name="service">The Service behind it.</param>
    /// <param name="index">The Services of the cluster.</param>
    /// <returns>Null if it is well.</returns>
    public static HealthProblem? JudgeBackend(
        string name, bool mustAnswer, (string Namespace, string Name) service, ServiceIndex index)
    {
        ServiceState? state = index.Find(service.Namespace, service.Name);
        string? what = state switch
        {
            null => "does not exist",
            { HasEndpoints: true } => null,
            _ => "has no ready endpoint",
        };
        if (what is null) return null;

        string effect = mustAnswer ? "so what it decides about is refused" : "so it is ignored";
        return new HealthProblem(
            mustAnswer ? ExtensionCodes.WebhookDown : ExtensionCodes.WebhookIgnored,
            $"{name}: Service {service.Namespace}/{service.Name} {what}, {effect}",
            state is null
                ? "Install what answers for it again, or remove the configuration"
                : $"Test-ClusterHealth Services, Pods -Namespace {service.Namespace}");
    }

    /// <summary>Whether requests are refused while the webhook does not answer.</summary>
    /// <param name="webhook">One webhook of a configuration.</param>
    public static bool MustAnswer(JsonElement webhook) => webhook.Text("failurePolicy") is not "Ignore";

    /// <summary>One that an objectSelector narrows is taken to mean only objects of its own.</summary>
    private static bool Covers(JsonElement webhook, IReadOnlyDictionary<string, string> systemLabels) =>
        (webhook.At("namespaceSelector") is not { } selector || LabelSelectors.Matches(selector, systemLabels))
        && (webhook.At("objectSelector") is not { } narrow || LabelSelectors.Keys(narrow).Count == 0)
        && webhook.Items("rules").Any(rule => rule.Text("scope") != "Cluster" && Vital.Any(vital =>
            Has(rule, "apiGroups", vital.Group) && Has(rule, "resources", vital.Resource)));

    private static bool Has(JsonElement rule, string list, string wanted) =>
        rule.Items(list).Any(item => item.Text() is { } text && (text == wanted || text is "*" or "*/*"));
}
