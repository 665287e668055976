using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Pipeline;

/// <summary>Decide, ask, act, for a cmdlet that changes nothing but one workload.</summary>
/// <param name="Title">What is done, in one line; the changed fields follow it.</param>
/// <param name="Idle">What is told if there is nothing to do.</param>
internal sealed record UpdateStep(string Title, string Idle)
{
    /// <summary>Shows a change as the server would store it, asks, and writes it.</summary>
    /// <returns>The workload as it is then. Null if it was not to be changed.</returns>
    public async Task<KubeObject?> RunAsync(
        AsyncCmdlet cmdlet, IResources resources, ObjectUpdate wish, CancellationToken cancellationToken)
    {
        UpdatePreview tried = await UpdatePreview.OfAsync(resources, wish, cancellationToken);
        if (tried.Update.IsEmpty)
        {
            cmdlet.WriteVerbose($"{Idle}; nothing is written.");
            return tried.Update.Read;
        }

        string description = tried.Describe(Title);
        string name = cmdlet.MyInvocation.MyCommand.Name;
        if (!cmdlet.ShouldProcess(description, $"{description}\nDo it?", name)) return null;

        // One write, which is done or not: a stop cuts the wait for its answer off.
        using CancellationTokenRegistration note = cmdlet.WarnOnStop($"Stopped; this may be done: {Title}.");
        return await ObjectUpdateRun.ApplyAsync(resources, tried.Update, cancellationToken);
    }
}
