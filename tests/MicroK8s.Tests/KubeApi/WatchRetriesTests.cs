using System.Reflection;
using MicroK8s.Errors;

namespace MicroK8s.Tests.KubeApi;

/// <summary>The rule by which a watch gives up, as it is staged; its pauses would take minutes on a real server.</summary>
public sealed class WatchRetriesTests
{
    private readonly object _retries;

    public WatchRetriesTests()
    {
        Type adapter = Adapter.Backend().GetType();
        _retries = Activator.CreateInstance(adapter.Assembly.GetType("MicroK8s.KubeApi.Requests.WatchRetries", throwOnError: true)!)!;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void A_server_that_is_back_may_refuse_as_long_however_long_it_was_away(int outage)
    {
        Call("NoteList");
        for (int failure = 0; failure < outage; failure++)
        {
            Assert.True(MayRecover(ClusterFault.Unreachable));
            Call("NoteFailure", ClusterFault.Unreachable);
        }

        for (int refusal = 0; refusal < 10; refusal++)
        {
            Assert.True(MayRecover(ClusterFault.AccessDenied), $"refusal {refusal}");
            Call("NoteFailure", ClusterFault.AccessDenied);
        }

        Assert.False(MayRecover(ClusterFault.AccessDenied));
        Call("NoteNews");
        Assert.True(MayRecover(ClusterFault.AccessDenied));
    }

    [Fact]
    public void What_never_listed_reports_every_failure_at_once() =>
        Assert.All(Enum.GetValues<ClusterFault>(), fault => Assert.False(MayRecover(fault)));

    [Fact]
    public void A_fault_of_the_request_is_not_tried_again()
    {
        Call("NoteList");
        Assert.False(MayRecover(ClusterFault.InvalidSpec));
        Assert.False(MayRecover(ClusterFault.ResourceNotFound));
    }

    private bool MayRecover(ClusterFault fault) => (bool)Call("MayRecover", fault)!;

    private object? Call(string method, params object?[] arguments) => _retries.GetType()
        .GetMethod(method, BindingFlags.Public | BindingFlags.Instance)!.Invoke(_retries, arguments);
}
