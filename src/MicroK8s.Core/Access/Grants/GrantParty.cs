using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Access.Grants;

/// <summary>One end of a grant: the pods, and the labels by which policies select them.</summary>
/// <param name="Party">The pods as policies see them.</param>
/// <param name="Selector">
/// The labels that stable and canary share; never empty. They come from the selector of the workload, which cannot
/// change, so that no new version falls out of a policy.
/// </param>
internal sealed record GrantParty(AccessParty Party, IReadOnlyDictionary<string, string> Selector)
{
    /// <summary>Labels that tell versions of a service apart.</summary>
    private static readonly string[] OfVersions =
        [ServiceLabels.Track, ServiceLabels.Version, ServiceLabels.RecommendedVersion, WorkloadPods.HashLabel];

    public string Name => Party.Name;

    public string Namespace => Party.Namespace!;

    /// <summary>The party of a workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="read">What was read of its namespace.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: it is gone; InvalidSpec: nothing selects its pods.
    /// </exception>
    public static GrantParty Of(KubeObject workload, AccessSnapshot read)
    {
        AccessParty party = read.Parties.FirstOrDefault(one =>
            one.Kind == workload.Kind && one.Namespace == workload.Namespace && one.Name == workload.Name)
            ?? throw ServiceFaults.NotFound(workload.Name, workload.Namespace);
        IReadOnlyDictionary<string, string> own = workload.Json.Map("spec", "selector", "matchLabels");
        Dictionary<string, string> selector = own
            .Where(label => label.Key != ServiceLabels.Track).ToDictionary(StringComparer.Ordinal);
        if (selector.Count == 0) selector = own.ToDictionary(StringComparer.Ordinal);
        if (selector.Count == 0)
        {
            selector = WorkloadPods.LabelsOf(workload)
                .Where(label => !OfVersions.Contains(label.Key)).ToDictionary(StringComparer.Ordinal);
        }

        return selector.Count > 0 ? new GrantParty(party, selector) : throw new ClusterException(
            ClusterFault.InvalidSpec, $"No label tells the pods of {workload} apart, so no policy can select them.",
            workload.Name, "Give its pod template a label such as app.");
    }

    /// <summary>The workload that a canary of a service is.</summary>
    public static string CanaryOf(string name) => $"{name}-canary";

    /// <summary>Others whose pods a policy for these pods selects too; a canary is no other.</summary>
    public IEnumerable<AccessParty> Fellows(AccessSnapshot read) => read.Parties.Where(other =>
        other.Namespace == Namespace && !IsSelf(other) && other.Name != CanaryOf(Name)
        && other.Labels is { } labels && LabelSelectors.Matches(Selector, labels));

    /// <summary>Whether a workload of another kind has the same name.</summary>
    public bool HasNamesake(AccessSnapshot read) => read.Parties.Any(other =>
        other.Kind != "Pod" && other.Kind != Party.Kind && other.Namespace == Namespace && other.Name == Name);

    /// <summary>Others that run as the same service account, which is all that the mesh sees of them.</summary>
    public IEnumerable<AccessParty> Namesakes(AccessSnapshot read) => read.Parties.Where(other =>
        other.Namespace == Namespace && !IsSelf(other) && other.Name != CanaryOf(Name)
        && other.ServiceAccount == Party.ServiceAccount);

    public bool IsSelf(AccessParty other) =>
        other.Kind == Party.Kind && other.Name == Name && other.Namespace == Namespace;

    public override string ToString() => $"{Party}";
}
