using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Access.Grants;

/// <summary>A change of who may call a microservice, before anyone agreed to it.</summary>
/// <param name="Title">What is done, in one line.</param>
/// <param name="Writes">The writes, in order; none if everything is so already.</param>
/// <param name="Warnings">What is to be known before, as whole sentences.</param>
public sealed record AccessChangePlan(
    string Title, IReadOnlyList<ObjectWrite> Writes, IReadOnlyList<string> Warnings)
{
    /// <summary>The grants that there are afterwards, one for each policy; none after a revocation.</summary>
    public IReadOnlyList<AccessGrant> Grants { get; init; } = [];

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => Writes.Count == 0;

    /// <summary>Lets the server check every write, and says what it would store.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MicroK8s.Errors.ClusterException">
    /// InvalidSpec, AlreadyExists, Conflict, AccessDenied, ResourceNotFound: as the server says.
    /// </exception>
    public async Task<ChangeSet> PreviewAsync(IResources resources, CancellationToken cancellationToken)
    {
        var previews = new List<WritePreview>();
        foreach (ObjectWrite write in Writes)
        {
            previews.Add(await write.PreviewAsync(resources, cancellationToken).ConfigureAwait(false));
        }

        string text = string.Join('\n', previews.Select(preview => preview.Description).Prepend(Title));
        return new ChangeSet(text, [.. previews.Select(preview => preview.Write)]) { Warnings = Warnings };
    }
}
