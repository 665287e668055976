using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>A kind whose CustomResourceDefinition was written a moment ago.</summary>
public static class NewKind
{
    /// <summary>The server serves a kind a little later than its definition says that it does.</summary>
    private static readonly TimeSpan ServingLag = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static readonly ResourceType Definition = new(
        "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false);

    /// <summary>Waits until the server has accepted a definition and serves its kind.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="definition">The name of the definition, such as <c>shops.example.com</c>.</param>
    /// <param name="timeout">After this, RolloutTimeout.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClusterException">InvalidSpec: its names are taken. RolloutTimeout.</exception>
    public static async Task WaitAsync(
        IResources resources, string definition, WaitLimit timeout, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout.Left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var query = ResourceQuery.For(new ResourceRef(Definition, null, definition));
        try
        {
            await foreach (WatchEvent change in resources.WatchAsync(query, either.Token).ConfigureAwait(false))
            {
                if (change.Item is not { } item) continue;
                if (Has(item, "Established", "True")) return;
                if (!Has(item, "NamesAccepted", "False")) continue;
                throw new ClusterException(
                    ClusterFault.InvalidSpec, $"{item} is not accepted: {Reason(item)}.", item.ToString());
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException(
                ClusterFault.RolloutTimeout,
                $"CustomResourceDefinition {definition} was not established after {timeout}.",
                definition);
        }
    }

    /// <summary>Waits for the definition of a kind, then does something that needs the kind.</summary>
    internal static async Task<T> UseAsync<T>(
        IClusterSession session, ResourceType type, Func<Task<T>> body, WaitLimit timeout, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await WaitAsync(session.Resources, $"{type.Plural}.{type.Group}", timeout, clock, cancellationToken)
            .ConfigureAwait(false);
        long start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await body().ConfigureAwait(false);
            }
            catch (ClusterException exception)
                when (exception.Fault == ClusterFault.KindNotSupported && clock.GetElapsedTime(start) < ServingLag)
            {
                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool Has(KubeObject definition, string type, string status) =>
        definition.Condition(type).Text("status") == status;

    private static string Reason(KubeObject definition) =>
        UntrustedText.Quote(definition.Condition("NamesAccepted").Text("message")).TrimEnd('.');
}
