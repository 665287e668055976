using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>
/// One planned write of one object: an <see cref="ObjectCreation"/>, an <see cref="ObjectUpdate"/> or an
/// <see cref="ObjectDeletion"/>.
/// </summary>
/// <param name="Target">The object's address.</param>
public abstract record ObjectWrite(ResourceRef Target)
{
    /// <summary>What there is of it afterwards, as a noun: <c>the change of Deployment shop/web</c>.</summary>
    public abstract string Effect { get; }

    /// <summary>Lets the server check the write without storing it.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec, also for a field that the server would not store; AlreadyExists, Conflict, AccessDenied,
    /// QuotaExceeded, ResourceNotFound.
    /// </exception>
    public abstract Task<WritePreview> PreviewAsync(IResources resources, CancellationToken cancellationToken);

    /// <summary>Writes it.</summary>
    /// <exception cref="ClusterException">As <see cref="PreviewAsync"/>.</exception>
    internal abstract Task<WrittenObject> WriteAsync(IResources resources, CancellationToken cancellationToken);

    /// <summary>Whether the object shows that the write was done. Null if it does not tell.</summary>
    /// <param name="now">The object as it is. Null if there is none.</param>
    internal abstract bool? IsDoneIn(KubeObject? now);
}
