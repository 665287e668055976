namespace MicroK8s.Tests.Outages;

/// <summary>How an API server ends.</summary>
public enum ServerEnd
{
    /// <summary>As in a crash: SIGKILL.</summary>
    Kill,

    /// <summary>As in an update: SIGTERM, and the end a moment later.</summary>
    Stop,
}
