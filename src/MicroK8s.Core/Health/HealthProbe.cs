using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>
/// One run of one check. It says which lists it wants, is given their objects page by page, keeps no more of them than
/// its rules need, and at the end says what only all of them tell. Its members are never called at the same time.
/// </summary>
/// <param name="scope">What is tested.</param>
public abstract class HealthProbe(HealthScope scope)
{
    private readonly HashSet<HealthList> _unread = [];
    private readonly HashSet<HealthList> _unserved = [];

    /// <summary>The lists that it wants.</summary>
    public virtual IReadOnlyList<HealthList> Lists => [];

    /// <summary>What is tested.</summary>
    protected HealthScope Scope => scope;

    /// <summary>
    /// Takes an object of one of the lists, in any order, and gives the verdicts that it alone decides.
    /// </summary>
    /// <param name="item">The object.</param>
    public virtual IEnumerable<HealthVerdict> Take(KubeObject item) => [];

    /// <summary>The verdicts that are known when all lists have been read, as far as they could be.</summary>
    /// <param name="cancellationToken">Cancelled at the check's deadline.</param>
    /// <exception cref="ClusterException">
    /// The check could not be made to its end: the run calls that Unknown.
    /// </exception>
    public abstract IAsyncEnumerable<HealthVerdict> EndAsync(CancellationToken cancellationToken);

    /// <summary>Notes that a list could not be read, or not all of it.</summary>
    /// <param name="list">The list.</param>
    public void MissList(HealthList list) => _unread.Add(list);

    /// <summary>Notes that the server does not have the kind of a list.</summary>
    /// <param name="list">The list.</param>
    public void LackList(HealthList list) => _unserved.Add(list);

    /// <summary>Whether a list was read to its end; one of a kind that the server does not have is empty.</summary>
    /// <param name="list">The list.</param>
    protected bool IsRead(HealthList list) => !_unread.Contains(list);

    /// <summary>Whether the server has the kind of a list, as far as that could be seen.</summary>
    /// <param name="list">The list.</param>
    protected bool IsServed(HealthList list) => !_unserved.Contains(list);
}
