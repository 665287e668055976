namespace MicroK8s.Tests.Engine;

/// <summary>One shell for all tests of a class, which run one by one; for those that leave nothing behind in it.</summary>
public sealed class SharedShell : IDisposable
{
    public Shell Shell { get; } = new();

    public void Dispose() => Shell.Dispose();
}
