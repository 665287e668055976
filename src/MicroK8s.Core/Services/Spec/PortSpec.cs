using System.Collections;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>One port, as <c>[name:]port[:target][/protocol]</c>.</summary>
/// <param name="Name">The name on Service and container.</param>
/// <param name="Port">The port of the Service.</param>
/// <param name="Target">The port of the container.</param>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
public sealed record PortSpec(string Name, int Port, int Target, string Protocol)
{
    /// <summary>The name of the port of the container, if the target was given by name. Null if by number.</summary>
    public string? TargetName { get; init; }

    /// <summary>The port of the nodes. Null for one that the server chooses, if the type of Service has one.</summary>
    public int? NodePort { get; init; }

    /// <summary>Whether nobody gave it a name, so that it has one made up from its number.</summary>
    public bool HasMadeUpName => Name == PortInput.NameFor(Port, Protocol);

    /// <summary>Reads ports; several may stand in one text, separated by commas, as in a CSV cell.</summary>
    /// <param name="values">Texts, numbers or hashtables. Null means none.</param>
    /// <exception cref="ClusterException">InvalidSpec: one breaks the grammar, or two are the same.</exception>
    public static IReadOnlyList<PortSpec> ParseAll(IEnumerable<object?>? values)
    {
        var ports = new List<PortSpec>();
        foreach (object? value in (values ?? []).SelectMany<object?, object?>(
            value => value is string texts ? texts.Split(',', StringSplitOptions.TrimEntries) : [value]))
        {
            PortSpec port = PortInput.Parse(value);
            CheckAgainst(ports, port, value is IEnumerable and not string ? $"{port}" : $"{value}");
            ports.Add(port);
        }

        return [.. ports.Select(port => port.TargetName is null ? port : Resolve(ports, port))];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{Port}:{TargetName ?? $"{Target}"}/{Protocol}";

    /// <summary>A target's name is that of another port, which has the number.</summary>
    private static PortSpec Resolve(List<PortSpec> ports, PortSpec port)
    {
        PortSpec? named = ports.Find(other => other.Name == port.TargetName && other.TargetName is null);
        return named?.Protocol == port.Protocol ? port with { Target = named.Target } : throw InvalidInput.Of(
            "Port", port, $"leads to the port '{port.TargetName}' of the container, which no other -Port has",
            Suggestions.For(port.TargetName!, ports.Select(other => other.Name).Where(name => name != port.Name)));
    }

    private static void CheckAgainst(List<PortSpec> ports, PortSpec port, string given)
    {
        if (ports.Any(other => other.Name == port.Name && (other.Port, other.Protocol) != (port.Port, port.Protocol)))
        {
            throw InvalidInput.Of("Port", given, $"has the name '{port.Name}', which another port has already");
        }

        if (ports.Any(other => other.Port == port.Port && other.Protocol == port.Protocol))
        {
            throw InvalidInput.Of("Port", given, $"repeats port {port.Port}/{port.Protocol}");
        }

        if (port.NodePort is { } node && ports.Any(other => other.NodePort == node && other.Protocol == port.Protocol))
        {
            throw InvalidInput.Of("Port", given, $"repeats node port {node}");
        }
    }
}
