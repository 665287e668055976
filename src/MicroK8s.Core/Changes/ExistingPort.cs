using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;

namespace MicroK8s.Changes;

/// <summary>One port of a Service that is there.</summary>
/// <param name="Json">The port as the Service has it.</param>
internal sealed record ExistingPort(JsonObject Json)
{
    /// <summary>Its name. Null if it has none, as the only port may.</summary>
    public string? Name => Json.Text("name");

    /// <summary>The port of the Service.</summary>
    public int Number => Json.Number("port") ?? 0;

    /// <summary>Its protocol.</summary>
    public string Protocol => Json.Text("protocol") ?? "TCP";

    /// <summary>The name of the container's port that it leads to. Null if it leads to a number.</summary>
    public string? TargetName =>
        Json["targetPort"] is { } target && target.GetValueKind() == JsonValueKind.String ? (string?)target : null;

    /// <summary>The number that it leads to. Null if it leads to a name.</summary>
    public int? TargetNumber => TargetName is null ? Json.Number("targetPort") ?? Number : null;

    /// <summary>The ports of a Service. None if there is no Service.</summary>
    public static IReadOnlyList<ExistingPort> Of(KubeObject? service) =>
    [
        .. (service?.ToNode().At("spec", "ports") as JsonArray ?? []).OfType<JsonObject>()
            .Select(port => new ExistingPort(port)),
    ];

    /// <summary>
    /// The port of a Service that is meant by each wanted one: of the same name, else of the same number. When one is
    /// left on either side, and the wanted one was given no name, it takes the place of the other.
    /// </summary>
    /// <param name="ports">The ports of the Service.</param>
    /// <param name="wanted">The ports that it is to have.</param>
    /// <returns>The wanted ports that have one; no two have the same.</returns>
    public static IReadOnlyDictionary<PortSpec, ExistingPort> Match(
        IReadOnlyList<ExistingPort> ports, IReadOnlyList<PortSpec> wanted)
    {
        var matches = new Dictionary<PortSpec, ExistingPort>();
        Add((one, port) => port.Name == one.Name);
        Add((one, port) => port.Number == one.Port && port.Protocol == one.Protocol);
        PortSpec[] added = [.. wanted.Where(one => !matches.ContainsKey(one))];
        ExistingPort[] gone = [.. ports.Except(matches.Values)];
        if (added is [var only] && gone is [var place] && only.HasMadeUpName && place.Protocol == only.Protocol)
        {
            matches[only] = place;
        }

        return matches;

        void Add(Func<PortSpec, ExistingPort, bool> fits)
        {
            foreach (PortSpec one in wanted.Where(one => !matches.ContainsKey(one)))
            {
                ExistingPort? found = ports.Except(matches.Values).FirstOrDefault(port => fits(one, port));
                if (found is not null) matches[one] = found;
            }
        }
    }

    /// <summary>Whether it leads to a port of a container.</summary>
    public bool LeadsTo(JsonObject containerPort) =>
        (containerPort.Text("protocol") ?? "TCP") == Protocol
        && (TargetName is { } name
            ? containerPort.Text("name") == name
            : containerPort.Number("containerPort") == TargetNumber);

    /// <summary>The number in a container that it leads to. Null if no container has a port of the name.</summary>
    /// <param name="workload">The workload.</param>
    public int? NumberIn(JsonObject workload) => NumberIn(PortEdit.NamedBy(workload));

    /// <summary>The same for ports that are known.</summary>
    /// <param name="ports">The named ports of all containers.</param>
    public int? NumberIn(IReadOnlyDictionary<string, int> ports) => TargetName is { } name
        ? ports.TryGetValue(name, out int number) ? number : null
        : TargetNumber;
}
