namespace MicroK8s.Resources;

/// <summary>What a watch reports.</summary>
public enum WatchEventKind
{
    /// <summary>The object is new or has changed, or is there at the start of the watch.</summary>
    Changed,

    /// <summary>The object is gone, also if it went while the watch was interrupted.</summary>
    Removed,

    /// <summary>
    /// All that was there at the start, or after an interruption, has been reported. Carries no object.
    /// </summary>
    Synced,
}
