using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>A VirtualService or DestinationRule with what decides for whom it holds, read once.</summary>
internal sealed class IstioRule(KubeObject item)
{
    public KubeObject Object { get; } = item;

    /// <summary>The hosts that it is about, as full names.</summary>
    public IReadOnlyList<string> Hosts { get; } =
    [
        .. item.Json.Items("spec", "hosts").Select(host => host.Text()).Append(item.Json.Text("spec", "host"))
            .OfType<string>().Select(host => Canonical(ServiceHost.FullName(host, item.Namespace))),
    ];

    /// <summary>The gateways of a VirtualService, as <c>namespace/name</c>; none named means the mesh.</summary>
    public IReadOnlyList<string> Gateways { get; } =
    [
        .. item.Json.Items("spec", "gateways").Select(name => name.Text() ?? "").DefaultIfEmpty(IstioResolver.Mesh)
            .Select(name => name == IstioResolver.Mesh || name.Contains('/', StringComparison.Ordinal)
                ? name
                : $"{item.Namespace}/{name}"),
    ];

    /// <summary>The namespaces that see it: "*" for all, "~" for none. Empty means all, too.</summary>
    public IReadOnlyList<string> Exports { get; } =
    [
        .. item.Json.Items("spec", "exportTo").Select(space => space.Text() ?? "")
            .Select(space => space == "." ? item.Namespace ?? "" : space),
    ];

    /// <summary>Whether every namespace sees it.</summary>
    public bool IsPublic => Exports.Count == 0 || Exports.Contains("*");

    /// <summary>The namespaces that it names as those that see it.</summary>
    public IEnumerable<string> NamedExports => Exports.Where(space => space is not ("*" or "~"));

    public bool IsVisibleIn(string namespaceName) => IsPublic || Exports.Contains(namespaceName);

    /// <summary>The most specific of its hosts that covers a full name. Null if none does.</summary>
    public string? Match(string host) => MostSpecific(Hosts, host);

    /// <summary>Exact before the longest wildcard (istio/istio, pilot/pkg/model, <c>MostSpecificHostMatch</c>).</summary>
    public static string? MostSpecific(IEnumerable<string> patterns, string host) => patterns
        .Where(pattern => ServiceHost.Covers(pattern, host))
        .OrderByDescending(pattern => pattern.StartsWith('*') ? pattern.Length : int.MaxValue).FirstOrDefault();

    /// <summary>A service has one name here, whatever the domain of the cluster.</summary>
    public static string Canonical(string fullName) =>
        ServiceHost.OfFullName(fullName) is { } service ? service.FullName() : fullName;
}
