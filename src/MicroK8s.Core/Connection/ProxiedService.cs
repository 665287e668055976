using System.Globalization;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Connection;

/// <summary>
/// A port of a Service as the API server's service proxy reaches it (kubernetes.io, "Access Services Running on
/// Clusters", <c>namespaces/NAMESPACE/services/[https:]NAME[:PORT]/proxy</c>).
/// </summary>
/// <param name="Namespace">The namespace of the Service.</param>
/// <param name="Name">The name of the Service.</param>
/// <param name="Port">The name or the number of the port. Null for a Service that has only one.</param>
public sealed record ProxiedService(string Namespace, string Name, string? Port)
{
    /// <summary>Whether the service speaks TLS. The API server does not check its certificate.</summary>
    public bool IsSecure { get; init; }

    /// <summary>The path below which the service serves, such as <c>prometheus</c>. Empty for its root.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The path of the service at the API server, without a leading slash, with one at its end.</summary>
    /// <exception cref="ClusterException">InvalidSpec: a Service or port cannot have such a name.</exception>
    public string GetPath()
    {
        string service = ResourceTypes.Service.Path(Namespace, Name);
        string port = Port is null ? "" : $":{Checked(Port)}";
        int name = service.LastIndexOf('/') + 1;
        string prefix = string.Concat(Prefix.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Escaped));
        return $"{service[..name]}{(IsSecure ? "https:" : "")}{service[name..]}{port}/proxy/{prefix}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"Service {Namespace}/{Name}{(Port is null ? "" : $":{Port}")}";

    /// <summary>As in the names of objects, what is escaped or not would lead elsewhere.</summary>
    private string Escaped(string part) => ResourceType.CanBeName(part)
        ? $"{Uri.EscapeDataString(part)}/"
        : throw new ClusterException(
            ClusterFault.InvalidSpec, $"'{Prefix}' is not a path below Service {Namespace}/{Name}.", Prefix);

    private string Checked(string port)
    {
        bool isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is > 0 and <= 65535;
        bool isName = port.Any(char.IsAsciiLetter)
            && port.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-');
        return isNumber || isName
            ? port
            : throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"'{port}' is not a port of Service {Namespace}/{Name}: give its name or number.", port);
    }
}
