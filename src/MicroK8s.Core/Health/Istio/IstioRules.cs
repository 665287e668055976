using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>What is wrong with Istio's control plane.</summary>
public static class IstioRules
{
    /// <summary>The verdict on a cluster without Istio's kinds.</summary>
    public static HealthVerdict NotInstalled { get; } = HealthVerdict.Of(
        HealthStatus.Skipped, "Istio", "It is not installed: the server has no VirtualService");

    /// <summary>The verdict on a cluster with Istio's kinds, but no istiod.</summary>
    public static HealthVerdict NoControlPlane { get; } = HealthVerdict.Of(
        HealthStatus.Skipped, "Istio",
        $"Its kinds are installed, but no istiod runs in {IstioResolver.DefaultRootNamespace}");

    /// <summary>The verdict on an istiod without a webhook.</summary>
    public static HealthVerdict NoInjector { get; } = HealthVerdict.Of(
        new HealthTarget("sidecar injector"),
        new HealthProblem(
            IstioCodes.NoInjector,
            "No MutatingWebhookConfiguration has the label app=sidecar-injector: new pods get no sidecar",
            "Install the sidecar injector of this revision of Istio"));

    /// <summary>What is wrong with a webhook that injects sidecars.</summary>
    /// <param name="configuration">A MutatingWebhookConfiguration.</param>
    /// <returns>Nothing if it is well.</returns>
    public static IEnumerable<HealthProblem> JudgeInjector(KubeObject configuration)
    {
        JsonElement[] uncertified = [.. configuration.Json.Items("webhooks")
            .Where(webhook => string.IsNullOrEmpty(webhook.Text("clientConfig", "caBundle")))];
        if (uncertified.Length == 0) return [];

        // Istiod writes the bundle when it starts; until then the API server trusts no answer of it.
        string names = string.Join(", ", uncertified.Select(webhook => webhook.Text("name")));
        return
        [
            new HealthProblem(
                IstioCodes.InjectorCertificate,
                $"It has no certificate bundle for {names}, so istiod is not trusted and sidecars are not injected",
                $"Get-MicroServiceLog istiod -Namespace {IstioResolver.DefaultRootNamespace}"),
        ];
    }
}
