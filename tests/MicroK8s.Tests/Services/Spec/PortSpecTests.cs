using MicroK8s.Services.Spec;

namespace MicroK8s.Tests.Services.Spec;

public sealed class PortSpecTests
{
    [Theory]
    [InlineData("80", "port-80:80:80/TCP")]
    [InlineData("80:8080", "port-80:80:8080/TCP")]
    [InlineData("http:80", "http:80:80/TCP")]
    [InlineData("http:80:8080", "http:80:8080/TCP")]
    [InlineData("dns:53/udp", "dns:53:53/UDP")]
    [InlineData("53/UDP", "port-53-udp:53:53/UDP")]
    [InlineData("65535/SCTP", "port-65535-sctp:65535:65535/SCTP")]
    [InlineData("a1-b2:1:65535", "a1-b2:1:65535/TCP")]
    public void A_port_has_name_number_target_and_protocol(string text, string port) =>
        Assert.Equal(port, Assert.Single(PortSpec.ParseAll([text])).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("http")]
    [InlineData("80:8080:90")]
    [InlineData("-80")]
    [InlineData("80/")]
    [InlineData("8 0")]
    public void What_is_no_port_is_refused(string text) => InvalidSpec.Throws(
        "Port", "is not [name:]port[:target][/protocol]", () => PortSpec.ParseAll([text]));

    [Theory]
    [InlineData("0", "1 to 65535")]
    [InlineData("65536", "1 to 65535")]
    [InlineData("80:99999999999", "1 to 65535")]
    [InlineData("80/HTTP", "TCP, UDP and SCTP")]
    [InlineData("Http:80", "at most 15")]
    [InlineData("a--b:80", "at most 15")]
    [InlineData("-a:80", "at most 15")]
    [InlineData("sixteen-letters1:80", "at most 15")]
    public void Numbers_protocols_and_names_keep_their_rules(string text, string rule) =>
        InvalidSpec.Throws("Port", rule, () => PortSpec.ParseAll([text]));

    [Theory]
    [InlineData("80", "81:http", "which no other -Port has")]
    [InlineData("http:80/UDP", "81:http", "which no other -Port has")]
    [InlineData("80", "80:8080", "repeats port 80/TCP")]
    [InlineData("a:80", "b:80", "repeats port 80/TCP")]
    [InlineData("a:80", "a:81", "the name 'a'")]
    public void Duplicates_are_refused(string one, string other, string rule) =>
        InvalidSpec.Throws("Port", rule, () => PortSpec.ParseAll([one, other]));

    [Fact]
    public void One_number_may_serve_two_protocols() =>
        Assert.Equal(["port-53", "port-53-udp"], PortSpec.ParseAll(["53", "53/UDP"]).Select(port => port.Name));

    [Fact]
    public void A_target_may_be_the_name_of_another_port()
    {
        IReadOnlyList<PortSpec> ports = PortSpec.ParseAll(["80:web", "web:8080"]);
        Assert.Equal(["port-80:80:web/TCP", "web:8080:8080/TCP"], ports.Select(port => port.ToString()));
        Assert.Equal([8080, 8080], ports.Select(port => port.Target));
    }

    [Fact]
    public void A_number_or_a_hashtable_is_a_port_too()
    {
        PortSpec port = PortSpec.ParseAll([InvalidSpec.Pairs(
            ("port", 53), ("Target", "5353"), ("protocol", "udp"), ("NodePort", 30053))]).Single();
        Assert.Equal(("port-53-udp:53:5353/UDP", 30053), (port.ToString(), port.NodePort));
        Assert.Equal("port-80:80:80/TCP", PortSpec.ParseAll([80]).Single().ToString());
        InvalidSpec.Throws(
            "Port", "Did you mean 'NodePort'?", () => PortSpec.ParseAll([InvalidSpec.Pairs(("Port", 1), ("NodPort", 1))]));
        InvalidSpec.Throws("Port", "has no Port", () => PortSpec.ParseAll([InvalidSpec.Pairs(("Name", "http"))]));
        InvalidSpec.Throws("Port", "repeats node port 30080", () => PortSpec.ParseAll([
            InvalidSpec.Pairs(("Port", 1), ("NodePort", 30080)), InvalidSpec.Pairs(("Port", 2), ("NodePort", 30080))]));
    }

    [Fact]
    public void A_csv_cell_may_hold_several() =>
        Assert.Equal([80, 9090], PortSpec.ParseAll(["80:8080, metrics:9090"]).Select(port => port.Port));
}
