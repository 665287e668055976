using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>What the server says to a plan, object by object, before anything is made.</summary>
/// <param name="Tried">
/// What it would store; null where a webhook allows no dry run, so that only the real write can tell.
/// </param>
/// <param name="Present">
/// What is there already, just as it would be made: a command that was killed has begun it. Null for what is not.
/// </param>
public sealed record CreationCheck(IReadOnlyList<KubeObject?> Tried, IReadOnlyList<KubeObject?> Present)
{
    /// <summary>Whether a service that was begun is to be completed.</summary>
    public bool Completes => Present.Any(item => item is not null);
}
