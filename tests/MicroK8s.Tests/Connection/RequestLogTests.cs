using System.Text;
using MicroK8s.Connection;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

/// <summary>What is told of requests: to whom, and that no secret is in it.</summary>
public sealed class RequestLogTests
{
    private const string Secret = "s3cret";

    [Theory]
    [InlineData("https://user:s3cret@host:6443/api/v1/pods?limit=500", false, "/api/v1/pods?limit=500")]
    [InlineData("https://user:s3cret@host:9090/api/v1/query?query=up", true, "https://host:9090/api/v1/query?query=up")]
    [InlineData(
        "https://host/api/v1/namespaces/a/pods/b/exec?command=login&command=--password%3Ds3cret&container=c", false,
        "/api/v1/namespaces/a/pods/b/exec?command=(hidden)&command=(hidden)&container=c")]
    public void An_address_is_told_without_credentials_and_commands(string address, bool hasServer, string expected) =>
        Assert.Equal(expected, RequestNote.TargetOf(new Uri(address), hasServer));

    [Fact]
    public void A_request_is_one_line()
    {
        Assert.Equal("GET /version 200 in 12 ms", new RequestNote("GET", "/version", 200, TimeSpan.FromMilliseconds(11.4)).ToString());
        Assert.Equal(
            "GET /version had no answer after 2000 ms", new RequestNote("GET", "/version", null, TimeSpan.FromSeconds(2)).ToString());
    }

    [Theory]
    [InlineData("/api/v1/namespaces/a/secrets/b", """{ "kind": "Status", "message": "s3cret" }""")]
    [InlineData("/api/v1/namespaces/a/serviceaccounts/b/token", """{ "status": { "token": "s3cret" } }""")]
    [InlineData("/api/v1/x", """{ "kind": "Secret", "data": { "a": "s3cret" }, "stringData": { "b": "s3cret" } }""")]
    [InlineData("/api/v1/x", """{ "kind": "SecretList", "items": [ { "data": { "a": "s3cret" } } ] }""")]
    [InlineData("/api/v1/x", """{ "kind": "List", "items": [ { "kind": "Secret", "data": { "a": "s3cret" } } ] }""")]
    [InlineData("/api/v1/x", """{ "spec": { "containers": [ { "env": [ { "name": "A", "value": "s3cret" } ] } ] } }""")]
    [InlineData("/api/v1/x", """{ "httpGet": { "httpHeaders": [ { "name": "Authorization", "value": "s3cret" } ] } }""")]
    [InlineData("/api/v1/x", """[ { "op": "add", "path": "/spec/containers/0/env/0/value", "value": "s3cret" } ]""")]
    [InlineData("/api/v1/x", """[ { "op": "test", "path": "/spec/containers/0/env/-", "value": { "name": "A", "value": "s3cret" } } ]""")]
    [InlineData("/api/v1/x", """[ { "op": "add", "path": "/spec/containers/0", "value": { "env": [ { "name": "A", "value": "s3cret" } ] } } ]""")]
    [InlineData("/api/v1/x", """{ "metadata": { "annotations": { "kubectl.kubernetes.io/last-applied-configuration": "s3cret" } } }""")]
    [InlineData("/api/v1/x", """[ { "path": "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration", "value": "s3cret" } ]""")]
    [InlineData("/api/v1/x", """{ "kind": "Secret", "kind": "Pod", "data": { "a": "s3cret" } }""")]
    [InlineData("/api/v1/x", "{ \"data\": \"s3cret\" ")]
    public void A_body_is_told_without_secrets(string target, string body)
    {
        Assert.Contains(Secret, body, StringComparison.Ordinal);
        string shown = BodyText.Of(target, "application/json", Encoding.UTF8.GetBytes(body));
        Assert.NotEmpty(shown);
        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_is_told_as_far_as_people_read_it()
    {
        Assert.Equal(
            """{"metadata":{"name":"web","annotations":{"a":"<ü>"}}}""",
            Show("""{ "metadata": { "name": "web", "managedFields": [ { "manager": "x" } ], "annotations": { "a": "<ü>" } } }"""));
        string longOne = Show($$"""{ "a": "{{new string('x', 10_000)}}" }""");
        Assert.EndsWith("more characters)", longOne, StringComparison.Ordinal);
        Assert.InRange(longOne.Length, 8000, 8300);
        Assert.Equal("(5 bytes of text/plain, not shown)", BodyText.Of("/log", "text/plain", "hello"u8));
        Assert.Equal("(more than 4 MiB, not shown)", BodyText.Of("/x", "application/json", new byte[BodyText.MostBytes + 1]));

        static string Show(string body) => BodyText.Of("/x", "application/json", Encoding.UTF8.GetBytes(body));
    }

    [Fact]
    public async Task A_listener_belongs_to_the_calls_that_set_it()
    {
        Assert.Null(RequestLog.Listener);
        var mine = new Listener();
        await ListenAsync();
        Assert.Null(RequestLog.Listener);

        async Task ListenAsync()
        {
            RequestLog.Listener = mine;
            await Task.Yield();
            Assert.Same(mine, RequestLog.Listener);
        }
    }

    [Fact]
    public void Verbose_lines_say_which_cluster_as_whom_and_each_request()
    {
        using var server = RawServer.OfJson(_ => (200, """{"gitVersion":"v1.30.0"}"""));
        using var file = new TemporaryFile(KubeConfigText.For(server.Address, "{ token: abc, as: jane }"));
        using var shell = new Shell();
        Assert.Empty(shell.Run("Connect-Cluster -KubeConfig $args[0]; Disconnect-Cluster", file.Path).AssertNoErrors().Verbose);
        IReadOnlyList<string> lines =
            shell.Run("Connect-Cluster -KubeConfig $args[0] -Verbose; Disconnect-Cluster", file.Path).AssertNoErrors().Verbose;
        Assert.StartsWith(
            $"Cluster {server.Address} of context 'test', as user 'tester' who acts as 'jane'.", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^GET /version 200 in \d+ ms\.$", Assert.Single(lines, line => line.StartsWith("GET", StringComparison.Ordinal)));

        // A variable of a function is a mere text.
        IReadOnlyList<string> byVariable = shell.Run(
            "function f($k) { $VerbosePreference = 'Continue'; Connect-Cluster -KubeConfig $k } f $args[0]; Disconnect-Cluster",
            file.Path).AssertNoErrors().Verbose;
        Assert.Contains(byVariable, line => line.StartsWith("GET /version 200", StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_without_an_answer_is_told_too()
    {
        using var file = new TemporaryFile(KubeConfigText.For("http://127.0.0.1:1"));
        using var shell = new Shell();
        EngineResult result = shell.Run("Connect-Cluster -KubeConfig $args[0] -Verbose", file.Path);
        result.AssertError("Unreachable");
        Assert.Contains(
            result.Verbose, line => line.StartsWith("GET /version had no answer after", StringComparison.Ordinal));
    }

    private sealed class Listener : IRequestListener
    {
        public bool WantsBodies => false;

        public void Answered(RequestNote request) => throw new NotSupportedException();

        public void Exchanged(RequestNote request, bool isAnswer, string body) => throw new NotSupportedException();
    }
}
