using System.Threading.Channels;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Health.Catalog;

/// <summary>One check of a run: takes what the lists bring, and writes findings until its deadline.</summary>
internal sealed class CheckRun
{
    private readonly IHealthCheck _check;
    private readonly HealthScope _scope;
    private readonly ChannelWriter<HealthFinding> _findings;
    private readonly HealthProbe _probe;
    private readonly object _one = new();
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start;
    private int _listsToRead;
    private bool _isOver;

    public CheckRun(IHealthCheck check, HealthScope scope, ChannelWriter<HealthFinding> findings)
    {
        _check = check;
        _scope = scope;
        _findings = findings;
        _start = scope.Clock.GetTimestamp();
        _probe = check.Start(scope);
        _listsToRead = _probe.Lists.Count;
        if (_listsToRead == 0) _read.SetResult();
    }

    public IReadOnlyList<HealthList> Lists => _probe.Lists;

    /// <summary>Hands an object to the check, if it still runs.</summary>
    public void Take(KubeObject item)
    {
        lock (_one)
        {
            if (_isOver) return;
            foreach (HealthVerdict verdict in _probe.Take(item)) Tell(verdict);
        }
    }

    /// <summary>Says that a part of a list could not be read.</summary>
    public void Miss(HealthList list, ClusterException why)
    {
        lock (_one)
        {
            if (_isOver) return;
            _probe.MissList(list);
            Tell(Unmade(why));
        }
    }

    /// <summary>Says that the server does not have the kind of a list.</summary>
    public void Lack(HealthList list)
    {
        lock (_one) _probe.LackList(list);
    }

    /// <summary>Says that a list is read, as far as it could be.</summary>
    public void EndList()
    {
        if (Interlocked.Decrement(ref _listsToRead) == 0) _read.TrySetResult();
    }

    /// <summary>Waits for the lists, and lets the check come to its end.</summary>
    public async Task RunAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, _scope.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _read.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            await foreach (HealthVerdict verdict in _probe.EndAsync(limit.Token).ConfigureAwait(false))
            {
                Tell(verdict);
            }
        }
        catch (ClusterException exception)
        {
            Tell(Unmade(exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lock (_one)
            {
                _isOver = true;
                Tell(HealthVerdict.Of(
                    new HealthTarget(_scope.Session.Context.Name),
                    new HealthProblem(
                        GeneralCodes.NotDone, $"Not done within {AgeText.Of(timeout)}",
                        "Raise -Timeout or narrow -Namespace")));
            }
        }
    }

    private void Tell(HealthVerdict verdict) => _findings.TryWrite(new HealthFinding(
        verdict.Status, verdict.Code?.Id, _check.Name, _check.Category, verdict.Target.Text,
        UntrustedText.Quote(verdict.Evidence).TrimEnd('.'), verdict.Remediation, _scope.Clock.GetElapsedTime(_start))
    {
        Kind = verdict.Target.Kind,
        Namespace = verdict.Target.Namespace,
        Name = verdict.Target.Name,
    });

    private static HealthVerdict Unmade(ClusterException exception) =>
        exception.Fault == ClusterFault.AccessDenied
            ? HealthVerdict.Of(
                new HealthTarget($"{exception.Target}"),
                new HealthProblem(
                    GeneralCodes.MissingRight, MissingRight.Describe(exception), MissingRight.Advice))
            : HealthVerdict.Of(
                new HealthTarget($"{exception.Target}"),
                new HealthProblem(
                    GeneralCodes.NotRead, $"{exception.Fault}: {exception.Message}", exception.Advice));
}
