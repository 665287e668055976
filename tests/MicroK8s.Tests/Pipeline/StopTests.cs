using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Pipeline;

public sealed class StopTests
{
    [Fact]
    public void Ctrl_C_ends_a_request_that_gets_no_answer_within_100_ms()
    {
        using var never = new ManualResetEventSlim();
        using var server = new PlainServer(_ =>
        {
            never.Wait();
            return (200, "");
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        TimeSpan took = shell.StopAfter(
            "Connect-Cluster -KubeConfig $args[0]", TimeSpan.FromSeconds(1.5), file.Path);
        never.Set();

        // The promise is 100 ms; the rest is what a busy test machine may take to run the threads at all.
        Assert.True(took < TimeSpan.FromMilliseconds(400), $"{took.TotalMilliseconds} ms");
    }

    [Fact]
    public void A_session_that_was_stopped_while_it_opened_works_the_next_time()
    {
        int requests = 0;
        using var never = new ManualResetEventSlim();
        using var server = new PlainServer(_ =>
        {
            if (Interlocked.Increment(ref requests) == 1) never.Wait();
            return (200, """{"gitVersion":"v1.30.0"}""");
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using var shell = new Shell();
        shell.StopAfter("Connect-Cluster -KubeConfig $args[0]", TimeSpan.FromSeconds(1.5), file.Path);
        never.Set();
        shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path).AssertNoErrors();
    }
}
