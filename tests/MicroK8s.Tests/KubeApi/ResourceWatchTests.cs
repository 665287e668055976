using System.Collections.Concurrent;
using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Tests.KubeApi;

/// <summary>What a watch must survive, played by a loopback server because a real one cannot be made to do it on demand.</summary>
public sealed class ResourceWatchTests
{
    [Fact]
    public async Task A_closed_stream_is_taken_up_from_the_last_version()
    {
        var requests = new ConcurrentQueue<string>();
        string[] changes = await WatchAsync(
            requests, 4,
            List("10", Pod("a", 1)),
            (200, Event("MODIFIED", Pod("a", 11))),
            (200, Event("BOOKMARK", Pod("", 15))),
            (200, Event("DELETED", Pod("a", 16))));

        Assert.Equal(["Changed a@1", "Synced", "Changed a@11", "Removed a@16"], changes);
        Assert.Equal(["", "10", "11", "15"], requests.Take(4).Select(VersionOf));
    }

    [Fact]
    public async Task A_version_that_the_server_forgot_leads_to_a_new_list_that_reports_only_what_changed()
    {
        string[] changes = await WatchAsync(
            [], 6,
            List("10", Pod("a", 1), Pod("b", 1), Pod("c", 1)),
            (200, Event("ERROR", """{"kind":"Status","code":410,"reason":"Expired"}""")),
            List("20", Pod("a", 1), Pod("b", 12)),
            (410, """{"kind":"Status","code":410,"reason":"Expired","message":"too old"}"""));

        Assert.Equal(["Changed a@1", "Changed b@1", "Changed c@1", "Synced", "Changed b@12", "Removed c@1"], changes);
    }

    [Fact]
    public async Task An_outage_of_the_server_is_waited_out()
    {
        (int, string) down = (503, "starting");
        string[] changes = await WatchAsync(
            [], 3,
            List("10", Pod("a", 1)),
            down, down, down, down, // one read of the adapter, with its retries
            (200, Event("MODIFIED", Pod("a", 12))));

        Assert.Equal(["Changed a@1", "Synced", "Changed a@12"], changes);
    }

    [Fact]
    public async Task A_gateway_and_a_server_that_has_just_started_are_waited_out()
    {
        const string Denied = """{"kind":"Status","code":403,"reason":"Forbidden","message":"role not found"}""";
        string[] changes = await WatchAsync(
            [], 3,
            List("10", Pod("a", 1)),
            (403, Denied),
            (200, Event("ERROR", """{"kind":"Status","code":410,"reason":"Expired"}""")),
            (404, "<html>default backend</html>"),
            List("20", Pod("a", 12)));

        Assert.Equal(["Changed a@1", "Synced", "Changed a@12"], changes);
    }

    [Fact]
    public async Task A_line_that_is_cut_off_is_a_broken_stream()
    {
        string[] changes = await WatchAsync(
            [], 3,
            List("10", Pod("a", 1)),
            (200, """{"type":"MODIFIED","object":{"kind":"""),
            (200, Event("MODIFIED", Pod("a", 12))));

        Assert.Equal(["Changed a@1", "Synced", "Changed a@12"], changes);
    }

    [Fact]
    public async Task A_server_that_closes_every_stream_at_once_is_not_asked_in_a_loop()
    {
        var requests = new ConcurrentQueue<string>();
        (int, string) closed = (200, "");
        await WatchAsync(
            requests, 3, List("10", Pod("a", 1)), closed, closed, closed, closed, (200, Event("MODIFIED", Pod("a", 12))));

        // Pauses of 0.1, 0.2, 0.4 and 0.8 s lie between; a loop without them would have asked thousands of times.
        Assert.Equal(6, requests.Count);
    }

    private static async Task<string[]> WatchAsync(
        ConcurrentQueue<string> requests, int count, params (int Status, string Body)[] answers)
    {
        int next = -1;
        using var server = RawServer.OfJson(request =>
        {
            requests.Enqueue(request.Target);
            int index = Interlocked.Increment(ref next);
            return index < answers.Length ? answers[index] : (200, "");
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        using var limit = Patience.Start();
        var changes = new List<string>();
        var query = new ResourceQuery(ResourceTypes.Pod, "home");
        await foreach (WatchEvent change in session.Resources.WatchAsync(query, limit.Token))
        {
            string item = change.Item is null ? "" : $" {change.Item.Name}@{change.Item.ResourceVersion}";
            changes.Add($"{change.Kind}{item}");
            if (changes.Count == count) break;
        }

        return [.. changes];
    }

    private static string VersionOf(string url) =>
        url.Split("resourceVersion=", 2) is [_, string rest] ? rest.Split('&')[0] : "";

    private static (int, string) List(string version, params string[] items) =>
        (200, $$"""{"kind":"PodList","metadata":{"resourceVersion":"{{version}}"},"items":[{{string.Join(',', items)}}]}""");

    private static string Event(string type, string item) => $$"""{"type":"{{type}}","object":{{item}}}""" + "\n";

    private static string Pod(string name, int version) =>
        $$"""{"kind":"Pod","metadata":{"name":"{{name}}","uid":"uid-{{name}}","resourceVersion":"{{version}}"} }""";
}
