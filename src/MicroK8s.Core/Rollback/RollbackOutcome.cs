namespace MicroK8s.Rollback;

/// <summary>What became of a rollback.</summary>
public enum RollbackOutcome
{
    /// <summary>The workload runs the revision, all pods available.</summary>
    RolledBack,

    /// <summary>It is written, and nobody waited for the pods.</summary>
    Started,

    /// <summary>The workload was of that template already; nothing was written.</summary>
    Unchanged,

    /// <summary>
    /// The same pipeline run has rolled it back before, as a step that is tried again does; nothing was written.
    /// </summary>
    Skipped,
}
