using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.CanaryRollouts;

/// <summary>Lets the pods of every canary of a namespace fail or be slow as soon as they have an address.</summary>
internal sealed class Spoiler : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly CancellationTokenSource _end = new();
    private readonly Task _spoiling;

    public Spoiler(TestNamespace space, string behaviour) => _spoiling = SpoilAsync(space, behaviour);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _spoiling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task SpoilAsync(TestNamespace space, string behaviour)
    {
        var done = new HashSet<string>();
        var query = new ResourceQuery(ResourceTypes.Pod, space.Name) { LabelSelector = "track=canary" };
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, _end.Token))
        {
            if (change.Item is not { } pod || pod.Condition("Ready").Text("status") != "True" || !done.Add(pod.Uid))
            {
                continue;
            }

            using HttpResponseMessage answer = await Http.PostAsync(
                $"http://{pod.Json.Text("status", "podIP")}:8080/behave?{behaviour}", null, _end.Token);
            Assert.True(answer.IsSuccessStatusCode);
        }
    }
}
