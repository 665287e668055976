namespace MicroK8s.Tests;

/// <summary>
/// How long a test waits for what must come: far longer than a loaded machine needs, as only a test that fails waits so long.
/// </summary>
internal static class Patience
{
    public static TimeSpan Long { get; } = TimeSpan.FromMinutes(2);

    public static CancellationTokenSource Start() => new(Long);
}
