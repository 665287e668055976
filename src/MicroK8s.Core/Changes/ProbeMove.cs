using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>
/// The probes that a change of ports does not name. One that asks a port by its number follows that port to its new
/// number: at the old one nobody answers any more, and the rollout would never become ready.
/// </summary>
internal sealed class ProbeMove
{
    private readonly Dictionary<int, SortedSet<int>> _moves = [];
    private readonly HashSet<int> _lost = [];
    private readonly (string Parameter, string Container, JsonObject Handler)[] _probes;

    /// <summary>Finds the probes.</summary>
    /// <param name="draft">The workload.</param>
    /// <param name="change">The wish; a probe that it names gets its port there.</param>
    public ProbeMove(WorkloadDraft draft, ServiceChange change)
    {
        string named = change.Container ?? (draft.Containers is [var first, ..] ? first : "");
        _probes =
        [
            .. from container in draft.PortContainers
               let name = container.Text("name") ?? ""
               from probe in ProbeEdit.Fields
               where name != named || !change.Has(probe.Key)
               from handler in ProbeEdit.Handlers
               let asked = container.At(probe.Value, handler) as JsonObject
               where asked is not null
               select (probe.Key, name, asked),
        ];
    }

    /// <summary>Whether a probe asks a port of a container.</summary>
    /// <param name="port">The port.</param>
    /// <param name="byNumber">Whether one that asks it by number counts, or only by name.</param>
    public bool Asks(JsonObject port, bool byNumber) => _probes.Any(
        probe => probe.Handler.Number("port") is { } number
            ? byNumber && number == port.Number("containerPort")
            : probe.Handler.Text("port") is { } asked && asked == port.Text("name"));

    /// <summary>Notes that what answered at one number answers at another one.</summary>
    /// <param name="from">The old number.</param>
    /// <param name="to">The new number; the old one if it stays.</param>
    public void Note(int from, int to)
    {
        if (!_moves.TryGetValue(from, out SortedSet<int>? numbers)) _moves[from] = numbers = [];
        numbers.Add(to);
    }

    /// <summary>Notes that a port went while others came: nothing says whether one is in its place.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="added">The numbers of the others.</param>
    public void NoteLoss(int number, IReadOnlyCollection<int> added)
    {
        if (added.Count == 0) return;
        _lost.Add(number);
        foreach (int other in added) Note(number, other);
    }

    /// <summary>Gives the probes their new numbers.</summary>
    /// <param name="kept">The numbers that containers still name.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is not clear where a probe is to ask.</exception>
    public void Write(IReadOnlySet<int> kept)
    {
        foreach ((string parameter, string container, JsonObject handler) in _probes)
        {
            if (handler.Number("port") is not { } old || kept.Contains(old)) continue;
            if (!_moves.TryGetValue(old, out SortedSet<int>? numbers) || numbers.Contains(old)) continue;
            bool isClear = numbers.Count == 1 && !_lost.Contains(old);
            handler["port"] = isClear ? numbers.Min : throw Unclear(parameter, container, old, numbers);
        }
    }

    private static ClusterException Unclear(string parameter, string container, int old, SortedSet<int> numbers)
    {
        string probe = parameter[..^"Probe".Length].ToLowerInvariant();
        return InvalidInput.Of(
            "Port", string.Join(", ", numbers),
            $"takes port {old} away, which the {probe} probe of container '{container}' asks, and does not say where "
            + "it is to ask from now on",
            $"Give the probe too, such as -{parameter} 'tcp:{numbers.Min}'.");
    }
}
