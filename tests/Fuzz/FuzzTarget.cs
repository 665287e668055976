using CsCheck;

namespace MicroK8s.Fuzz;

/// <summary>One door of the module through which bytes of others come in.</summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>Its name; its seeds lie in the folder of that name in <c>corpus</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its seeds as their structure allows to change them; null where bytes have none.</summary>
    public virtual Gen<byte[]>? Structured(IReadOnlyList<byte[]> seeds) => null;

    /// <summary>
    /// Takes one input all the way. It ends well or with a <see cref="MicroK8s.Errors.ClusterException"/>; whatever
    /// else comes out is a finding.
    /// </summary>
    public abstract Task RunAsync(byte[] input);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>What must hold beyond that.</summary>
    protected static void Require(bool holds, string rule)
    {
        if (!holds) throw new BrokenRuleException(rule);
    }
}
