using System.Reflection;

namespace MicroK8s.Tests.KubeApi;

public sealed class HandlerSetupTests
{
    [Fact]
    public void A_connection_that_says_nothing_is_asked_whether_it_lives_and_redirects_are_not_followed()
    {
        Assembly adapter = Adapter.Backend().GetType().Assembly;
        MethodInfo ofPod = adapter.GetType("MicroK8s.KubeApi.Connection.ConnectionSettings", throwOnError: true)!
            .GetMethod("OfPod")!;
        object pod = Activator.CreateInstance(ofPod.GetParameters()[0].ParameterType)!;
        pod.GetType().GetProperty("Host")!.SetValue(pod, "https://127.0.0.1:1");
        using var handler = (SocketsHttpHandler)adapter
            .GetType("MicroK8s.KubeApi.Connection.HandlerSetup", throwOnError: true)!
            .GetMethod("Make")!.Invoke(null, [ofPod.Invoke(null, [pod])])!;

        Assert.Equal(TimeSpan.FromSeconds(30), handler.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(15), handler.KeepAlivePingTimeout);
        Assert.Equal(HttpKeepAlivePingPolicy.WithActiveRequests, handler.KeepAlivePingPolicy);
        Assert.False(handler.AllowAutoRedirect);
    }
}
