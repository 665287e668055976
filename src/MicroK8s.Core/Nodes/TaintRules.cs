using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Nodes;

/// <summary>How taints are written, and how nodes get and lose them.</summary>
public static class TaintRules
{
    private const string ControlPlane = "node-role.kubernetes.io/control-plane";
    private const string Master = "node-role.kubernetes.io/master";

    /// <summary>
    /// Reads <c>key=value:Effect</c> or <c>key:Effect</c> (kubernetes/kubectl, pkg/cmd/taint/utils.go,
    /// <c>parseTaint</c>).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ClusterException">InvalidSpec, with the rule.</exception>
    public static NodeTaint Parse(string text)
    {
        if (text.EndsWith('-'))
        {
            throw InvalidInput.Of(
                "Taint", text, "ends with '-', as kubectl removes a taint",
                $"To remove it: Remove-NodeTaint NODE -Key {text.TrimEnd('-').Split('=', ':')[0]}.");
        }

        string[] parts = text.Split(':');
        if (parts.Length != 2 || parts[0].Length == 0)
        {
            throw InvalidInput.Of("Taint", text, "is not of the form key=value:Effect or key:Effect");
        }

        string? effect = Enum.GetNames<TaintEffect>()
            .FirstOrDefault(name => name.Equals(parts[1], StringComparison.OrdinalIgnoreCase));
        if (effect is null)
        {
            throw InvalidInput.Of(
                "Taint", text, $"has the effect '{parts[1]}', but must have one of "
                + string.Join(", ", Enum.GetNames<TaintEffect>()));
        }

        string[] pair = parts[0].Split('=', 2);
        return Check(new NodeTaint(pair[0], pair.Length > 1 ? pair[1] : "", effect), "Taint");
    }

    /// <summary>Makes sure that the server takes a taint.</summary>
    /// <param name="taint">The taint.</param>
    /// <param name="parameter">The parameter that its key came by.</param>
    /// <returns>The taint.</returns>
    /// <exception cref="ClusterException">InvalidSpec, with the rule.</exception>
    public static NodeTaint Check(NodeTaint taint, string parameter)
    {
        NameRules.CheckKey(taint.Key, parameter);
        NameRules.CheckLabelValue(taint.Key, taint.Value, parameter == "Key" ? "Value" : parameter);
        return taint;
    }

    /// <summary>Makes sure that no two of several taints are the same, with two values.</summary>
    /// <param name="taints">The taints.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void CheckDistinct(IReadOnlyList<NodeTaint> taints)
    {
        for (int i = 1; i < taints.Count; i++)
        {
            if (taints.Take(i).FirstOrDefault(taints[i].IsSameAs) is { } earlier)
            {
                throw InvalidInput.Of(
                    "Taint", taints[i], $"has the key and effect of '{earlier}': a node has one of each");
            }
        }
    }

    /// <summary>Plans to set taints; one of the same key and effect is replaced, all others stay.</summary>
    /// <param name="node">The node.</param>
    /// <param name="taints">The taints.</param>
    public static ObjectUpdate Set(KubeObject node, IReadOnlyList<NodeTaint> taints) => Plan(node, list =>
    {
        foreach (NodeTaint taint in taints)
        {
            NodeTaint[] now = [.. list.Select(Read)];
            int index = Array.FindIndex(now, taint.IsSameAs);
            if (index < 0) list.Add(taint.ToJson());
            else if (now[index] != taint) list[index] = taint.ToJson();
        }
    });

    /// <summary>Plans to remove taints.</summary>
    /// <param name="node">The node.</param>
    /// <param name="key">
    /// Their key. Either name of the control plane's taint means both, the old and the new one: one that stays keeps
    /// pods away as before.
    /// </param>
    /// <param name="effect">Their effect. Null for any.</param>
    public static ObjectUpdate Remove(KubeObject node, string key, TaintEffect? effect) => Plan(node, list =>
    {
        foreach (JsonNode item in list.OfType<JsonNode>().ToArray())
        {
            if (IsMeant(Read(item), key, effect)) list.Remove(item);
        }
    });

    /// <summary>The taints of a node that a removal would take.</summary>
    /// <param name="node">The node.</param>
    /// <param name="key">Their key.</param>
    /// <param name="effect">Their effect. Null for any.</param>
    public static IReadOnlyList<NodeTaint> Find(KubeObject node, string key, TaintEffect? effect) =>
        [.. NodeTaint.Of(node).Where(taint => IsMeant(taint, key, effect))];

    /// <summary>
    /// What is to be known before taints are set or removed, as whole sentences: the other name of the control plane's
    /// taint, and taints that the cluster itself sets and removes.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="keys">The keys of the taints.</param>
    /// <param name="removes">Whether they are removed.</param>
    public static IReadOnlyList<string> Notes(KubeObject node, IEnumerable<string> keys, bool removes)
    {
        var notes = new List<string>();
        foreach (string key in keys.Distinct())
        {
            string? other = OtherName(key);
            if (other is not null && NodeTaint.Of(node).Any(taint => taint.Key == other))
            {
                notes.Add(removes
                    ? $"Node {node.Name} also has the taint {other}, the {Age(other)} name of {key}; it is removed too."
                    : $"Node {node.Name} already has the taint {other}, the {Age(other)} name of {key}; pods need to "
                    + "tolerate both.");
            }

            if (key == "node.kubernetes.io/unschedulable")
            {
                notes.Add($"The cluster sets and removes the taint {key} itself: use Suspend-NodeScheduling and "
                    + "Resume-NodeScheduling.");
            }
            else if (key.StartsWith("node.kubernetes.io/", StringComparison.Ordinal))
            {
                notes.Add($"The cluster sets and removes the taint {key} itself, by the conditions of the node: "
                    + "the change may not last.");
            }
        }

        return notes;
    }

    private static bool IsMeant(NodeTaint taint, string key, TaintEffect? effect) =>
        (taint.Key == key || taint.Key == OtherName(key)) && (effect is null || taint.Effect == $"{effect}");

    /// <summary>
    /// The taint of the control plane had the name master up to 1.24, and clusters that were upgraded may have both.
    /// </summary>
    private static string? OtherName(string key) => key switch
    {
        ControlPlane => Master,
        Master => ControlPlane,
        _ => null,
    };

    private static string Age(string key) => key == Master ? "old" : "new";

    private static NodeTaint Read(JsonNode? item) =>
        NodeTaint.Read(KubeObject.Parse(item?.ToJsonString() ?? "{}").Json);

    private static ObjectUpdate Plan(KubeObject node, Action<JsonArray> edit) => ObjectUpdate.Plan(
        new ResourceRef(ResourceTypes.Node, null, node.Name), node, read =>
        {
            JsonObject json = read.ToNode();
            JsonObject spec = json.Open("spec");
            JsonArray taints = spec["taints"] as JsonArray ?? [];
            edit(taints);
            if (taints.Count == 0) spec.Remove("taints");
            else if (taints.Parent is null) spec["taints"] = taints;
            return json;
        });
}
