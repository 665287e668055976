using MicroK8s.Services.Spec;

namespace MicroK8s.Tests.Services.Spec;

public sealed class ProbeTests
{
    [Theory]
    [InlineData("/healthz:8080", "GET /healthz on 8080")]
    [InlineData("http:/healthz:8080", "GET /healthz on 8080")]
    [InlineData("HTTPS:/healthz:8443", "GET with TLS /healthz on 8443")]
    [InlineData("/healthz:web", "GET /healthz on web")]
    [InlineData("/healthz", "GET /healthz on ")]
    [InlineData("/a:b/c", "GET /a:b/c on ")]
    [InlineData("/q?x=1:2:80", "GET /q?x=1:2 on 80")]
    [InlineData("tcp:5432", "connect to 5432")]
    [InlineData("exec:cat /ok", "run cat /ok")]
    [InlineData("grpc:9000", "ask by gRPC on 9000")]
    [InlineData("grpc:api/shop.Orders", "ask by gRPC on api for shop.Orders")]
    public void Text_is_a_probe(string text, string probe) =>
        Assert.Equal(probe, ProbeText.Parse(text, "LivenessProbe").ToString());

    [Theory]
    [InlineData("exec:sh -c 'test -f /ok && cat /ok'", "sh|-c|test -f /ok && cat /ok")]
    [InlineData("exec:echo \"a 'b'\" ''", "echo|a 'b'|")]
    [InlineData("exec:a'b c'd", "ab cd")]
    public void A_command_is_split_outside_of_quotes(string text, string words) =>
        Assert.Equal(words, string.Join('|', ProbeText.Parse(text, "LivenessProbe").Command));

    [Theory]
    [InlineData("healthz", "is not a probe")]
    [InlineData("http:8080/healthz", "does not start with one '/'")]
    [InlineData("http://host/x:80", "does not start with one '/'")]
    [InlineData("/x:0", "1 to 65535")]
    [InlineData("/x:", "1 to 65535")]
    [InlineData("/x:80:", "1 to 65535")]
    [InlineData("tcp:", "1 to 65535")]
    [InlineData("grpc:", "1 to 65535")]
    [InlineData("tcp:70000", "1 to 65535")]
    [InlineData("tcp:No_Name", "a port's name")]
    [InlineData("exec:", "has no command")]
    [InlineData("exec:  ", "has no command")]
    [InlineData("exec:sh 'a", "not closed")]
    public void What_is_no_probe_is_refused(string text, string rule) =>
        InvalidSpec.Throws("LivenessProbe", rule, () => ProbeText.Parse(text, "LivenessProbe"));

    [Fact]
    public void A_hashtable_has_every_field()
    {
        var probe = ProbeFields.Parse(
            InvalidSpec.Pairs(
                ("path", "/healthz"), ("Port", 8080), ("scheme", "https"), ("host", "h"),
                ("Headers", InvalidSpec.Pairs(("X-Probe", 1))), ("InitialDelaySeconds", 0), ("periodSeconds", "5"),
                ("TimeoutSeconds", 2), ("SuccessThreshold", 3), ("FailureThreshold", 4L),
                ("TerminationGracePeriodSeconds", 6)),
            "ReadinessProbe");
        Assert.Equal(
            "GET with TLS /healthz on h:8080, first after 0 s, every 5 s, within 2 s, fails after 4, succeeds after 3"
            + ", ends within 6 s",
            probe.ToString());
        Assert.Equal([KeyValuePair.Create("X-Probe", "1")], probe.Headers);
    }

    [Fact]
    public void A_command_may_be_a_list_or_a_text()
    {
        Assert.Equal(["a", "b c"], Read(("Command", new object?[] { "a", "b c" })).Command);
        Assert.Equal(["a", "b c"], Read(("Command", "a 'b c'")).Command);
        Assert.Equal("5432", Read(("Tcp", 5432)).Port);
        Assert.Equal(("9000", "a.B"), (Read(("Grpc", 9000)).Port, Read(("Grpc", 9000), ("Service", "a.B")).Service));
    }

    [Theory]
    [InlineData("InitialDelay", 3, "Did you mean 'InitialDelaySeconds'?")]
    [InlineData("PeriodSecond", 3, "Did you mean 'PeriodSeconds'?")]
    [InlineData("Pth", "/", "Did you mean 'Path'?")]
    [InlineData("PeriodSeconds", 0, "from 1 on")]
    [InlineData("InitialDelaySeconds", -1, "from 0 on")]
    [InlineData("TimeoutSeconds", "soon", "from 1 on")]
    [InlineData("FailureThreshold", 1.5, "from 1 on")]
    [InlineData("Scheme", "ftp", "must be one of HTTP, HTTPS")]
    [InlineData("Port", 0, "1 to 65535")]
    [InlineData("Tcp", 80, "it must have one of Path, Tcp, Command, Grpc")]
    [InlineData("Service", "a", "cannot stand beside Path")]
    [InlineData("Headers", "a", "not a hashtable")]
    [InlineData("Host", null, "$null")]
    public void A_wrong_field_is_refused(string key, object? value, string rule) =>
        InvalidSpec.Throws("StartupProbe", rule, () => Read(("Path", "/"), (key, value)));

    [Fact]
    public void Fields_must_make_one_probe()
    {
        InvalidSpec.Throws("StartupProbe", "none of them", () => Read(("PeriodSeconds", 3)));
        InvalidSpec.Throws("StartupProbe", "cannot stand beside Tcp", () => Read(("Tcp", 80), ("Port", 80)));
        InvalidSpec.Throws("StartupProbe", "does not start with '/'", () => Read(("Path", "x")));
        InvalidSpec.Throws("StartupProbe", "has no command", () => Read(("Command", Array.Empty<object>())));
        InvalidSpec.Throws(
            "StartupProbe", "HTTP header", () => Read(("Path", "/"), ("Headers", InvalidSpec.Pairs(("a b", 1)))));
    }

    private static ProbeSpec Read(params (string Key, object? Value)[] fields) =>
        ProbeFields.Parse(InvalidSpec.Pairs(fields), "StartupProbe");
}
