namespace MicroK8s.Waiting;

/// <summary>Which log of a container belongs to a cause.</summary>
public enum RolloutLog
{
    /// <summary>None: the container never ran, or there is none.</summary>
    None,

    /// <summary>That of the run that goes on, or that ended last.</summary>
    Current,

    /// <summary>That of the run before the last restart.</summary>
    Previous,
}
