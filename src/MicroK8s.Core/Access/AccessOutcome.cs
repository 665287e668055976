namespace MicroK8s.Access;

/// <summary>The answer to a question of access.</summary>
public enum AccessOutcome
{
    /// <summary>A layer does not let the request through.</summary>
    Denied,

    /// <summary>Every layer lets the request through.</summary>
    Allowed,

    /// <summary>No layer denies it, but one depends on what is not known.</summary>
    Unknown,
}
