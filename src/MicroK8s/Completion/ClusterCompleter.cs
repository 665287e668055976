using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Language;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Completion;

/// <summary>
/// Completes names of the cluster that the command line means. Cached for a moment, bounded in time and silent on
/// failure: a completer must never disturb typing.
/// </summary>
public abstract class ClusterCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<string, (DateTime Read, string[] Names)> Cache = new();

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        string stem = StemOf(word);
        var pattern = WildcardPattern.Get(word[stem.Length..] + "*", WildcardOptions.IgnoreCase);
        return Sort(Read(new CompletionRequest(fakeBoundParameters)).Where(pattern.IsMatch)).Select(Present)
            .Where(candidate => candidate.IsHarmless).Select(candidate => candidate.ToResult(stem));
    }

    /// <summary>All names; filtered by the caller.</summary>
    private protected abstract Task<IEnumerable<string>> ReadNamesAsync(
        CompletionRequest request, CancellationToken cancellationToken);

    /// <summary>The bound parameters that the names depend on, beside cluster and namespace.</summary>
    private protected virtual string? ScopeOf(CompletionRequest request) => null;

    /// <summary>How a word begins that is no part of a name, and stays.</summary>
    private protected virtual string StemOf(string word) => "";

    /// <summary>The order in which names are offered.</summary>
    private protected virtual IEnumerable<string> Sort(IEnumerable<string> names) =>
        names.Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>How a name is offered, and what is typed when it is taken.</summary>
    private protected virtual Candidate Present(string name) => new(name, name, name);

    private string[] Read(CompletionRequest request)
    {
        string key = string.Join('|', GetType().Name, request.Scope, ScopeOf(request));
        if (Cache.TryGetValue(key, out var cached) && DateTime.UtcNow - cached.Read < Freshness) return cached.Names;

        using var limit = new CancellationTokenSource(Budget);
        try
        {
            // On the pool, so that no continuation waits for the thread that waits here.
            Task<string[]> reading = Task.Run(() => ReadAsync(request, limit.Token), limit.Token);
            if (!reading.Wait(Budget))
            {
                // The timer of the token may be a moment later than this one, and it ends here.
                limit.Cancel();
                return [];
            }

            Cache[key] = (DateTime.UtcNow, reading.Result);
            return reading.Result;
        }
        catch (AggregateException exception)
            when (exception.GetBaseException() is ClusterException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task<string[]> ReadAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        using (request)
        {
            return [.. await ReadNamesAsync(request, cancellationToken).ConfigureAwait(false)];
        }
    }
}
