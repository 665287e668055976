using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// How every cmdlet writes: it warns, shows the plan and asks, says what a stop leaves, and writes to the end.
/// </summary>
public abstract class WritingCmdlet : KubeCmdlet
{
    /// <summary>Warns, so that -WhatIf shows the warnings too, then shows what is planned and asks.</summary>
    /// <param name="description">The plan.</param>
    /// <param name="question">The question after it.</param>
    /// <param name="warnings">What is to be known before.</param>
    private protected bool Agree(string description, string question, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings) WriteWarning(warning);
        return ShouldProcess(description, $"{description}\n{question}", MyInvocation.MyCommand.Name);
    }

    /// <summary>The same for a removal, which asks by itself unless -Force is given.</summary>
    private protected bool AgreeToRemove(string description, IEnumerable<string> warnings, bool force)
    {
        foreach (string warning in warnings) WriteWarning(warning);
        return ShouldRemove(description, $"{description}\nRemove it?", MyInvocation.MyCommand.Name, force);
    }

    /// <summary>
    /// Writes. A stop, or the end of the time, ends the wait for it and not the write: half of it would be worse than
    /// all or none.
    /// </summary>
    /// <param name="onStop">What a person who stops it is told: what there is afterwards.</param>
    /// <param name="write">Begins the write; it must not be cancelled.</param>
    private protected async Task<T> WriteAsync<T>(string onStop, Func<Task<T>> write)
    {
        using IDisposable note = WarnOnStop(onStop);
        return await Writes.Track(write());
    }

    /// <summary>Warns, asks, and writes all of a change or none.</summary>
    /// <returns>What was written. Null if nobody agreed.</returns>
    private protected async Task<IReadOnlyList<WrittenObject>?> ChangeAsync(
        IClusterSession session, ChangeSet change, string question = "Do it?") =>
        Agree(change.Description, question, change.Warnings)
            ? await WriteAsync(Unstopped(change), () => ChangeSetRun.ApplyAsync(session.Resources, change.Writes))
            : null;

    /// <summary>Shows a change of one object as the server would store it, asks, and writes it.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="wish">The change.</param>
    /// <param name="title">What is done, in one line; the changed fields follow it.</param>
    /// <param name="idle">What is told if there is nothing to do.</param>
    /// <param name="warnings">What is to be known before.</param>
    /// <returns>The object as it is then. Null if nobody agreed.</returns>
    private protected async Task<KubeObject?> UpdateAsync(
        IClusterSession session, ObjectUpdate wish, string title, string idle, params string[] warnings)
    {
        UpdatePreview tried = await UpdatePreview.OfAsync(session.Resources, wish, StopToken);
        if (tried.Update.IsEmpty)
        {
            WriteVerbose($"{idle}; nothing is written.");
            return tried.Update.Read;
        }

        var change = new ChangeSet(tried.Describe(title), [tried.Update]) { Warnings = warnings };
        return (await ChangeAsync(session, change))?[0].After;
    }

    /// <summary>What a person who stops a change is told.</summary>
    private protected static string Unstopped(ChangeSet change) =>
        $"Stopped, but carried out to its end: {string.Join("; ", change.ListEffects())}.";
}
