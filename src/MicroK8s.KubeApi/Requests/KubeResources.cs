using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Objects of any kind, as JSON.</summary>
internal sealed class KubeResources(KubeRequests requests) : IResources
{
    /// <summary>Who the server notes as the author of our fields.</summary>
    private const string FieldManager = $"fieldManager={FieldManagers.Own}";

    /// <summary>Asks for metadata only; a server of other kinds that does not know it sends whole objects.</summary>
    private const string Metadata = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    public async Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken) => RequireObject(
        await requests.GetJsonAsync(target.Path, $"get {target}", cancellationToken).ConfigureAwait(false));

    public async Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception)
            when (exception.Fault is ClusterFault.ResourceNotFound or ClusterFault.NamespaceNotFound)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<KubeObject> ListAsync(
        ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = new PageCount(requests);
        Task<ResourcePage>? ahead = ReadNextPageAsync(query, null, end.Token);
        try
        {
            while (ahead is not null)
            {
                ResourcePage page = await ahead.ConfigureAwait(false);
                pages.Add(page.Continue);

                // The next page is on its way while somebody looks at this one.
                ahead = page.Continue is null ? null : ReadNextPageAsync(query, page.Continue, end.Token);
                foreach (KubeObject item in page.Items) yield return item;
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            if (ahead is not null) await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public IAsyncEnumerable<WatchEvent> WatchAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        new ResourceWatch(this, requests, query).RunAsync(cancellationToken);

    public Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken)
    {
        string? namespaceName = manifest["metadata"]?["namespace"]?.GetValue<string>();
        string? name = manifest["metadata"]?["name"]?.GetValue<string>();
        return WriteAsync(
            HttpMethod.Post, type.Path(namespaceName), "application/json", manifest.ToJsonString(), dryRun,
            $"create {new ResourceRef(type, namespaceName, name ?? "")}", cancellationToken);
    }

    public Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken) =>
        WriteAsync(
            HttpMethod.Patch, target.Path, "application/json-patch+json", patch.ToString(), dryRun,
            $"patch {target}", cancellationToken);

    public async Task<KubeObject> ApplyAsync(
        ResourceType type, JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        var target = new ResourceRef(
            type, (string?)manifest["metadata"]?["namespace"], (string?)manifest["metadata"]?["name"] ?? "");

        // Servers before 1.25 do not know fieldValidation and ignore it; they refuse unknown fields of their own kinds.
        string options = $"&fieldValidation=Strict{(force ? "&force=true" : "")}";
        try
        {
            return await WriteAsync(
                HttpMethod.Patch, target.Path, "application/apply-patch+yaml", ApplyBody.Of(manifest), dryRun,
                $"apply {target}", cancellationToken, options).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (ApiErrors.ConflictsOf(exception) is { Count: > 0 } conflicts)
        {
            throw ApplyConflict.Fault(target, conflicts, exception);
        }
    }

    public async Task DeleteAsync(
        ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = "Background",
        };
        if (uid is not null) options["preconditions"] = new JsonObject { ["uid"] = uid };
        if (dryRun) options["dryRun"] = new JsonArray("All");
        RequireObject(await requests.WriteAsync(
            HttpMethod.Delete, target.Path, "application/json", options.ToJsonString(), $"delete {target}",
            cancellationToken).ConfigureAwait(false));
    }

    /// <summary>One page of a list.</summary>
    /// <param name="query">What to list.</param>
    /// <param name="next">The token of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<ResourcePage> ReadPageAsync(
        ResourceQuery query, string? next, CancellationToken cancellationToken)
    {
        string path = $"{query.Type.Path(query.Namespace)}?limit={query.PageSize}{Selectors(query)}"
            + (next is null ? "" : $"&continue={Uri.EscapeDataString(next)}");
        string where = query.Namespace is null ? "" : $" in namespace {query.Namespace}";
        return await requests
            .GetJsonAsync(
                path, $"list {query.Type}{where}", Take, query.MetadataOnly ? Metadata : null, cancellationToken)
            .ConfigureAwait(false);

        // Each object has memory of its own, so that one that is kept does not keep its page.
        ResourcePage Take(JsonElement root)
        {
            if (!IsList(root)) throw requests.NotKubernetes("its answer is no list");
            KubeObject[] items = [.. root.Items("items").Select(item => new KubeObject(item.Clone(), query.Type))];
            string? rest = root.Text("metadata", "continue");
            return new ResourcePage(
                items, rest is { Length: > 0 } ? rest : null, root.Text("metadata", "resourceVersion") ?? "");
        }
    }

    /// <summary>
    /// The next page. A list that is read slowly may outlive its token (410); the server then gives another one, which
    /// goes on after the last object in a newer state (kubernetes.io, "Retrieving large results sets in chunks").
    /// </summary>
    private async Task<ResourcePage> ReadNextPageAsync(
        ResourceQuery query, string? next, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(query, next, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (next is not null && ApiErrors.ContinueOf(exception) is { } other)
        {
            return await ReadPageAsync(query, other, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The selectors as query text, with a leading <c>&amp;</c>.</summary>
    internal static string Selectors(ResourceQuery query) =>
        (query.LabelSelector is null ? "" : $"&labelSelector={Uri.EscapeDataString(query.LabelSelector)}")
        + (query.FieldSelector is null ? "" : $"&fieldSelector={Uri.EscapeDataString(query.FieldSelector)}");

    private async Task<KubeObject> WriteAsync(
        HttpMethod method, string path, string mediaType, string body, bool dryRun, string action,
        CancellationToken cancellationToken, string options = "")
    {
        string target = $"{path}?{FieldManager}{(dryRun ? "&dryRun=All" : "")}{options}";
        return RequireObject(await requests
            .WriteAsync(method, target, mediaType, body, action, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// An object, or the Status that answers a deletion: both have a kind, or at least metadata. Anything else that
    /// comes with 200, as from a gateway, must not pass for a write that was made.
    /// </summary>
    private KubeObject RequireObject(JsonElement answer) =>
        answer.Text("kind") is not null || answer.At("metadata") is not null
            ? new KubeObject(answer)
            : throw requests.NotKubernetes("its answer is no object of Kubernetes");

    /// <summary>Some aggregated servers send null for no items.</summary>
    private static bool IsList(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("items", out _);
}
