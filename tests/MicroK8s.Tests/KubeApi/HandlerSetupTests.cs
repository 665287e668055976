namespace MicroK8s.Tests.KubeApi;

public sealed class HandlerSetupTests
{
    [Fact]
    public void A_connection_that_says_nothing_is_asked_whether_it_lives()
    {
        using var handler = new SocketsHttpHandler();

        Adapter.Backend().GetType().Assembly.GetType("MicroK8s.KubeApi.Connection.HandlerSetup", throwOnError: true)!
            .GetMethod("Apply")!.Invoke(null, [handler, null]);

        Assert.Equal(TimeSpan.FromSeconds(30), handler.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(15), handler.KeepAlivePingTimeout);
        Assert.Equal(HttpKeepAlivePingPolicy.WithActiveRequests, handler.KeepAlivePingPolicy);
    }
}
