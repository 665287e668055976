using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>The two backends of a service with a canary.</summary>
/// <param name="Stable">The label of the backend of the stable pods.</param>
/// <param name="Canary">The label of the canary's backend.</param>
/// <param name="Change">What has to be written so that both are defined. Null if they are.</param>
internal sealed record CanaryBackends(string Stable, string Canary, ObjectChange? Change);
