using MicroK8s.Commands.Input;
using MicroK8s.Errors;
using MicroK8s.Services.Spec;
using MicroK8s.Yaml;

namespace MicroK8s.Commands.Services;

/// <summary>One service as it was given.</summary>
/// <param name="Values">The fields, by the names of parameters or the keys of files.</param>
/// <param name="Locate">Adds to a fault of a value where the value stands.</param>
internal sealed record ServiceInput(
    IReadOnlyList<KeyValuePair<string, object?>> Values, Func<ClusterException, ClusterException> Locate)
{
    /// <summary>The kubeconfig that it names. Null for none.</summary>
    public string? KubeConfig { get; private init; }

    /// <summary>The context that it names. Null for none.</summary>
    public string? Context { get; private init; }

    /// <summary>Nothing but the parameters.</summary>
    public static ServiceInput Empty { get; } = new([], fault => fault);

    /// <summary>A document of a service file.</summary>
    /// <exception cref="ClusterException">InvalidSpec, with line and column.</exception>
    public static ServiceInput FromDocument(YamlDocument document)
    {
        var service = ServiceDocument.Read(document);
        return new ServiceInput(service.Values, service.Locate);
    }

    /// <summary>An object of the pipeline: a row of a table, a hashtable, what came from JSON.</summary>
    /// <param name="item">The object.</param>
    /// <param name="number">Which object of the pipeline it is, from 1.</param>
    /// <exception cref="ClusterException">InvalidSpec: it has no properties.</exception>
    public static ServiceInput FromObject(object? item, int number)
    {
        IReadOnlyList<KeyValuePair<string, object?>> all = InputPairs.OfObject(item) ?? throw InvalidInput.Of(
            "InputObject", item, "is no service",
            "A service is a hashtable or an object with properties; a file is given with -Path.");
        string? name = Find(all, "Name");
        string place = name is null ? $"Input {number}" : $"Input {number} ('{name}')";
        return new ServiceInput(
            [.. all.Where(pair => !Is(pair, "KubeConfig") && !Is(pair, "Context"))],
            fault => InputPlace.Fault(place, fault.Message, fault.Target, fault.Advice, fault))
        {
            KubeConfig = Find(all, "KubeConfig"),
            Context = Find(all, "Context"),
        };
    }

    /// <summary>The values under those that were given for all services.</summary>
    /// <param name="given">What goes before.</param>
    public IReadOnlyList<KeyValuePair<string, object?>> Under(IReadOnlyList<KeyValuePair<string, object?>> given) =>
        [.. Values.Where(pair => !given.Any(other => Is(pair, other.Key))), .. given];

    private static string? Find(IReadOnlyList<KeyValuePair<string, object?>> pairs, string name) =>
        pairs.Where(pair => Is(pair, name)).Select(pair => pair.Value as string).FirstOrDefault();

    private static bool Is(KeyValuePair<string, object?> pair, string name) =>
        pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
