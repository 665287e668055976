using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Metrics;

/// <summary>
/// Finds out who calls some pods before their callers are restricted. It gives up soon and never fails: an answer that
/// cannot be had is a gap that is named.
/// </summary>
public static class CallerSearch
{
    /// <summary>
    /// The time up to now that is looked at: a day, so that a job that runs each night is seen too.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>How long all of it may take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Pairs of servers with the same samples, and one for each team, are usual; more are not asked.</summary>
    private const int MostServers = 3;

    /// <summary>Asks every Prometheus of the cluster; that of the namespace first.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the called workloads.</param>
    /// <param name="workloads">Their names, such as that of a service and of its canary.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Who called; with a gap if there is no Prometheus, or none that can be asked.</returns>
    public static Task<ObservedCallers> ReadAsync(
        IClusterSession session, string namespaceName, IReadOnlyList<string> workloads,
        CancellationToken cancellationToken) =>
        ReadAsync(session, namespaceName, workloads, Limit, cancellationToken);

    /// <summary>The same within another time.</summary>
    internal static async Task<ObservedCallers> ReadAsync(
        IClusterSession session, string namespaceName, IReadOnlyList<string> workloads, TimeSpan time,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        return await OrGapAsync("The list of Services", FindAsync).ConfigureAwait(false);

        async Task<ObservedCallers> FindAsync()
        {
            IReadOnlyList<KubeObject> services = await session.Resources
                .ReadAllAsync(new ResourceQuery(ResourceTypes.Service, null), limit.Token).ConfigureAwait(false);
            ProxiedService[] found =
            [
                .. PrometheusServices.Among(services)
                    .OrderByDescending(service => service.Namespace == namespaceName).Take(MostServers),
            ];
            return found.Length == 0
                ? ObservedCallers.Unknown(Window, "no Service of Prometheus was found in the cluster")
                : Join(await Task.WhenAll(found.Select(service => OrGapAsync($"{service}", () => AskAsync(service))))
                    .ConfigureAwait(false));
        }

        async Task<ObservedCallers> AskAsync(ProxiedService service)
        {
            using IHttpService http = session.OpenService(service);
            return await new CallerReader(new PrometheusClient(http), Window)
                .ReadAsync(namespaceName, workloads, time, limit.Token).ConfigureAwait(false);
        }

        async Task<ObservedCallers> OrGapAsync(string what, Func<Task<ObservedCallers>> read)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (ClusterException exception)
            {
                return ObservedCallers.Unknown(Window, exception.Message.TrimEnd('.'));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return ObservedCallers.Unknown(Window, $"{what} did not answer within {time.TotalSeconds} seconds");
            }
        }
    }

    /// <summary>
    /// What several servers know together. Those that scrape the same pods count the same calls, so of each caller the
    /// highest counts are taken.
    /// </summary>
    internal static ObservedCallers Join(IReadOnlyList<ObservedCallers> answers)
    {
        ObservedCaller[] callers =
        [
            .. answers.SelectMany(answer => answer.Callers)
                .GroupBy(caller => (caller.Namespace, caller.Workload, caller.Principal))
                .Select(same => same.First() with
                {
                    Requests = same.Max(caller => caller.Requests),
                    Connections = same.Max(caller => caller.Connections),
                })
                .OrderByDescending(caller => caller.Requests + caller.Connections),
        ];
        bool isKnown = answers.Any(answer => answer.Gap is null);
        return new ObservedCallers(Window, callers)
        {
            Gap = isKnown ? null : string.Join("; ", answers.Select(answer => answer.Gap)),
        };
    }
}
