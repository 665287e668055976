using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MicroK8s.Errors;
using MicroK8s.Health.ControlPlane;
using MicroK8s.Resources;

namespace MicroK8s.Health.Catalog;

/// <summary>Runs health checks side by side and gives each finding as soon as it is known.</summary>
public static class HealthRun
{
    /// <summary>Runs the checks. A server that does not answer is one finding, and no check is tried.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="scope">What to test; version and clock of the server are filled in.</param>
    /// <param name="timeout">What each check has; one that is not done by then ends with an Unknown finding.</param>
    /// <param name="cancellationToken">Ends the run, as does leaving the enumeration.</param>
    /// <exception cref="ClusterException">NotAuthenticated, NotKubernetes, NamespaceNotFound.</exception>
    public static async IAsyncEnumerable<HealthFinding> RunAsync(
        IReadOnlyList<IHealthCheck> checks, HealthScope scope, TimeSpan timeout,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = scope.Clock.GetTimestamp();
        ServerContact contact = await ServerContact
            .MakeAsync(scope.Session, scope.Clock, timeout, cancellationToken).ConfigureAwait(false);
        if (contact.Silence is not null)
        {
            yield return Silent(scope, contact.Silence, scope.Clock.GetElapsedTime(start));
            yield break;
        }

        HealthScope reached = scope with { ServerVersion = contact.Version, ServerAhead = contact.Ahead };
        await RequireNamespacesAsync(reached, cancellationToken).ConfigureAwait(false);
        var findings = Channel.CreateUnbounded<HealthFinding>();
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task running = RunAllAsync(checks, reached, timeout, findings.Writer, abandon);
        try
        {
            await foreach (HealthFinding finding in
                findings.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return finding;
            }
        }
        finally
        {
            await abandon.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A namespace that is not there lists as empty, which would look healthy.</summary>
    private static async Task RequireNamespacesAsync(HealthScope scope, CancellationToken cancellationToken)
    {
        foreach (string name in scope.Namespaces)
        {
            var target = new ResourceRef(ResourceTypes.Namespace, null, name);
            try
            {
                if (await scope.Session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false) is null)
                {
                    throw new ClusterException(
                        ClusterFault.NamespaceNotFound, $"-Namespace: there is no namespace '{name}'.", name);
                }
            }
            catch (ClusterException exception)
                when (exception.Fault is ClusterFault.AccessDenied or ClusterFault.Unreachable)
            {
                // Whoever may not read namespaces may still read what is in them; the checks will tell.
            }
        }
    }

    private static async Task RunAllAsync(
        IReadOnlyList<IHealthCheck> checks, HealthScope scope, TimeSpan timeout, ChannelWriter<HealthFinding> findings,
        CancellationTokenSource abandon)
    {
        try
        {
            CheckRun[] runs = [.. checks.Select(check => new CheckRun(check, scope, findings))];
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(abandon.Token);
            Task reading = new ListReader(scope).ReadAsync(runs, enough.Token);
            try
            {
                Task judging = Task.WhenAll(runs.Select(run => run.RunAsync(timeout, abandon.Token)));

                // A reader that fails otherwise than by a fault of the cluster is a bug, and the checks would wait.
                Task first = await Task.WhenAny(judging, reading).ConfigureAwait(false);
                if (first.IsFaulted) await first.ConfigureAwait(false);
                await judging.ConfigureAwait(false);
            }
            finally
            {
                // Checks past their deadline leave lists unread, and a stop leaves all of them: no request outlives it.
                await enough.CancelAsync().ConfigureAwait(false);
                await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            findings.Complete();
        }
        catch (Exception exception)
        {
            // Handed to the reader: a check that fails otherwise than by a fault of the cluster is a bug.
            await abandon.CancelAsync().ConfigureAwait(false);
            findings.Complete(exception);
        }
    }

    private static HealthFinding Silent(HealthScope scope, string why, TimeSpan duration) => new(
        HealthStatus.Unhealthy, ApiCodes.Silent.Id, ApiCheck.CheckName, HealthCategory.ControlPlane,
        scope.Session.Context.Server, UntrustedText.Quote(why).TrimEnd('.'),
        "Check that the cluster is up and that this machine can reach it", duration);
}
