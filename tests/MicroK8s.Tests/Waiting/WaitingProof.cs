namespace MicroK8s.Tests.Waiting;

/// <summary>What the target object of an error must carry beside its message.</summary>
[Flags]
public enum WaitingProof
{
    None = 0,
    Event = 1,
    Pod = 2,
    Container = 4,
    Log = 8,
    ExitCode = 16,

    /// <summary>A pod that is not placed or not set up yet: no container is concerned.</summary>
    OfPod = Event | Pod,

    /// <summary>A container that never ran.</summary>
    OfContainer = OfPod | Container,

    /// <summary>A container that ended, or was ended.</summary>
    OfEnd = OfContainer | Log | ExitCode,
}
