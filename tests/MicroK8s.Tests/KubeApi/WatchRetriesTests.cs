using MicroK8s.Errors;
using MicroK8s.KubeApi.Requests;

namespace MicroK8s.Tests.KubeApi;

public sealed class WatchRetriesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void A_server_that_is_back_may_refuse_as_long_however_long_it_was_away(int outage)
    {
        var retries = new WatchRetries();
        retries.NoteList();
        for (int failure = 0; failure < outage; failure++)
        {
            Assert.True(retries.MayRecover(ClusterFault.Unreachable));
            retries.NoteFailure(ClusterFault.Unreachable);
        }

        for (int refusal = 0; refusal < 10; refusal++)
        {
            Assert.True(retries.MayRecover(ClusterFault.AccessDenied), $"refusal {refusal}");
            retries.NoteFailure(ClusterFault.AccessDenied);
        }

        Assert.False(retries.MayRecover(ClusterFault.AccessDenied));
        retries.NoteNews();
        Assert.True(retries.MayRecover(ClusterFault.AccessDenied));
    }

    [Fact]
    public void What_never_listed_reports_every_failure_at_once()
    {
        var retries = new WatchRetries();
        Assert.All(Enum.GetValues<ClusterFault>(), fault => Assert.False(retries.MayRecover(fault)));
    }

    [Fact]
    public void A_fault_of_the_request_is_not_tried_again()
    {
        var retries = new WatchRetries();
        retries.NoteList();
        Assert.False(retries.MayRecover(ClusterFault.InvalidSpec));
        Assert.False(retries.MayRecover(ClusterFault.ResourceNotFound));
    }
}
