using System.Text.RegularExpressions;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>What the rollout history shows of a change: the truth, and no value that may be secret.</summary>
internal static partial class ChangeCause
{
    /// <summary>Long enough for any sensible change; the history is a table.</summary>
    private const int Longest = 200;

    private const string Template = "spec.template.";
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>The cause in one line. Null if the pods stay as they are.</summary>
    /// <param name="changes">Every field that differs, as the server would store it.</param>
    /// <param name="mainContainer">The container that need not be named.</param>
    public static string? Of(IEnumerable<JsonDifference> changes, string mainContainer)
    {
        JsonDifference[] ofPods =
            [.. changes.Where(change => change.Path.StartsWith(Template, StringComparison.Ordinal))];
        if (ofPods.Length == 0) return null;
        string[] parts =
        [
            .. from change in ofPods
               let part = Part(change with { Path = change.Path[Template.Length..] }, mainContainer)
               where part.What.Length > 0
               group part.Item by part.What into items
               orderby items.Key.StartsWith("pod ", StringComparison.Ordinal)
               select $"{items.Key} {string.Join(", ", items.Distinct())}".TrimEnd(),
        ];
        string text = parts.Length == 0 ? "version" : string.Join(", ", parts);
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    /// <summary>What changes, and which one of several; nothing for what follows from something else.</summary>
    private static (string What, string Item) Part(JsonDifference change, string mainContainer)
    {
        Match container = InContainer().Match(change.Path);
        if (container.Success)
        {
            (string what, string item) = OfContainer(change with { Path = container.Groups["rest"].Value });
            string name = container.Groups["name"].Value;
            return (what, name == mainContainer ? item : $"{item} of {name}".TrimStart());
        }

        string key = Key(change.Path);
        if (change.Path.StartsWith("metadata.labels", StringComparison.Ordinal))
        {
            return key is ServiceLabels.Version or ServiceLabels.RecommendedVersion ? ("", "") : ("pod label", key);
        }

        if (change.Path.StartsWith("metadata.", StringComparison.Ordinal)) return ("pod annotation", key);
        return change.Path switch
        {
            "spec.serviceAccount" => ("", ""),
            "spec.serviceAccountName" => ("service account", change.To ?? ""),
            _ => (Words(change.Path["spec.".Length..]), ""),
        };
    }

    private static (string What, string Item) OfContainer(JsonDifference change)
    {
        string[] path = change.Path.Split('.', '[');
        return path[0] switch
        {
            "image" => ("image", change.To ?? ""),
            "env" => ("environment", Key(change.Path[..(change.Path.IndexOf(']', StringComparison.Ordinal) + 1)])),
            "envFrom" => ("environment sources", ""),
            "args" => ("arguments", ""),
            "resources" => (path[1].TrimEnd('s'), $"{Key(change.Path)} {change.To ?? "removed"}"),
            string probe when Probes.Contains(probe) => ($"{probe[..^"Probe".Length]} probe", ""),
            _ => (Words(change.Path), ""),
        };
    }

    /// <summary>The key at the end of a path: in brackets, or after the last dot.</summary>
    private static string Key(string path) =>
        path.EndsWith(']')
            ? path[(path.IndexOf('[', StringComparison.Ordinal) + 1)..^1]
            : path[(path.LastIndexOf('.') + 1)..];

    /// <summary>The first property of a path in words.</summary>
    private static string Words(string path) =>
        Hump().Replace(path.Split('.', '[', ' ')[0], match => $" {match.Value.ToLowerInvariant()}");

    [GeneratedRegex("^spec\\.(?:initC|c)ontainers\\[(?<name>[^]]*)\\]\\.(?<rest>.*)\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex InContainer();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Hump();
}
