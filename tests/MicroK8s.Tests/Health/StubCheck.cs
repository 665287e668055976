using MicroK8s.Health;

namespace MicroK8s.Tests.Health;

/// <summary>A check that does what a test says.</summary>
internal sealed class StubCheck(
    string name, Func<HealthScope, CancellationToken, IAsyncEnumerable<HealthVerdict>> run) : IHealthCheck
{
    public string Name => name;

    public HealthCategory Category => HealthCategory.System;

    public string Summary => "What a test says";

    public IReadOnlyList<HealthCode> Codes => [];

    public HealthProbe Start(HealthScope scope) => new Probe(scope, run);

    private sealed class Probe(
        HealthScope scope, Func<HealthScope, CancellationToken, IAsyncEnumerable<HealthVerdict>> run) : HealthProbe(scope)
    {
        public override IAsyncEnumerable<HealthVerdict> EndAsync(CancellationToken cancellationToken) =>
            run(Scope, cancellationToken);
    }
}
