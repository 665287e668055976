using MicroK8s.Health;

namespace MicroK8s.Tests.Health;

/// <summary>A check that does what a test says.</summary>
internal sealed class StubCheck(
    string name, Func<HealthScope, CancellationToken, IAsyncEnumerable<HealthVerdict>> run) : IHealthCheck
{
    public string Name => name;

    public HealthCategory Category => HealthCategory.System;

    public IAsyncEnumerable<HealthVerdict> RunAsync(HealthScope scope, CancellationToken cancellationToken) =>
        run(scope, cancellationToken);
}
