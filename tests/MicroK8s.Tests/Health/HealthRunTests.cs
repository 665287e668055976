using System.Runtime.CompilerServices;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Health.ControlPlane;
using MicroK8s.Health.Workloads;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class HealthRunTests
{
    private static readonly HealthVerdict Well = HealthVerdict.Of(HealthStatus.Healthy, "x", "y");

    [Fact]
    public async Task A_finding_comes_before_the_slowest_check_is_done()
    {
        var release = new TaskCompletionSource();
        StubCheck fast = new("Fast", (_, stop) => Verdicts(null, stop, Well));
        StubCheck slow = new("Slow", (_, stop) => Verdicts(release.Task, stop, Well));
        await using IAsyncEnumerator<HealthFinding> findings =
            HealthRun.RunAsync([slow, fast], Scope(), TimeSpan.FromMinutes(1), default).GetAsyncEnumerator();

        Assert.True(await findings.MoveNextAsync());
        Assert.Equal("Fast", findings.Current.Check);
        release.SetResult();
        Assert.True(await findings.MoveNextAsync());
        Assert.Equal("Slow", findings.Current.Check);
        Assert.False(await findings.MoveNextAsync());
    }

    [Fact]
    public async Task A_check_past_its_deadline_is_unknown_and_keeps_what_it_found()
    {
        StubCheck check = new("Slow", (_, stop) => WellThenNever(stop));
        HealthFinding[] findings = await RunAsync(TimeSpan.FromMilliseconds(100), Scope(), check);

        Assert.Equal([HealthStatus.Healthy, HealthStatus.Unknown], findings.Select(finding => finding.Status));
        Assert.Contains("Not done within", findings[1].Evidence, StringComparison.Ordinal);
        Assert.True(findings[1].Duration >= TimeSpan.FromMilliseconds(90), $"{findings[1].Duration}");
    }

    [Fact]
    public async Task A_missing_right_is_unknown_and_never_healthy()
    {
        using var session = new StubSession { Forbidden = ResourceTypes.Pod };
        HealthFinding finding = Assert.Single(await RunAsync(null, Scope(session), new PodsCheck()));
        Assert.Equal(HealthStatus.Unknown, finding.Status);
        Assert.Equal("AccessDenied: not allowed to list pods", finding.Evidence);
        Assert.Contains("-Namespace", finding.Remediation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_one_unhealthy_finding_and_no_check_is_tried()
    {
        using var session = new StubSession
        {
            Answer = _ => throw new ClusterException(ClusterFault.Unreachable, "The API server cannot be reached."),
        };
        StubCheck never = new("Never", (_, _) => throw new InvalidOperationException("It was tried."));
        HealthFinding finding = Assert.Single(await RunAsync(null, Scope(session), never));
        Assert.Equal(
            (ApiCheck.CheckName, HealthStatus.Unhealthy, "https://stub:6443"),
            (finding.Check, finding.Status, finding.Target));
    }

    [Theory]
    [InlineData(401, "", ClusterFault.NotAuthenticated)]
    [InlineData(200, "<html>", ClusterFault.NotKubernetes)]
    [InlineData(200, "{}", ClusterFault.NotKubernetes)]
    [InlineData(404, "not found", ClusterFault.NotKubernetes)]
    public async Task A_fault_of_the_kubeconfig_is_no_finding(int status, string body, ClusterFault expected)
    {
        using var session = new StubSession { Answer = _ => new ServerAnswer(status, body) };
        ClusterException exception =
            await Assert.ThrowsAsync<ClusterException>(() => RunAsync(null, Scope(session), new ApiCheck()));
        Assert.Equal(expected, exception.Fault);
    }

    [Fact]
    public async Task A_server_that_starts_is_tested_although_it_tells_no_version()
    {
        using var session = new StubSession { Answer = _ => new ServerAnswer(503, "[+]ping ok\n[-]etcd failed: reason withheld\n") };
        HealthFinding finding = Assert.Single(await RunAsync(null, Scope(session), new ApiCheck()));
        Assert.Equal(HealthStatus.Unhealthy, finding.Status);
        Assert.Contains("/readyz answers 503: etcd failed", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_told_by_the_servers_clock()
    {
        DateTimeOffset server = DateTimeOffset.UtcNow + TimeSpan.FromHours(2);
        using var session = new StubSession
        {
            Answer = _ => new ServerAnswer(200, """{"gitVersion": "v1.30.1"}""") { Date = server },
        };
        DateTimeOffset seen = default;
        StubCheck check = new("Clock", (scope, stop) =>
        {
            seen = scope.Now;
            return Verdicts(null, stop, Well);
        });
        await RunAsync(null, Scope(session), check);
        Assert.InRange(seen - server, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_an_error_because_it_would_look_healthy()
    {
        HealthScope scope = Scope() with { Namespaces = ["nowhere"] };
        ClusterException exception =
            await Assert.ThrowsAsync<ClusterException>(() => RunAsync(null, scope, new PodsCheck()));
        Assert.Equal(ClusterFault.NamespaceNotFound, exception.Fault);
        Assert.Contains("'nowhere'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_in_a_check_escapes()
    {
        StubCheck check = new("Bug", (_, _) => throw new InvalidOperationException("bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(null, Scope(), check));
    }

    [Fact]
    public async Task Evidence_is_one_line_that_neither_steers_a_terminal_nor_a_build_agent()
    {
        StubCheck check = new("Text", (_, stop) => Verdicts(
            null, stop, HealthVerdict.Of(HealthStatus.Warning, "x", "a\u001b[31mred\r\n##vso[task.complete]b.")));
        HealthFinding finding = Assert.Single(await RunAsync(null, Scope(), check));
        Assert.Equal("ared # #vso[task.complete]b", finding.Evidence);
    }

    [Fact]
    public async Task Leaving_early_ends_the_other_checks()
    {
        var ended = new TaskCompletionSource();
        StubCheck endless = new("Endless", (_, stop) => WellThenNever(stop, ended.SetResult));
        await foreach (HealthFinding _ in HealthRun.RunAsync([endless], Scope(), TimeSpan.FromMinutes(5), default)) break;
        await ended.Task.WaitAsync(Patience.Long);
    }

    private static HealthScope Scope(StubSession? session = null) =>
        new(session ?? new StubSession(), [], TimeProvider.System);

    private static async Task<HealthFinding[]> RunAsync(TimeSpan? timeout, HealthScope scope, params IHealthCheck[] checks)
    {
        var findings = new List<HealthFinding>();
        await foreach (HealthFinding finding in
            HealthRun.RunAsync(checks, scope, timeout ?? TimeSpan.FromMinutes(1), default))
        {
            findings.Add(finding);
        }

        return [.. findings];
    }

    private static async IAsyncEnumerable<HealthVerdict> Verdicts(
        Task? first, [EnumeratorCancellation] CancellationToken stop, params HealthVerdict[] verdicts)
    {
        if (first is not null) await first.WaitAsync(stop);
        foreach (HealthVerdict verdict in verdicts) yield return verdict;
    }

    private static async IAsyncEnumerable<HealthVerdict> WellThenNever(
        [EnumeratorCancellation] CancellationToken stop, Action? ended = null)
    {
        yield return Well;
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        finally
        {
            ended?.Invoke();
        }
    }
}
