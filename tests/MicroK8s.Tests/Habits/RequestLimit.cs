using MicroK8s.Connection;

namespace MicroK8s.Tests.Habits;

/// <summary>Sets the time of one request for this process, and back.</summary>
internal sealed class RequestLimit : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(RequestTimeout.Variable);

    public RequestLimit(string seconds) => Environment.SetEnvironmentVariable(RequestTimeout.Variable, seconds);

    public void Dispose() => Environment.SetEnvironmentVariable(RequestTimeout.Variable, _before);
}
