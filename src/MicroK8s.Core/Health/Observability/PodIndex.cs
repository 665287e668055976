using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>Labels and names of ports of pods: one entry for all replicas that are alike.</summary>
public sealed class PodIndex
{
    private const string Hash = "pod-template-hash";

    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);

    /// <summary>The pods, one of those that are alike.</summary>
    public IEnumerable<Shape> All => _shapes.Values;

    /// <summary>Takes an object in.</summary>
    /// <param name="item">Any object.</param>
    /// <returns>Whether it was a pod.</returns>
    public bool Take(KubeObject item)
    {
        if (item.Kind != ResourceTypes.Pod.Kind) return false;
        HashSet<string> ports =
        [
            .. RunningContainers.PortsOf(item.Json.At("spec")).Select(port => port.Text("name")).OfType<string>(),
        ];
        IReadOnlyDictionary<string, string> labels = item.Labels;
        string key = string.Join(
            '\n', labels.Where(label => label.Key != Hash).Select(label => $"{label.Key}={label.Value}")
                .Order(StringComparer.Ordinal).Prepend(item.Namespace).Concat(ports.Order(StringComparer.Ordinal)));
        _shapes.TryAdd(key, new Shape(item.Namespace ?? "", item.Name, labels, ports));
        return true;
    }

    /// <summary>A pod.</summary>
    /// <param name="Namespace">Its namespace.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Labels">Its labels.</param>
    /// <param name="Ports">The names of the ports of its containers and sidecars.</param>
    public sealed record Shape(
        string Namespace, string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlySet<string> Ports);
}
