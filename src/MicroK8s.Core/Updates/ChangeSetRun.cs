using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>Does the writes of a change: all of them or none.</summary>
public static class ChangeSetRun
{
    /// <summary>An undo outlives a stop of the caller, but not without end.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Does the writes in turn. When one fails, those before it are taken back. Nothing cuts it off: half of the writes
    /// would be worse than all or none.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="writes">The writes.</param>
    /// <returns>What was done, one for each object, in this order.</returns>
    /// <exception cref="ClusterException">
    /// As the server says, with nothing written; PartialFailure: something remains, and the message says what.
    /// </exception>
    public static Task<IReadOnlyList<WrittenObject>> ApplyAsync(
        IResources resources, IEnumerable<ObjectWrite> writes) =>
        ApplyAsync(resources, writes, (_, _) => Task.FromResult(false));

    /// <summary>The same, for writes whose refusal may be as good as done.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="writes">The writes.</param>
    /// <param name="isAsGood">Told of each refusal: whether what is there is just what was to be written.</param>
    internal static async Task<IReadOnlyList<WrittenObject>> ApplyAsync(
        IResources resources, IEnumerable<ObjectWrite> writes, Func<ObjectWrite, ClusterException, Task<bool>> isAsGood)
    {
        var done = new List<WrittenObject>();
        foreach (ObjectWrite planned in writes)
        {
            int earlier = done.FindIndex(one => one.Write.Target == planned.Target);
            ObjectWrite write = planned is ObjectUpdate update && earlier >= 0
                ? update.PlanAgain(done[earlier].After!)
                : planned;
            try
            {
                Add(await write.WriteAsync(resources, CancellationToken.None).ConfigureAwait(false));
            }
            catch (ClusterException cause)
            {
                if (await isAsGood(write, cause).ConfigureAwait(false)) continue;
                (bool? isDone, KubeObject? now) = LostAnswer.Is(cause)
                    ? await FindOutAsync(resources, write).ConfigureAwait(false)
                    : (false, null);
                if (isDone == true) Add(new WrittenObject(write, (write as ObjectUpdate)?.Read, now));
                else throw await RevertAsync(resources, done, cause, isDone is null ? write : null)
                    .ConfigureAwait(false);
            }

            void Add(WrittenObject written)
            {
                if (earlier < 0) done.Add(written);
                else done[earlier] = written with { Before = done[earlier].Before };
            }
        }

        return done;
    }

    /// <summary>Takes writes back, the last one first.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="done">The writes.</param>
    /// <param name="cause">Why.</param>
    /// <param name="inDoubt">A write that may have been done too. Null if there is none.</param>
    /// <returns>The fault to report: the cause if nothing remains, else PartialFailure, which says what does.</returns>
    internal static async Task<ClusterException> RevertAsync(
        IResources resources, IReadOnlyList<WrittenObject> done, ClusterException cause,
        ObjectWrite? inDoubt = null)
    {
        if (done.Count == 0) return inDoubt is null ? cause : LostAnswer.Explain(cause, inDoubt.Effect);
        List<string> remains = inDoubt is null ? [] : [$"{inDoubt.Effect} (it may have been done)"];
        using var limit = new CancellationTokenSource(Budget);
        foreach (WrittenObject written in done.Reverse())
        {
            try
            {
                await written.TakeBackAsync(resources, limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
            {
                remains.Add($"{written.Write.Effect} ({exception.Message.TrimEnd('.')})");
            }
        }

        return remains.Count == 0
            ? new ClusterException(
                cause.Fault, $"{cause.Message} What was made before is undone.", cause.Target,
                "Fix the cause and run the command again.", cause)
            : new ClusterException(
                ClusterFault.PartialFailure,
                $"{cause.Message} These could not be undone and remain: {string.Join("; ", remains)}.",
                cause.Target, cause.Advice, cause);
    }

    /// <summary>What the object says of a write whose answer was lost. Null if nobody can tell.</summary>
    private static async Task<(bool? IsDone, KubeObject? Now)> FindOutAsync(IResources resources, ObjectWrite write)
    {
        using var limit = new CancellationTokenSource(Budget);
        try
        {
            KubeObject? now = await resources.FindAsync(write.Target, limit.Token).ConfigureAwait(false);
            return (write.IsDoneIn(now), now);
        }
        catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
        {
            return (null, null);
        }
    }
}
