namespace MicroK8s.Connection;

/// <summary>How the server answers an eviction.</summary>
public enum EvictionVerdict
{
    /// <summary>The pod is being deleted.</summary>
    Accepted,

    /// <summary>It is gone already, or another pod has its name.</summary>
    Gone,

    /// <summary>A disruption budget does not allow it now (429); later it may.</summary>
    NotNow,

    /// <summary>It never will as things are (500): several budgets select the pod.</summary>
    Never,
}
