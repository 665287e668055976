namespace MicroK8s.Health.Extensions;

/// <summary>Problems of what extends the API server, and of namespaces.</summary>
public static class ExtensionCodes
{
    /// <summary>Requests are refused because nothing answers for a webhook whose policy is Fail.</summary>
    public static readonly HealthCode WebhookDown =
        new("MK141", "A webhook that must answer has no backend", HealthStatus.Unhealthy);

    /// <summary>A webhook whose policy is Ignore does nothing.</summary>
    public static readonly HealthCode WebhookIgnored =
        new("MK142", "A webhook has no backend and is ignored", HealthStatus.Warning);

    /// <summary>The API server waits long for a webhook.</summary>
    public static readonly HealthCode WebhookSlow = new("MK143", "A webhook may take long", HealthStatus.Warning);

    /// <summary>A webhook whose policy is Fail decides about pods of kube-system.</summary>
    public static readonly HealthCode WebhookOverSystem =
        new("MK144", "A webhook can block kube-system", HealthStatus.Warning);

    /// <summary>The server does not serve the kind.</summary>
    public static readonly HealthCode DefinitionInvalid =
        new("MK161", "A CustomResourceDefinition is not in force", HealthStatus.Unhealthy);

    /// <summary>What is in it, or a finalizer, keeps a namespace from being removed.</summary>
    public static readonly HealthCode NamespaceStuck =
        new("MK162", "A namespace is stuck in Terminating", HealthStatus.Unhealthy);

    /// <summary>Those of webhooks.</summary>
    public static IReadOnlyList<HealthCode> OfWebhooks { get; } =
        [WebhookDown, WebhookIgnored, WebhookSlow, WebhookOverSystem];

    /// <summary>Those of custom resources.</summary>
    public static IReadOnlyList<HealthCode> OfDefinitions { get; } = [DefinitionInvalid];

    /// <summary>Those of namespaces.</summary>
    public static IReadOnlyList<HealthCode> OfNamespaces { get; } = [NamespaceStuck];
}
