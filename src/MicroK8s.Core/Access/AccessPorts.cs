using System.Globalization;
using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>
/// The ports at which pods are called. Policies look at the port of the pod, so a Service's port is led to its target.
/// </summary>
public static class AccessPorts
{
    /// <summary>Protocols of a Service's port by which Istio takes its traffic for HTTP (istio.io, "Protocol
    /// Selection").</summary>
    private static readonly string[] Http =
        ["http", "http2", "grpc", "grpc-web", "kubernetes.io/h2c", "kubernetes.io/ws"];

    private static readonly string[] NoHttp =
        ["https", "tls", "tcp", "mongo", "mysql", "redis", "udp", "kubernetes.io/wss"];

    /// <summary>The ports that Services lead to; without such a Service, those that the containers declare.</summary>
    /// <param name="party">The pods.</param>
    /// <param name="services">The Services of their namespace.</param>
    public static IReadOnlyList<AccessPort> Of(AccessParty party, IEnumerable<KubeObject> services)
    {
        AccessPort[] served = [.. ServicePorts(party, services).Select(pair => pair.Target)
            .DistinctBy(port => (port.Number, port.Protocol))];
        return served.Length > 0 ? served : party.Ports;
    }

    /// <summary>The Services that select pods, by name.</summary>
    /// <param name="party">The pods.</param>
    /// <param name="services">The Services of their namespace.</param>
    public static IEnumerable<KubeObject> ServicesOf(AccessParty party, IEnumerable<KubeObject> services) => services
        .Where(service => service.Namespace == party.Namespace && party.Labels is { } labels
            && service.Json.Map("spec", "selector") is { Count: > 0 } selector
            && LabelSelectors.Matches(selector, labels))
        .OrderByDescending(service => service.Name == party.Name)
        .ThenBy(service => service.Name, StringComparer.Ordinal);

    /// <summary>The port of the pod that a number or a name means.</summary>
    /// <param name="party">The pods.</param>
    /// <param name="services">The Services of their namespace.</param>
    /// <param name="wanted">
    /// A name or number of a Service's port or of a container's: a Service's comes first, as callers use it. A number
    /// that neither declares is taken as it is, because containers may listen at ports that they do not declare.
    /// </param>
    /// <exception cref="ClusterException">InvalidSpec, of parameter Port: no port has the name or can have the
    /// number.</exception>
    public static AccessPort Resolve(AccessParty party, IEnumerable<KubeObject> services, string wanted)
    {
        (JsonElement Port, AccessPort Target)[] pairs = [.. ServicePorts(party, services)];
        foreach ((JsonElement port, AccessPort target) in pairs)
        {
            if (port.Text("name") == wanted || port.Text("port") == wanted) return target;
        }

        bool isNumber = int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        AccessPort[] known = [.. pairs.Select(pair => pair.Target), .. party.Ports];
        AccessPort? own = known.FirstOrDefault(port => port.Name == wanted || (isNumber && port.Number == number));
        if (own is not null) return own;
        if (isNumber && number is > 0 and <= 65535) return new AccessPort(number);
        string list = string.Join(", ", known.Distinct());
        throw InvalidInput.Of(
            "Port", wanted, $"is not a port of {party} or of a Service in front of it",
            list.Length == 0 ? "None is declared; give a number from 1 to 65535." : $"Known ports: {list}.");
    }

    private static IEnumerable<(JsonElement Port, AccessPort Target)> ServicePorts(
        AccessParty party, IEnumerable<KubeObject> services) =>
        from service in ServicesOf(party, services)
        from port in service.Json.Items("spec", "ports")
        let target = TargetOf(port, party)
        where target is not null
        select (port, target);

    private static AccessPort? TargetOf(JsonElement port, AccessParty party)
    {
        string protocol = port.Text("protocol") ?? "TCP";
        string target = port.Text("targetPort") ?? port.Text("port") ?? "";
        AccessPort? declared = party.Ports.FirstOrDefault(own => own.Protocol == protocol
            && (own.Name == target || $"{own.Number}" == target));
        if (declared is not null) return declared with { IsHttp = IsHttp(port) };
        return int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new AccessPort(number) { Protocol = protocol, IsHttp = IsHttp(port) }
            : null;
    }

    private static bool? IsHttp(JsonElement port)
    {
        string said = (port.Text("appProtocol") ?? port.Text("name") ?? "").ToLowerInvariant();
        if (port.Text("appProtocol") is null && !NoHttp.Concat(Http).Contains(said))
        {
            // grpc-web is the one protocol with a hyphen.
            said = said.StartsWith("grpc-web-", StringComparison.Ordinal) ? "grpc-web" : said.Split('-')[0];
        }

        return Http.Contains(said) ? true : NoHttp.Contains(said) ? false : null;
    }
}
