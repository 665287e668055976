using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The subresource <c>eviction</c> of pods.</summary>
internal sealed class Evictions(KubeRequests requests) : IEvictions
{
    private const string Resource = "pods/eviction";

    private string? _version;

    /// <summary>
    /// Found as kubectl finds it (kubernetes/kubectl, pkg/drain/drain.go, <c>CheckEvictionSupport</c>): the list of
    /// the core kinds names the group and version of this one.
    /// </summary>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        if (_version is not null) return _version;
        JsonElement kinds = await requests
            .GetJsonAsync("api/v1", "list the kinds of v1", cancellationToken).ConfigureAwait(false);
        JsonElement eviction = kinds.Items("resources").FirstOrDefault(kind => kind.Text("name") == Resource);
        return _version = eviction.Text("version") is { } version
            ? $"{eviction.Text("group")}/{version}"
            : throw new ClusterException(
                ClusterFault.KindNotSupported, "The server does not evict pods: it has no such kind of object.",
                Resource);
    }

    public async Task<EvictionAnswer> EvictAsync(
        KubeObject pod, int? gracePeriodSeconds, CancellationToken cancellationToken)
    {
        string version = await GetVersionAsync(cancellationToken).ConfigureAwait(false);

        // The uid keeps a new pod of the same name alive.
        var options = new JsonObject { ["preconditions"] = new JsonObject { ["uid"] = pod.Uid } };
        if (gracePeriodSeconds is { } seconds) options["gracePeriodSeconds"] = seconds;
        var body = new JsonObject
        {
            ["apiVersion"] = version,
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace },
            ["deleteOptions"] = options,
        };
        string action = $"evict Pod {pod.Namespace}/{pod.Name}";
        string path = $"{ResourceTypes.Pod.Path(pod.Namespace, pod.Name)}/eviction";
        ApiStatus? refusal = await requests
            .AskOnceAsync(HttpMethod.Post, path, body.ToJsonString(), cancellationToken).ConfigureAwait(false);
        return refusal switch
        {
            null => new EvictionAnswer(EvictionVerdict.Accepted, ""),
            { Code: 429 } => Answer(EvictionVerdict.NotNow, refusal),
            { Code: 404, IsKubernetes: true } => Answer(EvictionVerdict.Gone, refusal),
            { Code: 409, IsKubernetes: true } => Answer(
                refusal.Message.Contains("UID in precondition", StringComparison.Ordinal)
                    ? EvictionVerdict.Gone
                    : EvictionVerdict.NotNow,
                refusal),
            { Code: 500 } when refusal.Message.Contains("more than one PodDisruptionBudget", StringComparison.Ordinal)
                => Answer(EvictionVerdict.Never, refusal),
            _ => throw requests.Refused(refusal, action),
        };
    }

    private static EvictionAnswer Answer(EvictionVerdict verdict, ApiStatus status) =>
        new(verdict, UntrustedText.Quote(status.Message).TrimEnd('.'));
}
