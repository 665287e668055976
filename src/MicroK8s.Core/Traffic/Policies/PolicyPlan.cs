using MicroK8s.Connection;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Policies;

/// <summary>A change of a traffic policy.</summary>
/// <param name="Title">What is done, in one line.</param>
/// <param name="Writes">The writes; none if the policy is so already.</param>
/// <param name="Warnings">What is to be known before, as whole sentences.</param>
public sealed record PolicyPlan(string Title, IReadOnlyList<ObjectWrite> Writes, IReadOnlyList<string> Warnings)
{
    /// <summary>Lets the server check the writes, and describes them field by field.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.ClusterException">InvalidSpec, AlreadyExists, Conflict, AccessDenied.</exception>
    public async Task<ChangeSet> PreviewAsync(IClusterSession session, CancellationToken cancellationToken)
    {
        var previews = new List<WritePreview>();
        foreach (ObjectWrite write in Writes)
        {
            previews.Add(await write.PreviewAsync(session.Resources, cancellationToken).ConfigureAwait(false));
        }

        return new ChangeSet(
            string.Join('\n', previews.Select(preview => preview.Description).Prepend(Title)),
            [.. previews.Select(preview => preview.Write)])
        {
            Warnings = Warnings,
        };
    }
}
