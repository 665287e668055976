using System.Text.Json.Nodes;

namespace MicroK8s.Monitoring;

/// <summary>The port that is scraped, and what has to be written so that a monitor can name it.</summary>
/// <param name="Name">The name by which a monitor finds it: that of a port of the Service, or of a container.</param>
/// <param name="Number">The port of the pods. Null if it is only known by a name that no container declares.</param>
internal sealed record ScrapePort(string Name, int? Number)
{
    /// <summary>The index of a port that has no name yet, and the name that it gets.</summary>
    public (int Index, string Name)? Named { get; init; }

    /// <summary>A port that the Service, or the container, gets besides. Null if it has it.</summary>
    public JsonObject? Added { get; init; }

    /// <summary>The place of the container of a named or added port; of no meaning for a Service.</summary>
    public string Container { get; init; } = "containers/0";

    /// <summary>Whether the object of the ports has to be changed.</summary>
    public bool NeedsChange => Named is not null || Added is not null;
}
